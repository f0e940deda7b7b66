import { type ContractKernels, type Data, type NDArray, stridesOf } from "@gradual/core"
import type { Place } from "../arena.ts"
import { broadcastStrides, forEachRun } from "../loops.ts"

export const contract: ContractKernels<NDArray, Place> = {
  matmul: ([a, b], _, out) => {
    const y = out.make()
    const [n, k] = a.shape.slice(-2) as [number, number]
    const m = b.shape.at(-1)!
    const batch = out.shape.slice(0, -2)
    const perMatrix = [n * m, n * k, k * m]
    const strides = [
      stridesOf(batch),
      broadcastStrides(a.shape.slice(0, -2), batch),
      broadcastStrides(b.shape.slice(0, -2), batch),
    ].map((own, operand) => own.map((stride) => stride * perMatrix[operand]!))
    const multiply = out.dtype === "int32" ? Math.imul : (p: number, q: number) => p * q
    forEachRun(batch, strides, (count, [o, i, j], [s, p, q]) => {
      for (let c = 0; c < count; c++)
        multiplyMatrices(y.data, a.data, b.data, [n, k, m], [o! + c * s!, i! + c * p!, j! + c * q!], multiply)
    })
    return y
  },
}

/** One matrix product, row by row, accumulated in float64. Zeros are not skipped: 0·∞ is NaN. */
function multiplyMatrices(
  out: Data,
  a: Data,
  b: Data,
  [n, k, m]: readonly [number, number, number],
  [o, i, j]: readonly [number, number, number],
  multiply: (p: number, q: number) => number,
): void {
  const sums = new Float64Array(m)
  for (let row = 0; row < n; row++) {
    sums.fill(0)
    for (let inner = 0; inner < k; inner++) {
      const factor = a[i + row * k + inner]!
      const from = j + inner * m
      for (let column = 0; column < m; column++) sums[column] = sums[column]! + multiply(factor, b[from + column]!)
    }
    for (let column = 0; column < m; column++) out[o + row * m + column] = sums[column]!
  }
}
