import type { Aval, DType, Tensor, TensorLike } from "@gradual/core"
import { budgetsOf } from "../../budgets.ts"
import type { Budget } from "../../compare.ts"
import { anything, type Bound, type Bounds, hull, point } from "./bounds.ts"
import type { Context } from "./context.ts"
import { type Critical, corners } from "./corners.ts"
import { settle } from "./settle.ts"

/** What is particular to an elementwise function. */
export interface Traits {
  /** Default: monotone in every argument. */
  readonly critical?: Critical
  /** Whether a zero has the sign that IEEE 754 gives it. Default true. */
  readonly signedZero?: boolean
}

type Apply = (...args: readonly TensorLike[]) => Tensor
/** Bounds of a result from those of arguments. */
export type Kernel = (args: readonly Bounds[], params: unknown, out: Aval) => Bounds

/**
 * Bounds through an elementwise function. Monotone in each argument between critical points, it has its extremes at these and
 * at the ends: there the reference computes it, for all elements at once, and what a backend may make of the hull is the bound.
 */
export function elementwise(context: Context, name: string, apply: Apply, traits: Traits = {}): Kernel {
  const { critical = () => [], signedZero = true } = traits
  const { output: budget } = budgetsOf(name, context.claims.accuracy)
  const compute = computer(context, apply)
  return (args, _, out) => {
    const asked = alignedTo(context, args, out).map((bounds) => {
      const points = critical(bounds)
      return points === undefined ? undefined : corners(bounds, points)
    })
    const values = compute(
      asked.flatMap((rows) => rows ?? []),
      args,
      out.dtype,
    )
    let next = 0
    const at = asked.map((rows) => {
      if (rows === undefined) return anything(out.dtype)
      const found = values.slice(next, next + rows.length)
      next += rows.length
      if (found.some(({ wraps }) => wraps))
        return found.length === 1 ? point(found[0]?.value as number) : anything("int32")
      const truth = hull(found.map(({ value }) => value))
      return settle(truth, out.dtype, context.claims, { budget, beside: besideOf(budget, rows, found), signedZero })
    })
    return { ...out, at }
  }
}

/** For each element of the output the elements of the arguments that broadcast to it. */
export function alignedTo(context: Context, args: readonly Bounds[], { shape }: Aval): readonly (readonly Bound[])[] {
  const columns = args.map((arg) => context.stretched(arg.shape, shape).map((index) => arg.at[index] as Bound))
  return (columns[0] ?? []).map((_, k) => columns.map((column) => column[k] as Bound))
}

/** A value, and whether it is one that went out of the range of int32 and came back at the other end. */
interface Value {
  readonly value: number
  readonly wraps: boolean
}

/** The largest absolute error that a budget allows at some rows of arguments. */
function besideOf({ beside }: Budget, rows: readonly (readonly number[])[], found: readonly Value[]): number {
  if (beside === undefined) return 0
  const errors = rows.map((args, i) => beside(found[i]?.value ?? 0, ...args))
  return Math.max(0, ...errors.filter((error) => !Number.isNaN(error)))
}

/** Computes a function at rows of arguments: in float64, and where all are integers in int32, too. */
function computer(
  context: Context,
  apply: Apply,
): (rows: readonly number[][], args: readonly Aval[], out: DType) => readonly Value[] {
  const run = context.prepare(apply)
  return (rows, args, out) => {
    if (rows.length === 0) return []
    const columns = args.map((_, i) => padded(rows.map((row) => row[i] as number)))
    const values = run(
      columns.map((column, i) => (args[i]?.dtype === "bool" ? Uint8Array.from(column) : Float64Array.from(column))),
    )
    const isWhole = out === "int32" && args.every(({ dtype }) => dtype === "int32")
    const integers = isWhole ? run(columns.map((column) => Int32Array.from(column))) : values
    return rows.map((_, i) => ({ value: integers[i] as number, wraps: isWhole && integers[i] !== values[i] }))
  }
}

/** A column of a length that others have, too: for each the reference prepares a program. */
function padded(column: readonly number[]): readonly number[] {
  const length = 2 ** Math.ceil(Math.log2(column.length))
  return [...column, ...Array.from({ length: length - column.length }, () => 1)]
}
