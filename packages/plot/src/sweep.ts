import { js } from "@gradual/backend-js"
import { compile, type NDArray, type Tensor } from "@gradual/core"
import type { Kind, Listed, Operator } from "@gradual/operators"
import { type Axis, type Curve, type Figure, figure, type Panel, type Point } from "./figure.ts"
import { colorsOf } from "./palette.ts"
import { checkNumbers, checkResults, checkSharpness, type Parameters, type Setting, settings } from "./setting.ts"

/** What {@link sweepFigure} draws. */
export interface SweepOptions {
  /** Entries of the catalogue, a panel for each. */
  readonly operators: readonly Listed[]
  /** One row of values, a curve for each. */
  readonly values: readonly number[]
  /** Sharpnesses, in any order; curves are computed between them too. */
  readonly p: readonly number[]
  /** Other parameters, by name; the catalogue's examples where none is given. */
  readonly parameters?: Parameters
  readonly title?: string
  /**
   * Whether the values themselves are drawn, as dots where the operator is the identity; of sorted values where p is
   * largest, in their order. Ranks have none. Default true.
   */
  readonly inputs?: boolean
}

/** Points along the whole of a curve, so that it is smooth at any size that is printed. */
const resolution = 240
/** A range of p this wide or wider is drawn on a logarithmic axis. */
const decades = 100

/**
 * What operators make of values as p grows: a panel per operator, a curve per value, drawn over p.
 *
 * @throws GradualError `VALUE` when there is nothing to draw, or for a number or a result that is not finite or outside the domain.
 * @example
 * ```ts
 * import { catalogue } from "@gradual/operators"
 * import { sweepFigure } from "@gradual/plot"
 * const figure = sweepFigure({ operators: [catalogue.gradual], values: [0.2, 0.4, 0.8], p: [1, 19] })
 * console.log(figure.toText({ width: 60, height: 10 }))
 * ```
 */
export function sweepFigure(options: SweepOptions): Figure {
  const { operators, values, inputs = true, parameters } = options
  checkNumbers("sweepFigure", { values, p: options.p })
  checkSharpness("sweepFigure", operators, options.p)
  const chosen = settings("sweepFigure", operators, parameters)
  const ends = [...new Set(options.p)].sort((a, b) => a - b)
  const x = xAxis(ends)
  const p = between(ends, x.scale)
  const drawn = chosen.map((setting) => panelOf(setting, values, p, inputs))
  const isRanks = (i: number) => operators[i]?.kind === "ranks"
  const axisFor = (i: number) =>
    yAxis(
      drawn.filter((_, other) => isRanks(other) === isRanks(i)),
      isRanks(i) ? rankAxis(values.length) : resultAxis,
    )
  const kinds = new Set(operators.map(({ kind }) => kind))
  const [only] = chosen
  return figure({
    title: options.title ?? (chosen.length === 1 && only !== undefined ? only.title : names(operators)),
    caption: captionOf(kinds, inputs, ends.length === 1),
    panels: drawn.map((panel, i) => ({ ...panel, y: axisFor(i) })),
    x,
  })
}

const names = (operators: readonly Listed[]): string => operators.map(({ name }) => name).join(", ")

/** What dots and lines show; an empty text stands for no dots. */
const captions: Readonly<Record<Kind, readonly [dots: string, lines: string]>> = {
  choice: ["the values", "the results"],
  subset: ["the values", "the results"],
  sorted: ["the values in order", "the results, from the least to the greatest,"],
  ranks: ["", "the rank of each value, from 1,"],
}

function captionOf(kinds: ReadonlySet<Kind>, inputs: boolean, single: boolean): string {
  const said = [...kinds].map((kind) => captions[kind])
  const common = (part: 0 | 1, other: string) =>
    new Set(said.map((each) => each[part])).size === 1 ? said[0]?.[part] : other
  const lines = common(1, "the results") ?? ""
  const results = single ? `crosses: ${lines.replace(/,$/, "")}` : `lines: ${lines} as p grows`
  const dots = common(0, "the values") ?? ""
  return inputs && dots !== "" ? `dots: ${dots}; ${results}` : results
}

function xAxis(ends: readonly number[]): Axis {
  const [low, high] = [ends[0] as number, ends.at(-1) as number]
  const scale = low > 0 && high / low >= decades ? "log" : "linear"
  return { label: "sharpness p", domain: low === high ? [low - 1, high + 1] : [low, high], scale }
}

const resultAxis: Axis = { label: "result", domain: [0, 1], scale: "linear" }
const rankAxis = (n: number): Axis => ({ label: "rank", domain: n === 1 ? [0, 1] : [1, n], scale: "linear" })

/** The usual axis where it holds all that is drawn, as it does for values in [0, 1]; else one that holds it. */
function yAxis(panels: readonly Omit<Panel, "y">[], usual: Axis): Axis {
  const drawn = panels.flatMap(({ curves }) =>
    curves.flatMap(({ points, input }) => (input === undefined ? points : [...points, input])),
  )
  const domain = drawn.reduce<Axis["domain"]>(
    ([low, high], { y }) => [Math.min(low, y), Math.max(high, y)],
    usual.domain,
  )
  return { ...usual, domain }
}

/** The given sharpnesses and others between them. */
function between(ends: readonly number[], scale: Axis["scale"]): readonly number[] {
  const steps = Math.ceil(resolution / Math.max(1, ends.length - 1))
  return ends.flatMap((to, i) => {
    const from = ends[i - 1]
    if (from === undefined) return [to]
    return Array.from({ length: steps }, (_, step) => {
      const t = (step + 1) / steps
      if (t === 1) return to
      return scale === "log" ? from * (to / from) ** t : from + (to - from) * t
    })
  })
}

function panelOf(setting: Setting, values: readonly number[], p: readonly number[], inputs: boolean): Omit<Panel, "y"> {
  const { listed, operator, parameters, title, call } = setting
  const results = resultsOf(operator, values, p)
  checkResults("sweepFigure", setting, results.data)
  const isSorted = listed.kind === "sorted"
  const shown = isSorted ? [...values].sort((a, b) => a - b) : values
  const colors = colorsOf(shown, listed.kind === "subset" ? Math.round(parameters.k ?? 1) : 1)
  const at = listed.kind === "ranks" || !inputs ? undefined : inputAt(listed, p)
  const curves = shown.map((value, i): Curve => {
    const points = p.map((x, row): Point => ({ x, y: results.data[row * values.length + i] as number }))
    const label = isSorted ? ordinal(i + 1) : `v = ${Number(value.toPrecision(4))}`
    const curve = { label, color: colors[i] as Curve["color"], points }
    return at === undefined ? curve : { ...curve, input: { x: at, y: value } }
  })
  return { title, call, subtitle: listed.formula, curves }
}

/** Where the dots stand: sorted values are the limit, others the beginning. */
function inputAt({ kind, identityAt }: Listed, p: readonly number[]): number {
  const [low, high] = [p[0] as number, p.at(-1) as number]
  if (kind === "sorted") return high
  return identityAt !== undefined && identityAt >= low && identityAt <= high ? identityAt : low
}

function ordinal(place: number): string {
  const endings = ["th", "st", "nd", "rd"]
  return `${place}${(place % 100 < 11 || place % 100 > 13 ? endings[place % 10] : undefined) ?? "th"}`
}

/** Results in float64, a row per sharpness. */
function resultsOf(operator: Operator, values: readonly number[], p: readonly number[]): NDArray {
  const run = compile.sync(js(), (v: Tensor, e: Tensor) => operator(v, e))
  return run(column(values, [values.length]), column(p, [p.length, 1]))
}

function column(data: readonly number[], shape: readonly number[]): NDArray {
  return { dtype: "float64", shape, data: Float64Array.from(data) }
}
