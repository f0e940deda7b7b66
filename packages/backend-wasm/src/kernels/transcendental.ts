import { elseByHost, type HostFunction, laneWise, repaired } from "../emit/function.ts"
import { choose, each, type Lanes, named, narrow, select, widen } from "../emit/lanes.ts"
import type { Code, Value } from "../encode/code.ts"
import {
  erf,
  exp,
  largestAngle,
  log2Of,
  limited,
  log2Of1Plus,
  logistic,
  power,
  powerMinus1,
  signed,
  sine,
  tanh,
  times,
  within,
} from "../math/functions.ts"
import { type Arithmetic, arithmetic, type Vectors } from "../math/vectors.ts"
import { converted } from "./convert.ts"
import type { LoopKernel } from "./kernel.ts"

// float32 is computed on all lanes at once, mostly in float64; what is strange (see each) and float64, by the host lane by lane.

/** A function of float64 lanes, for float32; `isRight` says which lanes it is right for, if not for all. */
function unary(
  name: HostFunction,
  usual: (m: Arithmetic, x: Vectors) => Vectors,
  isRight?: (code: Code, x: Value) => Value,
): LoopKernel {
  return (code, [x]) => {
    if (x!.dtype === "float64") return laneWise(code, name, x!)
    const result = narrow(code, { dtype: "float64", parts: usual(arithmetic(code), widen(code, x!).parts) })
    if (isRight === undefined) return result
    return elseByHost(code, result, isRight(code, x!.parts[0]!), name, [x!])
  }
}

/** One whose results are the same from ±200 on: a larger number is taken as that, so that powers of 2 stay numbers. */
function exponential(name: HostFunction, usual: (m: Arithmetic, x: Vectors) => Vectors): LoopKernel {
  const kernel = unary(name, usual)
  return (code, [x], ...rest) => {
    const { dtype, parts } = x!
    if (dtype === "float64") return kernel(code, [x!], ...rest)
    return kernel(code, [{ dtype, parts: within(arithmetic(code, "float32"), parts, -200, 200) }], ...rest)
  }
}

const words = (code: Code, value: number): Value => code.splat("i32x4", value)
const four = (code: Code, value: number): Value => code.splat("f32x4", value)
const both = (code: Code, a: Value, b: Value): Value => code.op("v128.and", [a, b])
const isZero = (code: Code, x: Value): Value => code.op("i32x4.eq", [x, words(code, 0)])
/** Whether the bits of float32 are from `from` on and below infinity's: by one comparison, of integers with a sign. */
const isFrom = (code: Code, from: number, x: Value): Value => {
  const lowest = -(2 ** 31)
  const moved = code.op("i32x4.sub", [x, words(code, from - lowest)])
  return code.op("i32x4.lt_s", [moved, words(code, 0x7f800000 - from + lowest)])
}
const isNumber = (code: Code, x: Value): Value => code.op("f32x4.eq", [x, x])

/** Float32's bits of √½, and the size of a step of the exponent. */
const rootHalf = 0x3f3504f3
const step = 2 ** 23
/** What log₂ 0 is taken for: 2 to any power of it is 0 or infinite, unless that power is tiny. */
const log2OfZero = -(2 ** 31)

/** log₂ of float32 that is not subnormal, positive and finite, or 0, given the bits of √½: scaled by as much as these are. */
function log2OfNormal(code: Code, x: Value, isNone: Value, origin: Value): Lanes {
  // moved so that the exponent changes at √½
  const moved = code.op("i32x4.sub", [x, origin])
  const exponent = choose(code, isNone, words(code, log2OfZero), code.op("i32x4.shr_s", [moved, code.number(23)]))
  const fraction = code.op("i32x4.add", [both(code, moved, words(code, step - 1)), words(code, rootHalf)])
  const f: Lanes = { dtype: "float32", parts: [code.op("f32x4.sub", [fraction, four(code, 1)])] }
  const exponents = converted(code, { dtype: "int32", parts: [exponent] }, "float64")
  return { dtype: "float64", parts: log2Of(arithmetic(code), widen(code, f).parts, exponents.parts) }
}

/** log₂ of float32, as float64; NaN of −0 and below, and of NaN. */
const log2: LoopKernel = (code, [x]) => {
  const [value] = x!.parts as [Value]
  const isNone = isZero(code, value)
  const isNormal = code.op("v128.or", [isFrom(code, step, value), isNone])
  return repaired(code, log2OfNormal(code, value, isNone, words(code, rootHalf)), isNormal, () => {
    const isSmall = code.op("f32x4.lt", [value, four(code, 2 ** -126)])
    const scaled = choose(code, isSmall, code.op("f32x4.mul", [value, four(code, 2 ** 32)]), value)
    const origin = choose(code, isSmall, words(code, rootHalf + 32 * step), words(code, rootHalf))
    const usual = log2OfNormal(code, scaled, isNone, origin)
    const isInfinite = code.op("f32x4.eq", [value, four(code, Number.POSITIVE_INFINITY)])
    const others = widen(code, { dtype: "float32", parts: [choose(code, isInfinite, value, four(code, Number.NaN))] })
    return select(code, { dtype: "bool", parts: [isFrom(code, 0, value)] }, usual, others)
  })
}

/** ln x, given log₂ x: what is NaN by that, the host decides. */
const logByLog2: LoopKernel = (code, [x, log]) => {
  const m = arithmetic(code)
  const usual = narrow(code, { dtype: "float64", parts: m.mul(log!.parts, m.number(Math.LN2)) })
  const infinite = four(code, Number.NEGATIVE_INFINITY)
  const result = choose(code, isZero(code, x!.parts[0]!), infinite, usual.parts[0]!)
  return elseByHost(code, { dtype: "float32", parts: [result] }, isNumber(code, result), "log", [x!])
}

/** x^p = 2^(p log₂ x), given log₂ x: what is NaN by that, or to a tiny power, the host decides. */
const powByLog2: LoopKernel = (code, [x, p, log]) => {
  const m = arithmetic(code)
  const usual = narrow(code, {
    dtype: "float64",
    parts: power(m, limited(m, m.mul(widen(code, p!).parts, log!.parts))),
  })
  const [exponent] = p!.parts as [Value]
  const isLarge = code.op("f32x4.ge", [code.op("f32x4.abs", [exponent]), four(code, 2 ** -23)])
  const isUsual = code.op("v128.or", [isLarge, code.op("f32x4.eq", [exponent, four(code, 0)])])
  return elseByHost(code, usual, both(code, isNumber(code, usual.parts[0]!), isUsual), "pow", [x!, p!])
}

const isSmallAngle = (code: Code, x: Value): Value =>
  code.op("f32x4.lt", [code.op("f32x4.abs", [x]), four(code, largestAngle)])
const isAboveMinus1 = (code: Code, x: Value): Value =>
  both(code, code.op("f32x4.gt", [x, four(code, -1)]), code.op("f32x4.lt", [x, four(code, Number.POSITIVE_INFINITY)]))

export const transcendental: Readonly<Record<string, LoopKernel>> = {
  exp: (code, [x]) =>
    x!.dtype === "float64"
      ? laneWise(code, "exp", x!)
      : { dtype: "float32", parts: exp(arithmetic(code, "float32"), x!.parts) },
  expm1: exponential("expm1", (m, x) => signed(m, powerMinus1(m, times(m, x, Math.LOG2E)), x)),
  log: (code, [x]) => laneWise(code, "log", x!), // of float64: see splitPowers
  log1p: unary("log1p", (m, x) => signed(m, m.mul(log2Of1Plus(m, x), m.number(Math.LN2)), x), isAboveMinus1),
  sqrt: (code, [x]) => each(code, named(x!.dtype, "sqrt"), x!.dtype, x!),
  sin: unary("sin", (m, x) => sine(m, x, 0), isSmallAngle),
  cos: unary("cos", (m, x) => sine(m, x, 1), isSmallAngle),
  atan: (code, [x]) => laneWise(code, "atan", x!),
  tanh: exponential("tanh", tanh),
  logistic: exponential("logistic", logistic),
  erf: unary("erf", erf),
  pow: (code, [x, p]) => laneWise(code, "pow", x!, p!), // of float64
  log2,
  logByLog2,
  powByLog2,
}

/** Ops that may be wrong of float32, and are then repaired. */
export const doubtful: ReadonlySet<string> = new Set(["log2", "logByLog2", "powByLog2", "log1p", "sin", "cos"])
