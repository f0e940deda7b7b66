import { float64Bytes, int32Bytes } from "../encode/bytes.ts"
import type { Code, Value } from "../encode/code.ts"
import { cosTerms, erfFar, erfNear, exp2Minus1Terms, exp2Terms, log2Terms, sinTerms } from "./coefficients.ts"

// Functions for results in float32, computed in float64 on two lanes: their polynomials are right to some 2⁻³⁰.

/** One of two float64 in all lanes. */
export const two = (code: Code, value: number): Value => code.constant(float64Bytes(value, value))
const words = (code: Code, low: number, high: number): Value => code.constant(int32Bytes(low, high, low, high))
const shifted = (code: Code, name: "i64x2.shl" | "i64x2.shr_s" | "i64x2.shr_u", x: Value, bits: number): Value =>
  code.op(name, [x, code.number(bits)])

/** c₀ + c₁ x + c₂ x² + …, in pairs of pairs (Estrin's scheme): neighbours wait for nothing of each other. */
function polynomial(code: Code, x: Value, terms: readonly number[]): Value {
  const level = (sums: readonly Value[], power: Value): Value => {
    const pairs = sums.flatMap((sum, i) => {
      if (i % 2 === 1) return []
      const next = sums[i + 1]
      return [next === undefined ? sum : code.op("f64x2.add", [code.op("f64x2.mul", [next, power]), sum])]
    })
    return pairs.length === 1 ? pairs[0]! : level(pairs, code.op("f64x2.mul", [power, power]))
  }
  return level(
    terms.map((term) => two(code, term)),
    x,
  )
}

/** Added to a number below 2⁵¹ it leaves the nearest integer in the low bits. */
const magic = 1.5 * 2 ** 52

/**
 * log₂ of a positive normal number. Near 1 the digits of `x − 1` decide: where x was rounded, `exact` gives what x − 1 was.
 */
export function log2(code: Code, x: Value, exact?: Value): Value {
  // the bits of x, moved so that the exponent changes at √½ and is not negative
  const moved = code.op("i64x2.add", [x, words(code, 0x9980c433, 0x00095f61)]) // 1 − √½, as bits
  const biased = code.op("v128.or", [shifted(code, "i64x2.shr_u", moved, 52), two(code, 2 ** 52)])
  const exponent = code.op("f64x2.sub", [biased, two(code, 2 ** 52 + 1023)])
  const fraction = code.op("v128.and", [moved, words(code, -1, 0x000fffff)])
  const m = code.op("i64x2.add", [fraction, words(code, 0x667f3bcd, 0x3fe6a09e)]) // from √½ to √2
  const near = code.op("f64x2.sub", [m, two(code, 1)])
  const f =
    exact === undefined ? near : code.op("v128.bitselect", [exact, near, code.op("f64x2.eq", [exponent, two(code, 0)])])
  const s = code.op("f64x2.div", [f, code.op("f64x2.add", [f, two(code, 2)])])
  const series = polynomial(code, code.op("f64x2.mul", [s, s]), log2Terms)
  return code.op("f64x2.add", [code.op("f64x2.mul", [series, s]), exponent])
}

/** 2^t as scale · (1 + rest): beyond what float32 holds it stays beyond. NaN stays NaN. */
function exp2(code: Code, t: Value, terms: readonly number[]): { readonly scale: Value; readonly rest: Value } {
  const limited = code.op("f64x2.pmax", [code.op("f64x2.pmin", [t, two(code, 600)]), two(code, -600)])
  const shiftedT = code.op("f64x2.add", [limited, two(code, magic)])
  const k = code.op("f64x2.sub", [shiftedT, two(code, magic)])
  const r = code.op("f64x2.sub", [limited, k])
  const rest = code.op("f64x2.mul", [polynomial(code, r, terms), r])
  return { scale: code.op("i64x2.add", [shifted(code, "i64x2.shl", shiftedT, 52), two(code, 1)]), rest }
}

/** 2^t. */
export function power(code: Code, t: Value): Value {
  const { scale, rest } = exp2(code, t, exp2Terms)
  return code.op("f64x2.add", [code.op("f64x2.mul", [scale, rest]), scale])
}

/** 2^t − 1, where t is not −0. */
export function powerMinus1(code: Code, t: Value): Value {
  const { scale, rest } = exp2(code, t, exp2Minus1Terms)
  return code.op("f64x2.add", [code.op("f64x2.mul", [scale, rest]), code.op("f64x2.sub", [scale, two(code, 1)])])
}

/** The size of a number that is not negative, with the sign of x. */
export function signed(code: Code, size: Value, x: Value): Value {
  return code.op("v128.or", [size, code.op("v128.and", [x, two(code, -0)])])
}

/** tanh x = (e^2|x| − 1)/(e^2|x| + 1), with the sign of x. */
export function tanh(code: Code, x: Value): Value {
  const raised = powerMinus1(code, code.op("f64x2.mul", [code.op("f64x2.abs", [x]), two(code, 2 * Math.LOG2E)]))
  const size = code.op("f64x2.div", [raised, code.op("f64x2.add", [raised, two(code, 2)])])
  return signed(code, size, x)
}

/** 1/(1 + e^−x). */
export function logistic(code: Code, x: Value): Value {
  const raised = power(code, code.op("f64x2.mul", [x, two(code, -Math.LOG2E)]))
  return code.op("f64x2.div", [two(code, 1), code.op("f64x2.add", [raised, two(code, 1)])])
}

/** erf x, from a polynomial below 1 and from its complement beyond; from 4 on it rounds to 1. */
export function erf(code: Code, x: Value): Value {
  const size = code.op("f64x2.pmin", [code.op("f64x2.abs", [x]), two(code, 4)])
  const inner = polynomial(code, code.op("f64x2.mul", [size, size]), erfNear)
  const near = code.op("f64x2.add", [code.op("f64x2.mul", [inner, size]), size])
  const outer = polynomial(code, size, erfFar)
  const exponent = code.op("f64x2.add", [code.op("f64x2.mul", [outer, size]), size])
  const rest = power(code, code.op("f64x2.mul", [exponent, two(code, -Math.LOG2E)]))
  const far = code.op("f64x2.sub", [two(code, 1), rest])
  const result = code.op("v128.bitselect", [near, far, code.op("f64x2.lt", [size, two(code, 1)])])
  return signed(code, result, x)
}

/** The largest argument whose multiple of π/2 is subtracted exactly enough. */
export const largestAngle: number = 2 ** 20

/** sin (x + quarters · π/2), for |x| up to {@link largestAngle}. */
export function sine(code: Code, x: Value, quarters: 0 | 1): Value {
  const shiftedTurns = code.op("f64x2.add", [code.op("f64x2.mul", [x, two(code, 2 / Math.PI)]), two(code, magic)])
  const turns = code.op("f64x2.sub", [shiftedTurns, two(code, magic)])
  // π/2 as 33 bits, whose multiples are exact, and what is left
  const head = code.op("f64x2.sub", [x, code.op("f64x2.mul", [turns, two(code, 1.5707963267341256)])])
  const r = code.op("f64x2.sub", [head, code.op("f64x2.mul", [turns, two(code, 6.077100506506192e-11)])])
  const r2 = code.op("f64x2.mul", [r, r])
  const sin = code.op("f64x2.mul", [
    code.op("f64x2.add", [code.op("f64x2.mul", [polynomial(code, r2, sinTerms), r2]), two(code, 1)]),
    r,
  ])
  const cos = code.op("f64x2.add", [code.op("f64x2.mul", [polynomial(code, r2, cosTerms), r2]), two(code, 1)])
  const quarter = quarters === 0 ? shiftedTurns : code.op("i64x2.add", [shiftedTurns, words(code, quarters, 0)])
  const isOdd = shifted(code, "i64x2.shr_s", shifted(code, "i64x2.shl", quarter, 63), 63)
  const size = code.op("v128.bitselect", [cos, sin, isOdd])
  const flip = shifted(code, "i64x2.shl", code.op("v128.and", [quarter, words(code, 2, 0)]), 62)
  return code.op("v128.xor", [size, flip])
}
