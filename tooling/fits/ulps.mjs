// Counts errors of float32 in ulps: in units of the spacing of float32 at the true result, below 2⁻¹²⁶ that of subnormals.

/** The least power of 2 beyond float32: what overflows when rounded counts as this. */
const beyond = 2 ** 128
/** One over the spacing of float32, by the exponent field of a float64. */
const perSpacing = Float64Array.from(
  { length: 2048 },
  (_, field) => 2 ** (23 - Math.min(Math.max(field - 1023, -126), 127)),
)

const isNegative = (x) => x < 0 || Object.is(x, -0)
const clamped = (x) => Math.min(Math.max(x, -beyond), beyond)

/** The error of one result. Infinite where NaN, an infinity, a zero or a sign is missing. */
function errorOf(result, truth, scale) {
  if (Number.isNaN(result) || Number.isNaN(truth)) return Number.isNaN(result) && Number.isNaN(truth) ? 0 : Infinity
  if (isNegative(result) !== isNegative(truth)) return Infinity
  if (truth === 0 || Math.abs(truth) === Infinity) return result === truth ? 0 : Infinity
  return Math.abs(clamped(result) - clamped(truth)) * scale
}

/** The worst of all results so far, and where. */
export class Tally {
  count = 0
  worst = 0
  at = []

  /** Takes the first `count` results, of these inputs, against truths in float64. */
  add(inputs, results, truths, count) {
    const signs = new Int32Array(results.buffer, results.byteOffset, count)
    const highs = new Int32Array(truths.buffer) // little-endian, as WebAssembly is
    let { worst } = this
    for (let i = 0; i < count; i++) {
      const result = results[i]
      const truth = truths[i]
      const high = highs[2 * i + 1]
      const scale = perSpacing[(high >>> 20) & 0x7ff]
      // Nearly all are done here: what is no worse than what is known, and NaN where it is due.
      if (Math.abs(result - truth) * scale <= worst && (signs[i] ^ high) >= 0) continue
      if (Number.isNaN(result) && Number.isNaN(truth)) continue
      const error = errorOf(result, truth, scale)
      if (error <= worst) continue
      worst = error
      this.at = inputs.map((input) => input[i])
    }
    this.worst = worst
    this.count += count
  }
}
