/** The value below which a fraction `q` of the numbers lies, interpolated between neighbours. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number]
  return low + (at - Math.floor(at)) * (high - low)
}

/** The middle value, and the distance between the quartiles: neither moves when a run is disturbed. */
export function summarize(numbers: readonly number[]): { median: number; spread: number } {
  return { median: quantile(numbers, 0.5), spread: quantile(numbers, 0.75) - quantile(numbers, 0.25) }
}
