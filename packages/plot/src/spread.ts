import type { Curve } from "./figure.ts"

/** Curves by their ends, the highest first; of curves that end together, the one that was higher on the way, or whose value is. */
export function byEnd(curves: readonly Curve[]): readonly Curve[] {
  const end = ({ points }: Curve) => points.at(-1)?.y ?? 0
  const area = ({ points }: Curve) => points.reduce((sum, { y }) => sum + y, 0)
  const value = ({ input }: Curve) => input?.y ?? 0
  return [...curves].sort((a, b) => end(b) - end(a) || area(b) - area(a) || value(b) - value(a))
}

/**
 * Moves positions apart to at least `gap`, each as little as possible (in the least-squares sense), in their order, and
 * keeps them within bounds.
 *
 * @remarks With zᵢ = yᵢ − i·gap the wanted positions are the isotonic regression of z, found by pooling neighbours that
 * are out of order (Ayer et al. 1955).
 * @param wanted - positions in ascending order.
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const pools: { mean: number; count: number }[] = []
  wanted.forEach((y, i) => {
    let pool = { mean: y - i * gap, count: 1 }
    for (let last = pools.at(-1); last !== undefined && last.mean >= pool.mean; last = pools.at(-1)) {
      const count = last.count + pool.count
      pool = { mean: (last.mean * last.count + pool.mean * pool.count) / count, count }
      pools.pop()
    }
    pools.push(pool)
  })
  const shifted = pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean))
  const highest = high - (wanted.length - 1) * gap
  return shifted.map((z, i) => Math.max(low, Math.min(z, highest)) + i * gap)
}

/** Indices of at most `room` of `count` things, spread evenly, the first and the last included. */
export function thin(count: number, room: number): readonly number[] {
  if (count <= room) return Array.from({ length: count }, (_, i) => i)
  if (room <= 1) return [0]
  return Array.from({ length: room }, (_, i) => Math.round((i * (count - 1)) / (room - 1)))
}
