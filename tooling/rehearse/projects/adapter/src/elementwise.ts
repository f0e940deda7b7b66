import {
  type ArithmeticKernels,
  type Aval,
  type CompareKernels,
  type TranscendentalKernels,
  unsupported,
} from "@gradual/core"
import { at, build, type PlainArray } from "./array.ts"

const map =
  (f: (x: number) => number) =>
  ([x]: readonly [PlainArray], _: unknown, out: Aval) =>
    build(out, (index) => f(at(x, index)))

const zip =
  (f: (a: number, b: number) => number) =>
  ([a, b]: readonly [PlainArray, PlainArray], _: unknown, out: Aval) =>
    build(out, (index) => f(at(a, index), at(b, index)))

const compared = (f: (a: number, b: number) => boolean) => zip((a, b) => Number(f(a, b)))
const multiply = zip((a, b) => a * b)
const multiplyIntegers = zip(Math.imul)

export const arithmetic: ArithmeticKernels<PlainArray> = {
  add: zip((a, b) => a + b),
  sub: zip((a, b) => a - b),
  mul: (args, params, out) => (out.dtype === "int32" ? multiplyIntegers : multiply)(args, params, out),
  div: zip((a, b) => a / b),
  maximum: zip(Math.max),
  minimum: zip(Math.min),
  neg: map((x) => -x),
  abs: map(Math.abs),
  sign: map(Math.sign),
  floor: map(Math.floor),
  ceil: map(Math.ceil),
  // JavaScript rounds halves up, everyone else to even
  round: map((x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))),
}

export const compare: CompareKernels<PlainArray> = {
  eq: compared((a, b) => a === b),
  ne: compared((a, b) => a !== b),
  lt: compared((a, b) => a < b),
  le: compared((a, b) => a <= b),
  gt: compared((a, b) => a > b),
  ge: compared((a, b) => a >= b),
  and: zip((a, b) => a & b),
  or: zip((a, b) => a | b),
  not: map((x) => 1 - x),
  where: ([condition, a, b], _, out) => build(out, (index) => at(at(condition, index) !== 0 ? a : b, index)),
}

export const transcendental: TranscendentalKernels<PlainArray> = {
  exp: map(Math.exp),
  expm1: map(Math.expm1),
  log: map(Math.log),
  log1p: map(Math.log1p),
  sqrt: map(Math.sqrt),
  sin: map(Math.sin),
  cos: map(Math.cos),
  atan: map(Math.atan),
  tanh: map(Math.tanh),
  logistic: map((x) => 1 / (1 + Math.exp(-x))),
  // 1^∞ and (−1)^∞ are NaN in JavaScript, and 1 in IEEE 754
  pow: zip((x, p) => (x === 1 || (x === -1 && Math.abs(p) === Number.POSITIVE_INFINITY) ? 1 : x ** p)),
  erf: unsupported("JavaScript has no erf"),
}
