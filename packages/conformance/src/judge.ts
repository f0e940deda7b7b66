import type { Capabilities, NDArray } from "@gradual/core"
import { budgetsOf } from "./budgets.ts"
import type { Answers } from "./case-program.ts"
import { type Budget, type Comparison, compare } from "./compare.ts"
import { isElementwise } from "./functions.ts"
import { toNumber } from "./numbers.ts"
import type { Case, CaseTensor, Truth } from "./schema.ts"

/** What the judge found. */
export interface Verdict {
  readonly worst: { readonly output: number | null; readonly gradient: number | null; readonly second: number | null }
  /** Elements that a case says something of, */
  readonly elements: number
  /** and those of them of which the backend claims nothing. */
  readonly unverifiable: number
  /** The first thing that is wrong. */
  readonly failure?: string
}

/** Compares answers with what a case says they must be, within the budgets that a backend's claims leave it. */
export function judge(one: Case, actual: Answers<NDArray>, claims: Capabilities): Verdict {
  const { inputs, cotangents = [], second = { tangents: [], products: [] } } = one
  const { output, gradient, second: product } = budgetsOf(one.fn, claims.accuracy)
  const pulled = [...inputs, ...cotangents]
  const pushed = [...pulled, ...second.tangents.filter((tangent) => tangent !== null)]
  const signedZero = one.tags?.includes("signed-zero") ?? false
  const parts = [
    compareAll("output", actual.outputs, one.outputs, inputs, { budget: output, signedZero }),
    compareAll("gradient", actual.gradients, one.gradients ?? [], pulled, { budget: gradient }),
    compareAll("second derivative", actual.products, second.products, pushed, { budget: product }),
  ] as const
  const failure = parts.find((part) => part.failure !== undefined)?.failure
  return {
    worst: { output: parts[0].worst, gradient: parts[1].worst, second: parts[2].worst },
    elements: [...one.outputs, ...(one.gradients ?? []), ...second.products].reduce(
      (sum, each) => sum + sizeOf(each),
      0,
    ),
    unverifiable: parts.reduce((sum, part) => sum + part.unverifiable, 0),
    ...(failure === undefined ? {} : { failure }),
  }

  function compareAll(
    what: string,
    got: readonly NDArray[],
    expected: readonly (Truth | null)[],
    args: readonly CaseTensor[],
    options: { readonly budget: Budget; readonly signedZero?: boolean },
  ): Comparison {
    if (got.length < expected.length)
      return { worst: null, unverifiable: 0, failure: `${expected.length} ${what}s expected, got ${got.length}` }
    const compared = expected.map((truth, i): Comparison => {
      if (truth === null) return { worst: null, unverifiable: 0 }
      const given = isElementwise(one.fn) ? (alignedTo(truth, args) ?? allOf(args)) : allOf(args)
      const { failure, ...rest } = compare(got[i] as NDArray, truth, { ...options, claims, given })
      return failure === undefined ? rest : { ...rest, failure: `${what} ${i}: ${failure}` }
    })
    return compared.reduce(both, { worst: null, unverifiable: 0 })
  }
}

function both(a: Comparison, b: Comparison): Comparison {
  const failure = a.failure ?? b.failure
  return {
    worst: larger(a.worst, b.worst),
    unverifiable: a.unverifiable + b.unverifiable,
    ...(failure === undefined ? {} : { failure }),
  }
}

/** The larger of two errors, of which there may be none. */
export function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.max(a, b)
}

/** Elements that something is said of. */
function sizeOf(truth: Truth | null): number {
  return truth === null ? 0 : truth.data.length - (truth.any?.length ?? 0)
}

/** Of each argument the element that broadcasts to a place of the shape; undefined where one does not broadcast to it. */
function alignedTo(
  { shape }: Truth,
  args: readonly CaseTensor[],
): ((element: number) => readonly number[]) | undefined {
  if (!args.every((arg) => broadcasts(arg.shape, shape))) return undefined
  return (element) => args.map((arg) => toNumber(arg.data[sourceOf(element, arg.shape, shape)] ?? 0))
}

function broadcasts(from: readonly number[], to: readonly number[]): boolean {
  return (
    from.length <= to.length && from.every((length, i) => length === 1 || length === to[to.length - from.length + i])
  )
}

/** The flat index in a tensor of shape `from` of what broadcasting to the shape `to` puts at `element`. */
function sourceOf(element: number, from: readonly number[], to: readonly number[]): number {
  let [rest, index, step] = [element, 0, 1]
  for (let axis = 1; axis <= from.length; axis++) {
    const length = to.at(-axis) as number
    if (from.at(-axis) !== 1) index += (rest % length) * step
    step *= from.at(-axis) as number
    rest = Math.floor(rest / length)
  }
  return index
}

function allOf(args: readonly CaseTensor[]): () => readonly number[] {
  const all = args.flatMap(({ data }) => data.map(toNumber))
  return () => all
}
