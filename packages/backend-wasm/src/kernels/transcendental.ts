import { byHost, type HostFunction, laneWise, notAll, repaired } from "../emit/function.ts"
import { choose, each, named, narrow, upper, widen } from "../emit/lanes.ts"
import { float32Bytes, int32Bytes } from "../encode/bytes.ts"
import type { Code, Value } from "../encode/code.ts"
import {
  erf,
  largestAngle,
  log2Of,
  log2Of1Plus,
  logistic,
  power,
  powerMinus1,
  signed,
  sine,
  tanh,
} from "../math/functions.ts"
import { type Arithmetic, arithmetic, type Wide } from "../math/wide.ts"
import type { LoopKernel } from "./kernel.ts"

// float32 is computed in float64 on all lanes at once; what is strange (see each) and float64, by the host lane by lane.

/** A function of float64 lanes, for float32; `isRight` says which lanes it is right for, if not for all. */
function unary(
  name: HostFunction,
  usual: (m: Arithmetic, x: Wide) => Wide,
  isRight?: (code: Code, x: Value) => Value,
): LoopKernel {
  return (code, [x]) => {
    if (x!.dtype === "float64") return laneWise(code, name, x!)
    const result = narrow(code, { dtype: "float64", parts: usual(arithmetic(code), widen(code, x!).parts) })
    if (isRight === undefined) return result
    return repaired(code, result, notAll(code, isRight(code, x!.parts[0]!)), (parts) => byHost(code, parts, name, [x!]))
  }
}

const words = (code: Code, value: number): Value => code.constant(int32Bytes(value, value, value, value))
const four = (code: Code, value: number): Value => code.constant(float32Bytes(value, value, value, value))
const both = (code: Code, a: Value, b: Value): Value => code.op("v128.and", [a, b])
const isBelowInfinity = (code: Code, x: Value): Value =>
  code.op("f32x4.lt", [code.op("f32x4.abs", [x]), four(code, Number.POSITIVE_INFINITY)])
const isZero = (code: Code, x: Value): Value => code.op("i32x4.eq", [x, words(code, 0)])
/** Whether the bits of float32 are from `from` on and below infinity's: by one comparison, of integers with a sign. */
const isFrom = (code: Code, from: number, x: Value): Value => {
  const lowest = -(2 ** 31)
  const moved = code.op("i32x4.sub", [x, words(code, from - lowest)])
  return code.op("i32x4.lt_s", [moved, words(code, 0x7f800000 - from + lowest)])
}
/** Positive and finite, or 0: −0 is not among it. */
const isUsual = (code: Code, x: Value): Value => isFrom(code, 0, x)

/** Float32's bits of √½, and the size of a step of the exponent. */
const rootHalf = 0x3f3504f3
const step = 2 ** 23

/**
 * log₂ of positive float32, finite and not 0. `isOdd` is not 0 where a lane is of another kind, or subnormal: those are scaled first,
 * where there are any.
 */
function log2(code: Code, x: Value): { readonly parts: Wide; readonly isOdd: Value } {
  const [low, high, isOdd] = code.once(`log2 ${x.local}`, () => {
    const isOdd = notAll(code, isFrom(code, step, x)) // below are subnormals
    const [scaled, origin] = [code.variable(x), code.variable(words(code, rootHalf))]
    code.when(isOdd, () => {
      const isSmall = code.op("f32x4.lt", [x, four(code, 2 ** -126)])
      code.assign(scaled, choose(code, isSmall, code.op("f32x4.mul", [x, four(code, 2 ** 32)]), x))
      code.assign(origin, choose(code, isSmall, words(code, rootHalf + 32 * step), origin))
    })
    // moved so that the exponent changes at √½
    const moved = code.op("i32x4.sub", [scaled, origin])
    const exponent = code.op("i32x4.shr_s", [moved, code.number(23)])
    const fraction = code.op("i32x4.add", [both(code, moved, words(code, step - 1)), words(code, rootHalf)])
    const f = code.op("f32x4.sub", [fraction, four(code, 1)])
    const exponents = [exponent, upper(code, exponent)].map((one) => code.op("f64x2.convert_low_i32x4_s", [one]))
    return [...log2Of(arithmetic(code), widen(code, { dtype: "float32", parts: [f] }).parts, exponents), isOdd]
  }) as [Value, Value, Value]
  return { parts: [low, high], isOdd }
}

/** Zeros are common, and repaired apart; strange are what is negative, infinite or NaN. */
const log: LoopKernel = (code, [x]) => {
  if (x!.dtype === "float64") return laneWise(code, "log", x!)
  const [four32] = x!.parts as [Value]
  const { parts, isOdd } = log2(code, four32)
  const m = arithmetic(code)
  const usual = narrow(code, { dtype: "float64", parts: m.mul(parts, m.number(Math.LN2)) })
  return repaired(code, usual, isOdd, ([result]) => {
    code.assign(result!, choose(code, isZero(code, four32), four(code, Number.NEGATIVE_INFINITY), result!))
    code.when(notAll(code, isUsual(code, four32)), () => byHost(code, [result!], "log", [x!]))
  })
}

/** x^p = 2^(p log₂ x). Zeros are common, and repaired apart; strange are negative, infinite and NaN bases, and such exponents. */
const pow: LoopKernel = (code, [x, p]) => {
  if (x!.dtype === "float64") return laneWise(code, "pow", x!, p!)
  const [base, exponent] = [x!.parts[0]!, p!.parts[0]!]
  const m = arithmetic(code)
  const { parts, isOdd } = log2(code, base)
  const usual = narrow(code, { dtype: "float64", parts: power(m, m.mul(widen(code, p!).parts, parts)) })
  const isStrange = notAll(code, isBelowInfinity(code, exponent))
  return repaired(code, usual, code.op("i32.or", [isOdd, isStrange]), ([result]) => {
    const unlessAbove = choose(
      code,
      code.op("f32x4.lt", [exponent, four(code, 0)]),
      four(code, Number.POSITIVE_INFINITY),
      four(code, 1),
    )
    const ofZero = choose(code, code.op("f32x4.gt", [exponent, four(code, 0)]), four(code, 0), unlessAbove)
    code.assign(result!, choose(code, isZero(code, base), ofZero, result!))
    const isRight = both(code, isUsual(code, base), isBelowInfinity(code, exponent))
    code.when(notAll(code, isRight), () => byHost(code, [result!], "pow", [x!, p!]))
  })
}

const isSmallAngle = (code: Code, x: Value): Value =>
  code.op("f32x4.lt", [code.op("f32x4.abs", [x]), four(code, largestAngle)])
const isAboveMinus1 = (code: Code, x: Value): Value =>
  both(code, code.op("f32x4.gt", [x, four(code, -1)]), code.op("f32x4.lt", [x, four(code, Number.POSITIVE_INFINITY)]))
const times = ({ mul, number }: Arithmetic, x: Wide, factor: number): Wide => mul(x, number(factor))

export const transcendental: Readonly<Record<string, LoopKernel>> = {
  exp: unary("exp", (m, x) => power(m, times(m, x, Math.LOG2E))),
  expm1: unary("expm1", (m, x) => signed(m, powerMinus1(m, times(m, x, Math.LOG2E)), x)),
  log,
  log1p: unary("log1p", (m, x) => signed(m, times(m, log2Of1Plus(m, x), Math.LN2), x), isAboveMinus1),
  sqrt: (code, [x]) => each(code, named(x!.dtype, "sqrt"), x!.dtype, x!),
  sin: unary("sin", (m, x) => sine(m, x, 0), isSmallAngle),
  cos: unary("cos", (m, x) => sine(m, x, 1), isSmallAngle),
  atan: (code, [x]) => laneWise(code, "atan", x!),
  tanh: unary("tanh", tanh),
  logistic: unary("logistic", logistic),
  erf: unary("erf", erf),
  pow,
}
