import type { Evaluation } from "../contender.ts"
import { type Problem, rowsOf } from "../problem.ts"
import type { WorkloadName } from "../workloads.ts"

/** A workload's value and gradient as one writes them in JavaScript, row by row; `outputs`, where given, gets what the value is made of. */
export type Loop = (problem: Problem, outputs?: Float32Array) => Evaluation

/** One pass over each row for its maximum, one for everything else, with one power per element. */
const gradual: Loop = (problem, outputs) => {
  const { values, p } = problem
  const { rows, length } = rowsOf(problem)
  const gradient = new Float32Array(values.length)
  const slope = p / values.length
  let total = 0
  for (let row = 0; row < rows; row++) {
    const from = row * length
    const to = from + length
    const top = maximum(values, from, to)
    for (let i = from; i < to; i++) {
      const value = values[i] as number
      const base = value === top ? 1 - value : value
      const power = base ** (p - 1)
      const output = value === top ? 1 - base * power : base * power
      if (outputs !== undefined) outputs[i] = output
      total += output
      gradient[i] = slope * power
    }
  }
  return { value: total / values.length, gradient }
}

/** Weights of the entries, their sum, then shares and gradient. */
const scaledSoftmax: Loop = (problem, outputs) => {
  const { values, p } = problem
  const { rows, length } = rowsOf(problem)
  const weights = problem.extra[0]?.data as Float32Array
  const gradient = new Float32Array(values.length)
  const slope = p / values.length
  let total = 0
  for (let row = 0; row < rows; row++) {
    const from = row * length
    const to = from + length
    const top = maximum(values, from, to)
    let sum = 0
    let inner = 0
    for (let i = from; i < to; i++) {
      const power = Math.exp(p * ((values[i] as number) - top))
      gradient[i] = power
      sum += power
      inner += power * (weights[i] as number)
    }
    inner /= sum
    total += inner
    for (let i = from; i < to; i++) {
      const share = (gradient[i] as number) / sum
      if (outputs !== undefined) outputs[i] = share
      gradient[i] = slope * share * ((weights[i] as number) - inner)
    }
  }
  return { value: total / values.length, gradient }
}

/** The same with powers: `vᵖ = v·vᵖ⁻¹`, of which the gradient needs the second factor. */
const powerNormalize: Loop = (problem, outputs) => {
  const { values, p } = problem
  const { rows, length } = rowsOf(problem)
  const weights = problem.extra[0]?.data as Float32Array
  const gradient = new Float32Array(values.length)
  let total = 0
  for (let row = 0; row < rows; row++) {
    const from = row * length
    const to = from + length
    let sum = 0
    let inner = 0
    for (let i = from; i < to; i++) {
      const lower = (values[i] as number) ** (p - 1)
      const power = (values[i] as number) * lower
      gradient[i] = lower
      sum += power
      inner += power * (weights[i] as number)
    }
    inner /= sum
    total += inner
    const slope = p / (sum * values.length)
    for (let i = from; i < to; i++) {
      if (outputs !== undefined) outputs[i] = ((values[i] as number) * (gradient[i] as number)) / sum
      gradient[i] = slope * (gradient[i] as number) * ((weights[i] as number) - inner)
    }
  }
  return { value: total / values.length, gradient }
}

/** The logarithm of a row's sum of exponentials, then shares. */
const crossEntropy: Loop = (problem, outputs) => {
  const { values, p } = problem
  const { rows, length } = rowsOf(problem)
  const labels = problem.extra[0]?.data as Int32Array
  const gradient = new Float32Array(values.length)
  const slope = p / rows
  let total = 0
  for (let row = 0; row < rows; row++) {
    const from = row * length
    const to = from + length
    const top = maximum(values, from, to)
    const label = from + (labels[row] as number)
    let sum = 0
    for (let i = from; i < to; i++) {
      const power = Math.exp(p * ((values[i] as number) - top))
      gradient[i] = power
      sum += power
    }
    const loss = Math.log(sum) - p * ((values[label] as number) - top)
    if (outputs !== undefined) outputs[row] = loss
    total += loss
    for (let i = from; i < to; i++) gradient[i] = (slope * (gradient[i] as number)) / sum
    gradient[label] = (gradient[label] as number) - slope
  }
  return { value: total / rows, gradient }
}

export const loops: Readonly<Record<WorkloadName, Loop>> = { gradual, scaledSoftmax, powerNormalize, crossEntropy }

function maximum(values: Float32Array, from: number, to: number): number {
  let top = Number.NEGATIVE_INFINITY
  for (let i = from; i < to; i++) if ((values[i] as number) > top) top = values[i] as number
  return top
}
