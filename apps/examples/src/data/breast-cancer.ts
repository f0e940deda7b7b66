import type { NDArray } from "@gradual/core"
import { shuffled } from "./random.ts"
import { standardizer } from "./standardize.ts"
import { column, columnVector, matrix, readTable, without } from "./table.ts"

/** Rows to learn from or to be judged by. */
export interface Samples {
  /** [samples, features], each feature of mean 0 and deviation 1 in the training rows. */
  readonly features: NDArray<"float64">
  /** [samples, 1]: 1 for benign, 0 for malignant. */
  readonly labels: NDArray<"float64">
}

/** 569 tumors, 30 features of each, in two parts. */
export interface BreastCancer {
  readonly names: readonly string[]
  readonly train: Samples
  readonly test: Samples
}

/** The share of rows that is trained on. */
const trained = 0.7

/** Reads the data and divides it at random: which rows are kept for testing depends on the seed alone. */
export function breastCancer(seed: number): BreastCancer {
  const table = readTable("breast-cancer.csv")
  const labels = column(table, "benign")
  const { names, rows } = without(table, ["benign"])
  const order = shuffled(rows.length, seed)
  const cut = Math.round(trained * rows.length)
  const standardize = standardizer(order.slice(0, cut).map((i) => rows[i] as readonly number[]))
  const part = (indices: readonly number[]): Samples => ({
    features: matrix(indices.map((i) => standardize(rows[i] as readonly number[]))),
    labels: columnVector(indices.map((i) => labels[i] as number)),
  })
  return { names, train: part(order.slice(0, cut)), test: part(order.slice(cut)) }
}
