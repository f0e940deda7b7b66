import { Matrix, solve } from "ml-matrix"
import type { Groups } from "../data/cars.ts"

/**
 * What ranking is compared with: weights that predict economy itself with the least squared error, when each group has a constant of
 * its own. That is the regression of what is left of economy and features without the group's means.
 */
export function leastSquares({ features, economy }: Groups): readonly number[] {
  const [groups, cars, count] = features.shape as readonly [number, number, number]
  const all = Array.from({ length: groups }, (_, group) => {
    const rows = Array.from({ length: cars }, (_, car) => group * cars + car).filter((at) =>
      Number.isFinite(economy.data[at]),
    )
    const table = rows.map((at) => [
      ...features.data.subarray(at * count, (at + 1) * count),
      economy.data[at] as number,
    ])
    const means = Matrix.rowVector(new Matrix(table).mean("column"))
    return table.map((row) => row.map((entry, i) => entry - means.get(0, i)))
  }).flat()
  const [x, y] = [all.map((row) => row.slice(0, count)), all.map((row) => [row[count] as number])]
  return solve(new Matrix(x), new Matrix(y), true).to1DArray()
}
