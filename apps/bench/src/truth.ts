import { type Problem, rowsOf } from "./problem.ts"
import type { WorkloadName } from "./workloads.ts"

/** A true number and the magnitude at which its error is counted: its own, or the sum of the terms that cancel in it. */
export interface TrueNumber {
  readonly value: number
  readonly magnitude: number
}

/** What is true of one row. */
export interface Truth {
  readonly outputs: readonly TrueNumber[]
  readonly gradient: readonly TrueNumber[]
}

/** A row, what else belongs to it, and the number of outputs that the mean is over. */
type Row = (values: Float32Array, p: number, extra: ArrayLike<number>, count: number) => Truth

/**
 * Outputs and gradient of a row in float64, by formulas that keep their digits: wrong by some 1e-14 of a result, a millionth of
 * the float32 ulps that it measures.
 */
export function truthOf(workload: WorkloadName, problem: Problem, row: number): Truth {
  const { rows, length } = rowsOf(problem)
  const values = problem.values.subarray(row * length, (row + 1) * length)
  const extra = problem.extra.map(({ data }) =>
    data.subarray((row * data.length) / rows, ((row + 1) * data.length) / rows),
  )
  return truths[workload](values, problem.p, extra[0] ?? [], workload === "crossEntropy" ? rows : rows * length)
}

const exact = (value: number): TrueNumber => ({ value, magnitude: Math.abs(value) })
const sum = (numbers: ArrayLike<number>): number => Array.from(numbers).reduce((a, b) => a + b, 0)
const maximum = (numbers: Float32Array): number => numbers.reduce((a, b) => Math.max(a, b))

/** `−expm1(p·log1p(−v))` at a maximum. */
const gradual: Row = (values, p, _none, count) => {
  const top = maximum(values)
  const all = Array.from(values)
  return {
    outputs: all.map((v) => exact(v === top ? -Math.expm1(p * Math.log1p(-v)) : v ** p)),
    gradient: all.map((v) => exact((p * (v === top ? 1 - v : v) ** (p - 1)) / count)),
  }
}

/** Shares y and the derivatives `slope` of their logarithms: the gradient of Σ w·y is `y·slope·(w − Σ w·y)`, here as `rate·(w − Σ w·y)`. */
function weightedShares(shares: Float64Array, rates: Float64Array, weights: ArrayLike<number>, count: number): Truth {
  const inner = sum(shares.map((y, i) => y * (weights[i] as number)))
  return {
    outputs: Array.from(shares, exact),
    gradient: Array.from(rates, (rate, i) => {
      const [weight, scale] = [weights[i] as number, rate / count]
      return { value: scale * (weight - inner), magnitude: scale * (weight + inner) }
    }),
  }
}

function softmax(values: Float32Array, p: number): { shares: Float64Array; total: number; top: number } {
  const top = maximum(values)
  const powers = Float64Array.from(values, (v) => Math.exp(p * (v - top)))
  const total = sum(powers)
  return { shares: powers.map((x) => x / total), total, top }
}

const scaledSoftmax: Row = (values, p, weights, count) => {
  const { shares } = softmax(values, p)
  return weightedShares(
    shares,
    shares.map((y) => p * y),
    weights,
    count,
  )
}

const powerNormalize: Row = (values, p, weights, count) => {
  const powers = Float64Array.from(values, (v) => v ** p)
  const total = sum(powers)
  const rates = Float64Array.from(values, (v) => (p * v ** (p - 1)) / total)
  return weightedShares(
    powers.map((x) => x / total),
    rates,
    weights,
    count,
  )
}

const crossEntropy: Row = (values, p, labels, count) => {
  const { shares, total, top } = softmax(values, p)
  const at = labels[0] as number
  const slopes = Array.from(shares, (y, i) => exact((p * (i === at ? y - 1 : y)) / count))
  return { outputs: [exact(Math.log(total) - p * ((values[at] as number) - top))], gradient: slopes }
}

const truths: Readonly<Record<WorkloadName, Row>> = { gradual, scaledSoftmax, powerNormalize, crossEntropy }
