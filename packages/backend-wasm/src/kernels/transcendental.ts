import { float32Bytes, int32Bytes } from "../encode/bytes.ts"
import type { Code, Value } from "../encode/code.ts"
import { type HostFunction, laneWise, unless } from "../emit/function.ts"
import { each, type Lanes, named, narrow, select, splat, widen } from "../emit/lanes.ts"
import { erf, largestAngle, log2, logistic, power, powerMinus1, signed, sine, tanh, two } from "../math/wide.ts"
import type { Context, LoopKernel } from "./kernel.ts"

// float32 is computed in float64 on all lanes at once; what is strange (see each) and float64, by the host lane by lane.

/** A function of two lanes of float64, for float32; `strange` says which lanes it is not right for. */
function unary(
  name: HostFunction,
  usual: (code: Code, x: Value) => Value,
  strange?: (code: Code, x: Value) => Value,
): LoopKernel {
  return ({ code }, [x]) => {
    if (x!.dtype === "float64") return laneWise(code, name, x!)
    const { parts } = widen(code, x!)
    const result = narrow(code, { dtype: "float64", parts: parts.map((part) => usual(code, part)) })
    return strange === undefined ? result : unless(code, strange(code, x!.parts[0]!), result, name, x!)
  }
}

const words = (code: Code, value: number): Value => code.constant(int32Bytes(value, value, value, value))
/** Negative, zero, infinite or NaN: as integers, less than the least or not less than infinity. */
const notPositive = (code: Code, x: Value): Value =>
  code.op("i32x4.gt_u", [code.op("i32x4.sub", [x, words(code, 1)]), words(code, 0x7f7ffffe)])

/** log₂ of float32 that is not strange, once however many functions need it. */
function sharedLog2({ code, once }: Context, x: Lanes): readonly Value[] {
  return once(`log2 ${x.parts[0]!.local}`, () => widen(code, x).parts.map((part) => log2(code, part)))
}

const log: LoopKernel = (context, [x]) => {
  const { code } = context
  if (x!.dtype === "float64") return laneWise(code, "log", x!)
  const parts = sharedLog2(context, x!).map((part) => code.op("f64x2.mul", [part, two(code, Math.LN2)]))
  return unless(code, notPositive(code, x!.parts[0]!), narrow(code, { dtype: "float64", parts }), "log", x!)
}

/** x^p = 2^(p log₂ x). 0^p is right by the way; negative, infinite and NaN bases, and strange exponents, are strange. */
const pow: LoopKernel = (context, [x, p]) => {
  const { code } = context
  if (x!.dtype === "float64") return laneWise(code, "pow", x!, p!)
  const [base, exponent] = [x!.parts[0]!, p!.parts[0]!]
  const isZero: Lanes = { dtype: "bool", parts: [code.op("f32x4.eq", [base, code.constant(float32Bytes(0, 0, 0, 0))])] }
  const infinite = splat(code, "float64", Number.NEGATIVE_INFINITY)
  const log2s = context.once(
    `pow ${base.local}`,
    () => select(code, isZero, infinite, { dtype: "float64", parts: sharedLog2(context, x!) }).parts,
  )
  const parts = widen(code, p!).parts.map((part, i) => power(code, code.op("f64x2.mul", [part, log2s[i]!])))
  const raised = narrow(code, { dtype: "float64", parts })
  const isOne: Lanes = {
    dtype: "bool",
    parts: [code.op("f32x4.eq", [exponent, code.constant(float32Bytes(0, 0, 0, 0))])],
  }
  const result = select(code, isOne, splat(code, "float32", 1), raised)
  const unusualBase = code.op("i32x4.gt_u", [base, words(code, 0x7f7fffff)])
  const size = code.op("v128.and", [exponent, words(code, 0x7fffffff)])
  const unusualExponent = code.op("i32x4.gt_s", [size, words(code, 0x7f7fffff)])
  return unless(code, code.op("v128.or", [unusualBase, unusualExponent]), result, "pow", x!, p!)
}

const times = (code: Code, x: Value, factor: number): Value => code.op("f64x2.mul", [x, two(code, factor)])
const tooLargeAngle = (code: Code, x: Value): Value =>
  code.op("v128.not", [
    code.op("f32x4.lt", [
      code.op("f32x4.abs", [x]),
      code.constant(float32Bytes(largestAngle, largestAngle, largestAngle, largestAngle)),
    ]),
  ])
/** Not above −1, infinite or NaN. */
const notAboveMinus1 = (code: Code, x: Value): Value =>
  notPositive(code, code.op("f32x4.add", [x, code.constant(float32Bytes(1, 1, 1, 1))]))

export const transcendental: Readonly<Record<string, LoopKernel>> = {
  exp: unary("exp", (code, x) => power(code, times(code, x, Math.LOG2E))),
  expm1: unary("expm1", (code, x) => signed(code, powerMinus1(code, times(code, x, Math.LOG2E)), x)),
  log,
  log1p: unary(
    "log1p",
    (code, x) => signed(code, times(code, log2(code, code.op("f64x2.add", [x, two(code, 1)]), x), Math.LN2), x),
    notAboveMinus1,
  ),
  sqrt: ({ code }, [x]) => each(code, named(x!.dtype, "sqrt"), x!.dtype, x!),
  sin: unary("sin", (code, x) => sine(code, x, 0), tooLargeAngle),
  cos: unary("cos", (code, x) => sine(code, x, 1), tooLargeAngle),
  atan: ({ code }, [x]) => laneWise(code, "atan", x!),
  tanh: unary("tanh", tanh),
  logistic: unary("logistic", logistic),
  erf: unary("erf", erf),
  pow,
}
