import { type Problem, rowsOf } from "./problem.ts"
import type { WorkloadName } from "./workloads.ts"

/** True numbers, and the magnitudes at which errors are counted: their own, or the sums of the terms that cancel in them. */
export interface TrueNumbers {
  readonly values: Float64Array
  readonly magnitudes: Float64Array
}

/** What is true of one row. */
export interface Truth {
  readonly outputs: TrueNumbers
  readonly gradient: TrueNumbers
}

/** A row, its p, what else belongs to it, and the number of outputs that the mean is over. */
type Row = (v: Float64Array, p: number, extra: ArrayLike<number>, count: number) => Truth

/**
 * Outputs and gradient of a row in float64, by formulas that keep their digits: wrong by some 1e-14 of a result, a millionth of
 * the float32 ulps that it measures.
 */
export function truthOf(workload: WorkloadName, problem: Problem, row: number): Truth {
  const { rows, length } = rowsOf(problem)
  const values = Float64Array.from(problem.values.subarray(row * length, (row + 1) * length))
  const [extra] = problem.extra.map(({ data }) => {
    const width = data.length / rows
    return data.subarray(row * width, (row + 1) * width)
  })
  return truths[workload](values, problem.p, extra ?? [], workload === "crossEntropy" ? rows : rows * length)
}

const exact = (values: Float64Array): TrueNumbers => ({ values, magnitudes: values.map(Math.abs) })
const sum = (numbers: Float64Array): number => numbers.reduce((a, b) => a + b, 0)
const maximum = (numbers: Float64Array): number => numbers.reduce((a, b) => Math.max(a, b))

/** `−expm1(p·log1p(−v))` at a maximum. */
const gradual: Row = (v, p, _none, count) => {
  const top = maximum(v)
  return {
    outputs: exact(v.map((x) => (x === top ? -Math.expm1(p * Math.log1p(-x)) : x ** p))),
    gradient: exact(v.map((x) => (p * (x === top ? 1 - x : x) ** (p - 1)) / count)),
  }
}

/** Shares y of a row, whose derivatives in the values are `rates·(δ − y)`: the gradient of Σ w·y is `rates·(w − Σ w·y)`. */
function weighted(shares: Float64Array, rates: Float64Array, weights: ArrayLike<number>, count: number): Truth {
  const inner = sum(shares.map((y, i) => y * (weights[i] as number)))
  return {
    outputs: exact(shares),
    gradient: {
      values: rates.map((rate, i) => (rate / count) * ((weights[i] as number) - inner)),
      magnitudes: rates.map((rate, i) => (rate / count) * ((weights[i] as number) + inner)),
    },
  }
}

function softmax(v: Float64Array, p: number): { shares: Float64Array; total: number; top: number } {
  const top = maximum(v)
  const powers = v.map((x) => Math.exp(p * (x - top)))
  const total = sum(powers)
  return { shares: powers.map((x) => x / total), total, top }
}

const scaledSoftmax: Row = (v, p, weights, count) => {
  const { shares } = softmax(v, p)
  const rates = shares.map((y) => p * y)
  return weighted(shares, rates, weights, count)
}

const powerNormalize: Row = (v, p, weights, count) => {
  const powers = v.map((x) => x ** p)
  const total = sum(powers)
  const rates = v.map((x) => (p * x ** (p - 1)) / total)
  return weighted(
    powers.map((x) => x / total),
    rates,
    weights,
    count,
  )
}

const crossEntropy: Row = (v, p, labels, count) => {
  const { shares, total, top } = softmax(v, p)
  const label = labels[0] as number
  return {
    outputs: exact(Float64Array.of(Math.log(total) - p * ((v[label] as number) - top))),
    gradient: exact(shares.map((y, i) => (p * (i === label ? y - 1 : y)) / count)),
  }
}

const truths: Readonly<Record<WorkloadName, Row>> = { gradual, scaledSoftmax, powerNormalize, crossEntropy }
