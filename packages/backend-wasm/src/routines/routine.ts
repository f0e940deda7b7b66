import type { Equation, Var } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { store, storeFirst } from "../emit/access.ts"
import { type Lanes, width } from "../emit/lanes.ts"
import { plus } from "./integers.ts"

/** How an equation that is no loop along rows is computed: by functions, one after another. */
export type Routine = (equation: Equation) => readonly Work[]

/** A function: work in units that can be done in any order, and apart from each other. */
export interface Work {
  readonly units: number
  /** What it reads of the equation's inputs; by default all. */
  readonly reads?: readonly Var[]
  /** Bytes that it needs while it runs. */
  readonly keeps?: readonly number[]
  /** Writes it; `forUnits` writes a loop over the units that are asked for. */
  readonly write: (code: Code, addresses: Addresses, forUnits: (each: (unit: Value) => void) => void) => void
}

export interface Addresses {
  readonly inputs: readonly Value[]
  readonly output: Value
  readonly kept: readonly Value[]
}

/** Changes a variable by so much. */
export function advance(code: Code, variable: Value, by: Value | number): void {
  code.assign(variable, plus(code, variable, by))
}

/** Repeats for every number from `first` on that is below `end`: there must be one. */
export function count(code: Code, first: Value, end: Value, each: (at: Value) => void, step: Value | number = 1): void {
  const at = code.variable(first)
  code.loop(() => {
    each(at)
    advance(code, at, step)
    return code.op("i32.lt_u", [at, end])
  })
}

/** Repeats so many times, at least once. */
export function repeat(code: Code, many: number, each: (at: Value) => void, step: Value | number = 1): void {
  count(code, code.number(0), code.number(many), each, step)
}

/** Repeats for four elements at a time, and once for those that are left; `some` is how many they are. */
export function vectors(code: Code, length: number, each: (at: Value, some: number) => void): void {
  const left = length % width
  if (length > left) repeat(code, length - left, (at) => each(at, width), width)
  if (left > 0) each(code.number(length - left), left)
}

/** Writes the first of four elements, or all. */
export function put(code: Code, lanes: Lanes, address: Value, some: number): void {
  if (some < width) storeFirst(code, lanes, address, some)
  else store(code, lanes, address)
}
