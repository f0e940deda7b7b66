import { type Data, type NDArray, ndarray } from "@gradual/core"

/** What is trained: arrays by their names. */
export type Parameters<K extends string> = Readonly<Record<K, NDArray<"float64">>>
/** Their gradients, wherever they are kept. */
export type Gradients<K extends string> = Readonly<Record<K, { readonly data: Data }>>

/** An array to start from. */
export function zeros(...shape: readonly number[]): NDArray<"float64"> {
  return ndarray("float64", shape, new Float64Array(shape.reduce((size, length) => size * length, 1)))
}

const decay = { mean: 0.9, square: 0.999 }
const epsilon = 1e-8

/**
 * Adam (Kingma and Ba 2015): steps along running means of gradients, divided by the roots of running means of their squares.
 * The function returned keeps these means from step to step; its parameters are new arrays.
 */
export function adam<K extends string>(): (
  parameters: Parameters<K>,
  gradients: Gradients<K>,
  rates: Readonly<Record<K, number>>,
) => Parameters<K> {
  const means = new Map<string, Float64Array>()
  const squares = new Map<string, Float64Array>()
  let step = 0
  return (parameters, gradients, rates) => {
    step++
    const unbias = { mean: 1 / (1 - decay.mean ** step), square: 1 / (1 - decay.square ** step) }
    const update = ([name, { shape, data }]: [string, NDArray<"float64">]) => {
      const mean = means.get(name) ?? new Float64Array(data.length)
      const square = squares.get(name) ?? new Float64Array(data.length)
      means.set(name, mean)
      squares.set(name, square)
      const gradient = gradients[name as K].data
      const size = rates[name as K] * unbias.mean
      const next = data.map((x, i) => {
        const g = gradient[i] as number
        mean[i] = decay.mean * (mean[i] as number) + (1 - decay.mean) * g
        square[i] = decay.square * (square[i] as number) + (1 - decay.square) * g * g
        return x - (size * mean[i]) / (Math.sqrt(unbias.square * square[i]) + epsilon)
      })
      return [name, ndarray("float64", shape, next)]
    }
    return Object.fromEntries(Object.entries<NDArray<"float64">>(parameters).map(update)) as Parameters<K>
  }
}
