import type { NoParams } from "@gradual/core"
import type { Value } from "./graph.ts"
import type { Vocabulary } from "./vocabulary.ts"

/** Makes a kernel table of one family that adds to a graph. */
export type Family<Table> = (o: Vocabulary) => Table

/** The kernel of a function of one value. */
export function map(f: (x: Value) => Value): (args: readonly [x: Value], params: NoParams) => Value {
  return ([x]) => f(x)
}

/** The kernel of a function of two values. */
export function zip(
  f: (a: Value, b: Value) => Value,
): (args: readonly [a: Value, b: Value], params: NoParams) => Value {
  return ([a, b]) => f(a, b)
}
