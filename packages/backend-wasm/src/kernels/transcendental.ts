import { float32Bytes, int32Bytes } from "../encode/bytes.ts"
import type { Code, Value } from "../encode/code.ts"
import { type HostFunction, laneWise, unless } from "../emit/function.ts"
import { each, type Lanes, named, narrow, widen } from "../emit/lanes.ts"
import { erf, largestAngle, log2, logistic, power, powerMinus1, signed, sine, tanh, two } from "../math/wide.ts"
import type { LoopKernel } from "./kernel.ts"

// float32 is computed in float64 on all lanes at once; what is strange (see each) and float64, by the host lane by lane.

/** A function of two lanes of float64, for float32; `isRight` says which lanes it is right for, if not for all. */
function unary(
  name: HostFunction,
  usual: (code: Code, x: Value) => Value,
  isRight?: (code: Code, x: Value) => Value,
): LoopKernel {
  return (code, [x]) => {
    if (x!.dtype === "float64") return laneWise(code, name, x!)
    const { parts } = widen(code, x!)
    const result = narrow(code, { dtype: "float64", parts: parts.map((part) => usual(code, part)) })
    return isRight === undefined ? result : unless(code, isRight(code, x!.parts[0]!), result, name, [x!])
  }
}

const words = (code: Code, value: number): Value => code.constant(int32Bytes(value, value, value, value))
const four = (code: Code, value: number): Value => code.constant(float32Bytes(value, value, value, value))
/** Positive and finite. */
const isUsual = (code: Code, x: Value): Value =>
  code.op("v128.and", [
    code.op("f32x4.gt", [x, four(code, 0)]),
    code.op("f32x4.lt", [x, four(code, Number.POSITIVE_INFINITY)]),
  ])

/** log₂ of float32 that is not strange. */
const log2s = (code: Code, x: Lanes): readonly Value[] => widen(code, x).parts.map((part) => log2(code, part))

const log: LoopKernel = (code, [x]) => {
  if (x!.dtype === "float64") return laneWise(code, "log", x!)
  const parts = log2s(code, x!).map((part) => code.op("f64x2.mul", [part, two(code, Math.LN2)]))
  return unless(code, isUsual(code, x!.parts[0]!), narrow(code, { dtype: "float64", parts }), "log", [x!])
}

/**
 * x^p = 2^(p log₂ x). log₂ 0 comes out as −1023, which makes 0^p right unless p is small. Zeros are common and tested for apart;
 * strange are negative, infinite and NaN bases, and infinite and NaN exponents.
 */
const pow: LoopKernel = (code, [x, p]) => {
  if (x!.dtype === "float64") return laneWise(code, "pow", x!, p!)
  const [base, exponent] = [x!.parts[0]!, p!.parts[0]!]
  const logs = log2s(code, x!)
  const parts = widen(code, p!).parts.map((part, i) => power(code, code.op("f64x2.mul", [part, logs[i]!])))
  const usual = narrow(code, { dtype: "float64", parts })
  const size = code.op("f32x4.abs", [exponent])
  const isBelowInfinity = code.op("f32x4.lt", [size, four(code, Number.POSITIVE_INFINITY)])
  const isPositive = isUsual(code, base)
  return unless(code, code.op("v128.and", [isPositive, isBelowInfinity]), usual, "pow", [x!, p!], () => {
    const isZero = code.op("i32x4.eq", [base, words(code, 0)])
    const isLarge = code.op("f32x4.ge", [size, four(code, 0.25)])
    const isRight = code.op("v128.or", [isPositive, code.op("v128.and", [isZero, isLarge])])
    return code.op("v128.and", [isRight, isBelowInfinity])
  })
}

const times = (code: Code, x: Value, factor: number): Value => code.op("f64x2.mul", [x, two(code, factor)])
const isSmallAngle = (code: Code, x: Value): Value =>
  code.op("f32x4.lt", [code.op("f32x4.abs", [x]), four(code, largestAngle)])
/** Above −1 and finite. */
const isAboveMinus1 = (code: Code, x: Value): Value => isUsual(code, code.op("f32x4.add", [x, four(code, 1)]))

export const transcendental: Readonly<Record<string, LoopKernel>> = {
  exp: unary("exp", (code, x) => power(code, times(code, x, Math.LOG2E))),
  expm1: unary("expm1", (code, x) => signed(code, powerMinus1(code, times(code, x, Math.LOG2E)), x)),
  log,
  log1p: unary(
    "log1p",
    (code, x) => signed(code, times(code, log2(code, code.op("f64x2.add", [x, two(code, 1)]), x), Math.LN2), x),
    isAboveMinus1,
  ),
  sqrt: (code, [x]) => each(code, named(x!.dtype, "sqrt"), x!.dtype, x!),
  sin: unary("sin", (code, x) => sine(code, x, 0), isSmallAngle),
  cos: unary("cos", (code, x) => sine(code, x, 1), isSmallAngle),
  atan: (code, [x]) => laneWise(code, "atan", x!),
  tanh: unary("tanh", tanh),
  logistic: unary("logistic", logistic),
  erf: unary("erf", erf),
  pow,
}
