import type { Backend } from "./backend.ts"
import { fail, show } from "./errors.ts"
import { type ArrayLike, type Aval, isArrayLike, toNDArray } from "./ndarray.ts"
import { asksForFloat64, demote } from "./program/demote.ts"
import { linearize } from "./program/linearize.ts"
import type { Program } from "./program/program.ts"
import { simplify } from "./program/simplify.ts"
import { isTensor, placeholder } from "./tensor.ts"
import { leavesOf, mapTree, withLeaves } from "./tree.ts"

/** How a program is prepared. Both default to true; conformance turns them off to compare. */
export interface CompileOptions {
  /** Remove common and dead work. */
  readonly simplify?: boolean
  /** Use the backend's own kernels for composites. */
  readonly fuse?: boolean
}

/** The arguments of a call: their values, their types, and the tree in which they came. */
export interface Arguments<H> {
  readonly values: readonly (ArrayLike | H)[]
  readonly avals: readonly Aval[]
  /** The tree with strings for leaves. */
  readonly form: unknown
}

/** A program, and the tree of its outputs (with nulls for leaves). */
export interface Traced {
  readonly program: Program
  readonly form: unknown
}

/** Takes arguments apart and finds their types. */
export function readArguments<H>(backend: Backend<H>, args: readonly unknown[]): Arguments<H> {
  const isLeaf = (node: unknown): node is ArrayLike | H =>
    node !== args && (backend.typeOf(node) !== undefined || isArrayLike(node))
  const values: (ArrayLike | H)[] = []
  const avals: Aval[] = []
  const form = args.map((arg) =>
    mapTree(arg, isLeaf, (leaf) => {
      const own = backend.typeOf(leaf)
      const value = own === undefined ? toNDArray(leaf as ArrayLike) : (leaf as H)
      values.push(value)
      const { dtype, shape } = own ?? (value as Aval)
      avals.push({ dtype, shape })
      return `${dtype}[${shape.join()}]`
    }),
  )
  return { values, avals, form }
}

/** Calls `fn` with placeholders in place of arguments and makes the program of what it returns. */
export function trace<H>(
  backend: Backend<H>,
  fn: (...args: never) => unknown,
  { avals, form }: Pick<Arguments<H>, "avals" | "form">,
  options: CompileOptions,
): Traced {
  const inputs = avals.map(placeholder)
  const isType = (node: unknown): node is string => typeof node === "string"
  const result = fn(...(withLeaves(form, isType, inputs) as never))
  if (result instanceof Promise)
    throw fail(
      "INPUT",
      "compile",
      "the function must return tensors, not a promise",
      "an async function",
      "Build expressions synchronously; only running them is asynchronous",
    )
  const outputs = leavesOf(result, isTensor)
  const { simplify: simplified = true, fuse = true } = options
  const written = linearize(inputs, outputs, fuse ? backend.fused : new Set())
  const { dtypes, headroom } = backend.capabilities
  const isWide = dtypes.includes("float64") && (headroom || asksForFloat64(written))
  const fitting = isWide ? written : demote(written, backend.name)
  return { program: simplified ? simplify(fitting) : fitting, form: mapTree(result, isTensor, () => null) }
}

/** The result of a call in the form the function returned it. */
export function formResult<H>(form: unknown, outputs: readonly H[]): unknown {
  return withLeaves(form, (node): node is null => node === null, outputs)
}

/** Refuses a backend that cannot run in place. */
export function checkSync(backend: Backend<unknown>): void {
  if (!backend.capabilities.sync)
    throw fail(
      "UNSUPPORTED",
      `${backend.name}.sync`,
      "this backend runs only asynchronously",
      show(backend.name),
      "Use compile or evaluate with await",
    )
}
