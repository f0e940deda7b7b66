import {
  add,
  and,
  cast,
  type Data,
  div,
  type DType,
  eq,
  exp,
  log,
  maximum,
  mul,
  type NDArray,
  ndarray,
  neg,
  not,
  sub,
} from "@gradual/core"
import { asks, claims, has, type Probe } from "./probe.ts"

const array = (dtype: DType, data: Data): NDArray => ndarray(dtype, [data.length], data) as NDArray
const f32 = (...numbers: number[]): NDArray => array("float32", Float32Array.from(numbers))
const f64 = (...numbers: number[]): NDArray => array("float64", Float64Array.from(numbers))
const i32 = (...numbers: number[]): NDArray => array("int32", Int32Array.from(numbers))
const bool = (...values: boolean[]): NDArray => array("bool", Uint8Array.from(values, Number))

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const keeps = claims("subnormals", "keep")
const signed = claims("signedZero", true)
const ieee = claims("nonFinite", "ieee")
const rounded = claims("accuracy", "ieee")

/** Values that tell whether arithmetic is as it is declared. */
export const arithmetic: readonly Probe[] = [
  asks("subnormal-kept", keeps, {
    text: "2⁻¹⁴⁹ + 0",
    args: [f32(2 ** -149), f32(0)],
    of: (a, b) => add(a, b),
    expected: f32(2 ** -149),
  }),
  asks("subnormal-made", keeps, {
    text: "1e-20 · 1e-20",
    args: [f32(1e-20), f32(1e-20)],
    of: (a, b) => mul(a, b),
    expected: f32(Math.fround(1e-20) ** 2),
  }),
  asks("subnormal-is-not-zero", keeps, {
    text: "2⁻¹⁴⁹ = 0",
    args: [f32(2 ** -149), f32(0)],
    of: (a, b) => eq(a, b),
    expected: bool(false),
  }),

  asks("negative-zero-kept", signed, { text: "−0", args: [f32(-0)], of: (x) => x, expected: f32(-0) }),
  asks("negative-zero-product", signed, {
    text: "−0 · 1",
    args: [f32(-0), f32(1)],
    of: (a, b) => mul(a, b),
    expected: f32(-0),
  }),
  asks("negative-zero-made", signed, { text: "−(0)", args: [f32(0)], of: (x) => neg(x), expected: f32(-0) }),

  asks("non-finite-kept", ieee, {
    text: "∞, −∞, NaN",
    args: [f32(infinity, -infinity, nan)],
    of: (x) => x,
    expected: f32(infinity, -infinity, nan),
  }),
  asks("nan-not-equal", ieee, {
    text: "NaN = NaN",
    args: [f32(nan), f32(nan)],
    of: (a, b) => eq(a, b),
    expected: bool(false),
  }),
  asks("nan-maximum", ieee, {
    text: "max(NaN, 1), max(1, NaN)",
    args: [f32(nan, 1), f32(1, nan)],
    of: (a, b) => maximum(a, b),
    expected: f32(nan, nan),
  }),
  asks("zero-over-zero", ieee, {
    text: "0 / 0",
    args: [f32(0), f32(0)],
    of: (a, b) => div(a, b),
    expected: f32(nan),
  }),
  asks("infinity-minus-infinity", ieee, {
    text: "∞ − ∞",
    args: [f32(infinity), f32(infinity)],
    of: (a, b) => sub(a, b),
    expected: f32(nan),
  }),
  asks("log-of-zero", ieee, { text: "log 0", args: [f32(0)], of: (x) => log(x), expected: f32(-infinity) }),
  asks("log-of-negative", ieee, { text: "log(−1)", args: [f32(-1)], of: (x) => log(x), expected: f32(nan) }),
  asks("overflow", ieee, { text: "exp 89", args: [f32(89)], of: (x) => exp(x), expected: f32(infinity) }),

  asks("sums-rounded", rounded, {
    text: "(1e8 + 1) − 1e8",
    args: [f32(1e8), f32(1)],
    of: (a, b) => sub(add(a, b), a),
    expected: f32(0),
  }),
  asks("products-rounded", rounded, {
    text: "(1 + 2⁻¹²)² − (1 + 2⁻¹¹)",
    args: [f32(1 + 2 ** -12), f32(1 + 2 ** -11)],
    of: (a, b) => sub(mul(a, a), b),
    expected: f32(0),
  }),
  asks("quotients-rounded", rounded, {
    text: "5 / 3",
    args: [f32(5), f32(3)],
    of: (a, b) => div(a, b),
    expected: f32(5 / 3),
  }),
  asks("exp-below-overflow", has("float32"), {
    text: "exp 88.5",
    args: [f32(88.5)],
    of: (x) => exp(x),
    expected: f32(Math.exp(88.5)),
    tolerance: 2 ** -14,
  }),

  asks("int32-exact", has("int32"), {
    text: "16777217 + 0",
    args: [i32(16777217), i32(0)],
    of: (a, b) => add(a, b),
    expected: i32(16777217),
  }),
  asks("int32-wraps", has("int32"), {
    text: "2147483647 + 1",
    args: [i32(2147483647), i32(1)],
    of: (a, b) => add(a, b),
    expected: i32(-2147483648),
  }),
  asks("int32-product-wraps", has("int32"), {
    text: "65537 · 65537",
    args: [i32(65537), i32(65537)],
    of: (a, b) => mul(a, b),
    expected: i32(131073),
  }),
  asks("bool", has("bool"), {
    text: "not (a and b)",
    args: [bool(true, true, false), bool(true, false, false)],
    of: (a, b) => not(and(a, b)),
    expected: bool(false, true, true),
  }),
  asks("float64-kept", has("float64"), {
    text: "1 + 2⁻⁵²",
    args: [f64(1 + 2 ** -52), f64(0)],
    of: (a, b) => add(a, b),
    expected: f64(1 + 2 ** -52),
  }),
  asks("float64-functions", has("float64"), {
    text: "exp 1 in float64",
    args: [f64(1)],
    of: (x) => exp(x),
    expected: f64(Math.E),
    tolerance: 2 ** -48,
  }),
  asks("headroom", claims("headroom", true), {
    text: "(1 + 2⁻⁴⁰) − 1 in float64, between float32",
    args: [f32(1)],
    of: (x) =>
      cast(sub(add(cast(x, { dtype: "float64" }), 2 ** -40), cast(x, { dtype: "float64" })), { dtype: "float32" }),
    expected: f32(2 ** -40),
  }),
]
