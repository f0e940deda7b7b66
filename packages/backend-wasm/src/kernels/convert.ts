import type { DType } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { compare, join, type Lanes, narrow, splat, upper, widen } from "../emit/lanes.ts"
import type { LoopKernel } from "./kernel.ts"

/** int32 as float64. */
function asFloat64(code: Code, { parts }: Lanes): Lanes {
  const [four] = parts as [Value]
  const name = "f64x2.convert_low_i32x4_s"
  return { dtype: "float64", parts: [code.op(name, [four]), code.op(name, [upper(code, four)])] }
}

/** Floats cut off to int32: NaN is 0, what is too large the nearest that there is. */
function asInt32(code: Code, { dtype, parts }: Lanes): Lanes {
  const name = dtype === "float32" ? "i32x4.trunc_sat_f32x4_s" : "i32x4.trunc_sat_f64x2_s_zero"
  const [low, high] = parts.map((part) => code.op(name, [part])) as [Value, Value?]
  return { dtype: "int32", parts: [high === undefined ? low : join(code, low, high)] }
}

/** Lanes as another dtype. */
export function converted(code: Code, x: Lanes, dtype: DType): Lanes {
  if (x.dtype === dtype) return x
  if (dtype === "bool") return compare(code, "ne", x, splat(code, x.dtype, 0))
  if (x.dtype === "bool")
    return converted(code, { dtype: "int32", parts: [code.op("i32x4.neg", [x.parts[0]!])] }, dtype)
  if (dtype === "int32") return asInt32(code, x)
  if (x.dtype === "int32")
    return dtype === "float64"
      ? asFloat64(code, x)
      : { dtype, parts: [code.op("f32x4.convert_i32x4_s", [x.parts[0]!])] }
  return dtype === "float64" ? widen(code, x) : narrow(code, x)
}

export const convert: Readonly<Record<string, LoopKernel>> = {
  cast: (code, [x], _, out) => converted(code, x!, out.dtype),
  broadcastTo: (_code, [x]) => x!, // lanes are read where they are
}
