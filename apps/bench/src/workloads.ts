import { type Extra, type Problem, uniform } from "./problem.ts"

/** What can be measured. Every table of formulas has an entry for each. */
export const workloadNames = ["gradual", "scaledSoftmax", "powerNormalize", "crossEntropy"] as const
export type WorkloadName = (typeof workloadNames)[number]

/** How outputs become one number: their mean, or the mean of their products with weights, which are the extra input. */
export type Loss = "mean" | "weightedMean"

/** Something worth computing fast: one number of values and p along the last axis, and its gradient in the values. */
export interface Workload {
  readonly name: WorkloadName
  /** One line: what is computed. */
  readonly summary: string
  readonly loss: Loss
  /** Float32 numbers per element that must be read or written at least: values, gradient, and weights where there are some. */
  readonly traffic: number
  /** What it needs besides values and p. */
  readonly extra: (shape: readonly number[]) => readonly Extra[]
}

const weights = (shape: readonly number[]): readonly Extra[] => [
  { dtype: "float32", shape, data: uniform(sizeOf(shape), 2) },
]

const labels = (shape: readonly number[]): readonly Extra[] => {
  const length = shape.at(-1) as number
  const data = Int32Array.from(uniform(sizeOf(shape) / length, 3), (x) => Math.floor(x * length))
  return [{ dtype: "int32", shape: [...shape.slice(0, -1), 1], data }]
}

/** The workloads by name. Weights are there because the mean of outputs that sum to one has no gradient. */
export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  gradual: {
    name: "gradual",
    summary: "mean of gradual(values, p)",
    loss: "mean",
    traffic: 2,
    extra: () => [],
  },
  scaledSoftmax: {
    name: "scaledSoftmax",
    summary: "mean of softmax(p·values)·weights",
    loss: "weightedMean",
    traffic: 3,
    extra: weights,
  },
  powerNormalize: {
    name: "powerNormalize",
    summary: "mean of valuesᵖ / Σ valuesᵖ · weights",
    loss: "weightedMean",
    traffic: 3,
    extra: weights,
  },
  crossEntropy: {
    name: "crossEntropy",
    summary: "mean of −ln softmax(p·values) at a label per row",
    loss: "mean",
    traffic: 2,
    extra: labels,
  },
}

/** The problem of a workload in a shape. */
export function makeProblem(workload: Workload, shape: readonly number[], p: number): Problem {
  return { shape, values: uniform(sizeOf(shape), 1), p: Math.fround(p), extra: workload.extra(shape) }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1)
}
