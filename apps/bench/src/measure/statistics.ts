/** The value below which a fraction `q` of the numbers lies, interpolated between neighbours. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number]
  return low + (at - Math.floor(at)) * (high - low)
}

/** The middle value, and the distance between the quartiles: neither moves when a run is disturbed. */
export function summarize(numbers: readonly number[]): { median: number; spread: number; count: number } {
  const [low, median, high] = [0.25, 0.5, 0.75].map((q) => quantile(numbers, q)) as [number, number, number]
  return { median, spread: high - low, count: numbers.length }
}
