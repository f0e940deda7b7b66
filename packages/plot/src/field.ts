import { js } from "@gradual/backend-js"
import { broadcastTo, compile, fail, type NDArray, type Tensor, tensor, vjp } from "@gradual/core"
import type { Listed } from "@gradual/operators"
import type { Heading } from "./document.ts"
import { toFieldSvg } from "./field-svg.ts"
import { toFieldText } from "./field-text.ts"
import type { Point } from "./figure.ts"
import { drawable, type Picture } from "./picture.ts"
import { type Plane, square, triangle } from "./plane.ts"
import { checkNumbers, checkResults, checkSharpness, type Parameters, type Setting, settings } from "./setting.ts"

/** What {@link fieldFigure} draws. */
export interface FieldOptions {
  /** Entries of the catalogue, a panel for each. */
  readonly operators: readonly Listed[]
  readonly p: number
  /** Other parameters, by name; the catalogue's examples where none is given. */
  readonly parameters?: Parameters
  readonly title?: string
}

/** The gradient at a place. */
export interface Arrow extends Point {
  /** Its direction, counterclockwise from the right, in radians. */
  readonly angle: number
  /** 0 where there is none, 1 for the longest; between them the square root of the share of the longest. */
  readonly size: number
}

/** Results at the centres of cells, row by row from below. */
export interface Grid {
  readonly columns: number
  readonly rows: number
  readonly data: readonly number[]
}

/** One operator's first result and its gradient, over a plane of values. */
export interface FieldPanel extends Heading {
  readonly plane: Plane
  readonly results: Grid
  /** What the colors reach over. */
  readonly range: readonly [low: number, high: number]
  readonly arrows: readonly Arrow[]
  /** The length of the longest gradient. */
  readonly steepest: number
  /** What the values are besides the first two in [0, 1]; else empty. */
  readonly row: string
}

/** What a figure of fields shows, before anything is drawn. */
export interface FieldContent {
  readonly title: string
  /** How to read it. */
  readonly caption: string
  readonly panels: readonly FieldPanel[]
}

/** A figure of fields that can be drawn. */
export type FieldFigure = FieldContent & Picture

/** Cells across a plane. */
const cells = 120
/** A row with more entries takes too long to map. */
const most = 100
/** An arrow is drawn no shorter than this, so that its direction is seen. */
const shortest = 0.2

/**
 * Where operators send a gradient: colors for the first result, arrows for its gradient in the values, at one sharpness.
 *
 * @remarks
 * Operators whose results are a distribution are drawn over the distributions of three entries, as a triangle whose upper
 * corner is (1, 0, 0), with the part of the gradient that lies along it. Others are drawn over the first two values, each
 * from 0 to 1. Where a row needs more entries they are fixed, evenly spaced.
 *
 * @throws GradualError `VALUE` when there is nothing to draw, or for a number or a result that is not finite or outside the domain.
 * @example
 * ```ts
 * import { catalogue } from "@gradual/operators"
 * import { fieldFigure } from "@gradual/plot"
 * const figure = fieldFigure({ operators: [catalogue.softmaxBlend, catalogue.scaledSoftmax], p: 4 })
 * console.log(figure.panels.map(({ plane }) => plane.shape)) // ["square", "triangle"]
 * ```
 */
export function fieldFigure({ operators, p, parameters, title }: FieldOptions): FieldFigure {
  checkNumbers("fieldFigure", { p: [p] })
  checkSharpness("fieldFigure", operators, [p])
  const chosen = settings("fieldFigure", operators, parameters)
  const name = chosen.length === 1 ? (chosen[0] as Setting).title : operators.map((each) => each.name).join(", ")
  const content: FieldContent = {
    title: title ?? `${name}, p = ${p}`,
    caption: "color: the first result y₁; arrows: its gradient; dots: where it is 0",
    panels: chosen.map((setting) => panelOf(setting, p)),
  }
  return drawable(content, toFieldSvg, toFieldText)
}

function panelOf(setting: Setting, p: number): FieldPanel {
  const { listed, title, call } = setting
  const { plane, row } = planeOf(setting)
  const field = fieldOf(setting, p)
  const columns = cells
  const rows = Math.round(cells * plane.height)
  const centres = Array.from({ length: rows * columns }, (_, i) => ({
    x: ((i % columns) + 0.5) / columns,
    y: ((Math.floor(i / columns) + 0.5) / rows) * plane.height,
  }))
  const data = field(centres.map(plane.values)).results
  checkResults("fieldFigure", setting, data)
  const slopes = field(plane.places.map(plane.values)).gradients.map(plane.direction)
  const lengths = slopes.map(({ x, y }) => Math.hypot(x, y)).filter(Number.isFinite)
  const steepest = Math.max(0, ...lengths)
  return {
    title,
    call,
    subtitle: listed.formula,
    plane,
    results: { columns, rows, data },
    range: rangeOf(listed, plane.length, data),
    arrows: plane.places.flatMap((place, i) => arrowAt(place, slopes[i] as Point, steepest)),
    steepest,
    row,
  }
}

function arrowAt(place: Point, { x, y }: Point, steepest: number): Arrow[] {
  const share = Math.hypot(x, y) / steepest
  // a gradient that is no number has no direction; one of rounding errors alone is none
  if (!Number.isFinite(x + y)) return []
  if (!(share > 1e-9)) return [{ ...place, angle: 0, size: 0 }]
  return [{ ...place, angle: Math.atan2(y, x), size: Math.max(shortest, Math.sqrt(share)) }]
}

/** Distributions over three entries for operators that give such; else the first two values, with as many others as are needed. */
function planeOf({ listed, parameters }: Setting): { plane: Plane; row: string } {
  const { kind, laws, leastEntries = 1 } = listed
  if (laws.sumsToOne.holds && leastEntries <= 3) return { plane: triangle, row: "v₁ + v₂ + v₃ = 1" }
  const subset = kind === "subset" ? Math.floor(parameters.k ?? 1) + 1 : 0
  const length = Math.max(2, leastEntries, subset)
  if (length > most)
    throw fail("VALUE", "fieldFigure", `k of ${listed.name} must be below ${most}`, `k=${parameters.k}`)
  const count = length - 2
  const others = Array.from({ length: count }, (_, i) => (i + 1) / (count + 1))
  const shown = others.map((value) => String(Number(value.toPrecision(2))))
  return { plane: square(others), row: count === 0 ? "" : `v = (${["v₁", "v₂", ...shown].join(", ")})` }
}

/** The first result of each row, and its gradient in the row, in float64. */
function fieldOf({ operator }: Setting, p: number) {
  const run = compile.sync(js(), (values: Tensor) => {
    const [y, pullback] = vjp((v: Tensor) => operator(v, p), values)
    const first = Array.from({ length: values.shape[1] as number }, (_, i) => Number(i === 0))
    const [gradient] = pullback(broadcastTo(tensor(first, y.dtype), { shape: y.shape }))
    return [y, gradient] as const
  })
  return (rows: readonly (readonly number[])[]): { results: number[]; gradients: number[][] } => {
    const length = rows[0]?.length ?? 0
    const values = { dtype: "float64", shape: [rows.length, length], data: Float64Array.from(rows.flat()) } as const
    const [y, dvalues] = run(values as NDArray)
    const row = ({ data }: NDArray, i: number) => Array.from(data.subarray(i * length, (i + 1) * length), Number)
    return {
      results: rows.map((_, i) => row(y, i)[0] as number),
      gradients: rows.map((_, i) => row(dvalues, i)),
    }
  }
}

/** [0, 1], or for ranks [1, n], where results stay in it up to a rounding; else what they reach over. */
function rangeOf({ kind }: Listed, n: number, results: readonly number[]): readonly [number, number] {
  const usual = kind === "ranks" ? ([1, n] as const) : ([0, 1] as const)
  const slack = 1e-6
  const [low, high] = [Math.min(...results), Math.max(...results)]
  return [low < usual[0] - slack ? low : usual[0], high > usual[1] + slack ? high : usual[1]]
}
