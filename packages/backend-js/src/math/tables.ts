import { ONE, times, toFixed, toFloat } from "./fixed.ts"

// How these tables were chosen is written in tooling/fits/tables.py; a test compares them with what that computes.

const rows = 128
/** The interval around 1: up to it they are 2^-8 wide, after it 2^-7. */
const middle = 75

/** Rows of 1/c, head of log(c), tail of log(c); 128 intervals of the significand. */
export const LOG_TABLE: Float64Array = /* @__PURE__ */ logTable()
/** Rows of 2^(j/128) rounded, and its relative error; j = 0..127. */
export const EXP_TABLE: Float64Array = /* @__PURE__ */ expTable()

function logTable(): Float64Array {
  const inverses = Array.from({ length: rows }, (_, i) => {
    const start = (at: number) => 1 + (at - middle - 0.5) / (at <= middle ? 256 : 128)
    const steps = i <= middle ? 128 : 256
    // 1 is as good as 129/128 for the interval before that around it
    return i === middle - 1 ? 1 : Math.round((steps * 2) / (start(i) + start(i + 1))) / steps
  })
  let sum = 0n
  const logs = inverses.map((inverse, i) => {
    const [a, b] = [BigInt(256 * (inverses[i - 1] ?? inverse)), BigInt(256 * inverse)]
    // log(a/b) = 2 (z + z^3/3 + z^5/5 + ...) with z = (a - b)/(a + b), small for neighbours
    const z = (ONE * (a - b)) / (a + b)
    const square = times(z, z)
    for (let k = 1n, power = 2n * z; power > 0n; k += 2n, power = times(power, square)) sum += power / k
    return sum
  })
  return Float64Array.from(
    inverses.flatMap((inverse, i) => {
      const log = logs[i]! - logs[middle]!
      const head = ((log + (1n << 85n)) >> 86n) << 86n // a multiple of 2^-42
      return [inverse, toFloat(head), toFloat(log - head)]
    }),
  )
}

function expTable(): Float64Array {
  const root = 0x10163da9fb33356d84a66ae336dcdfa40n // 2^(1/128)
  let power = ONE
  return Float64Array.from(
    Array.from({ length: rows }, () => {
      const head = toFixed(toFloat(power))
      const row = [toFloat(head), toFloat(((power - head) * ONE) / head)]
      power = times(power, root)
      return row
    }).flat(),
  )
}
