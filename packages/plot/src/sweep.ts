import { js } from "@gradual/backend-js"
import { compile, fail, type NDArray, show, type Tensor } from "@gradual/core"
import { inDomain, type Listed, showDomain } from "@gradual/operators"
import { type Axis, type Curve, type Figure, figure, type Panel, type Point } from "./figure.ts"
import { colorsOf } from "./palette.ts"

/** What {@link sweepFigure} draws. */
export interface SweepOptions {
  /** Entries of the catalogue, a panel for each. */
  readonly operators: readonly Listed[]
  /** One row of values, a curve for each. */
  readonly values: readonly number[]
  /** Sharpnesses, in any order; curves are computed between them too. */
  readonly p: readonly number[]
  readonly title?: string
  /** Whether the values themselves are drawn, as dots where the operator is the identity. Default true. */
  readonly inputs?: boolean
}

/** Points along the whole of a curve, so that it is smooth at any size that is printed. */
const resolution = 240
/** A range of p this wide or wider is drawn on a logarithmic axis. */
const decades = 100

/**
 * What operators make of values as p grows: a panel per operator, a curve per value, drawn over p.
 *
 * @throws GradualError `VALUE` when there is nothing to draw, or for a number that is not finite or outside the domain.
 * @example
 * ```ts
 * import { catalogue } from "@gradual/operators"
 * import { sweepFigure } from "@gradual/plot"
 * const figure = sweepFigure({ operators: [catalogue.gradual], values: [0.2, 0.4, 0.8], p: [1, 19] })
 * console.log(figure.toText({ width: 60, height: 10 }))
 * ```
 */
export function sweepFigure(options: SweepOptions): Figure {
  const { operators, values, inputs = true } = options
  const ends = checked(options)
  const x = xAxis(ends)
  const p = between(ends, x.scale)
  const panels = operators.map((operator) => panelOf(operator, values, p, inputs))
  const drawn = panels.flatMap(({ curves }) =>
    curves.flatMap(({ points, input }) => (input === undefined ? points : [...points, input])),
  )
  return figure({
    title: options.title ?? titleOf(operators),
    caption: captionOf(inputs, ends.length === 1),
    panels,
    x,
    y: yAxis(drawn.map(({ y }) => y)),
  })
}

function titleOf(operators: readonly Listed[]): string {
  const [only] = operators
  return operators.length === 1 && only !== undefined ? only.name : operators.map(({ name }) => name).join(", ")
}

function captionOf(inputs: boolean, single: boolean): string {
  const results = single ? "crosses: the results" : "lines: the results as p grows"
  return inputs ? `dots: the values, ${results}` : results
}

/** The sharpnesses in ascending order, each once. */
function checked({ operators, values, p }: SweepOptions): readonly number[] {
  if (operators.length === 0) throw fail("VALUE", "sweepFigure", "at least one operator expected", "none")
  for (const [name, numbers] of Object.entries({ values, p })) {
    if (numbers.length === 0) throw fail("VALUE", "sweepFigure", `${name} must not be empty`, `${name}=[]`)
    const wrong = numbers.find((number) => !Number.isFinite(number))
    if (wrong !== undefined) throw fail("VALUE", "sweepFigure", `${name} must be finite`, `${name}=${show(numbers)}`)
  }
  for (const { name, domains } of operators)
    for (const each of p)
      if (!inDomain(each, domains.p))
        throw fail("VALUE", "sweepFigure", `p of ${name} must lie in ${showDomain(domains.p)}`, `p=${show(each)}`)
  return [...new Set(p)].sort((a, b) => a - b)
}

function xAxis(ends: readonly number[]): Axis {
  const [low, high] = [ends[0] as number, ends.at(-1) as number]
  const scale = low > 0 && high / low >= decades ? "log" : "linear"
  return { label: "sharpness p", domain: low === high ? [low - 1, high + 1] : [low, high], scale }
}

/** [0, 1] where it holds all results, as it does for values in [0, 1]; else what holds them. */
function yAxis(results: readonly number[]): Axis {
  const domain = results.reduce<Axis["domain"]>(([low, high], y) => [Math.min(low, y), Math.max(high, y)], [0, 1])
  return { label: "result", domain, scale: "linear" }
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

function panelOf(operator: Listed, values: readonly number[], p: readonly number[], inputs: boolean): Panel {
  const results = resultsOf(operator, values, p)
  const colors = colorsOf(values)
  const [low, high] = [p[0] as number, p.at(-1) as number]
  const identity = operator.identityAt ?? low
  const at = identity >= low && identity <= high ? identity : low
  const curves = values.map((value, i): Curve => {
    const points = p.map((x, row): Point => ({ x, y: results.data[row * values.length + i] as number }))
    const curve = { label: `v = ${Number(value.toPrecision(4))}`, color: colors[i] as Curve["color"], points }
    return inputs ? { ...curve, input: { x: at, y: value } } : curve
  })
  return { title: operator.name, subtitle: operator.formula, curves }
}

/** Results in float64, a row per sharpness. */
function resultsOf({ operator }: Listed, values: readonly number[], p: readonly number[]): NDArray {
  const run = compile.sync(js(), (v: Tensor, e: Tensor) => operator(v, e))
  return run(column(values, [values.length]), column(p, [p.length, 1]))
}

function column(data: readonly number[], shape: readonly number[]): NDArray {
  return { dtype: "float64", shape, data: Float64Array.from(data) }
}
