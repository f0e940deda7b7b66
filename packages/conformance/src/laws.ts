import {
  type Backend,
  type Capabilities,
  type Compiled,
  compile,
  type NDArray,
  ones,
  type Tensor,
  vjp,
} from "@gradual/core"
import { catalogue, type Law, type Listed, laws } from "@gradual/operators"
import fc from "fast-check"
import type { Result } from "./report.ts"

/** What an operator gives for one row. */
export interface Answer {
  readonly y: readonly number[]
  readonly dvalues: readonly number[]
  readonly dp: number
}

/** Asks the operator under test. */
export type Ask = (values: readonly number[], p: number) => Promise<Answer>

/** What breaks a law for a row and a p; undefined where it is kept. Results of one sum differ by `loose` where it is added in another order. */
type Check = (ask: Ask, values: readonly number[], p: number, loose: number) => Promise<string | undefined>

/** Spacing of float32 below 1: results are compared in these. */
const ulp = 2 ** -24

const top = (values: readonly number[]) => Math.max(...values)
const list = (values: readonly number[]) => `[${values.join(", ")}]`
const differs = (a: readonly number[], b: readonly number[], tolerance: number) =>
  a.some((x, i) => !(Math.abs(x - (b[i] as number)) <= tolerance))

/** Every law as something that can be checked at one row and one p. */
const checks: Readonly<Record<Law, Check>> = {
  identityAtOne: async (ask, values) => {
    const { y } = await ask(values, 1)
    return differs(y, values, ulp) ? `at p = 1 ${list(values)} became ${list(y)}` : undefined
  },
  hardLimit: async (ask, values) => {
    if (values.filter((value) => value === top(values)).length > 1 || top(values) <= 0) return undefined
    const { y } = await ask(values, Number.POSITIVE_INFINITY)
    const hard = values.map((value) => Number(value === top(values)))
    return values.length > 1 && differs(y, hard, 0) ? `at p = ∞ ${list(values)} became ${list(y)}` : undefined
  },
  staysInUnitInterval: async (ask, values, p) => {
    const { y } = await ask(values, p)
    return y.every((result) => result >= 0 && result <= 1) ? undefined : `${list(y)} at p = ${p} for ${list(values)}`
  },
  preservesOrder: async (ask, values, p) => {
    const { y } = await ask(values, p)
    const broken = values.some((a, i) => values.some((b, j) => a < b && (y[i] as number) > (y[j] as number) + 2 * ulp))
    return broken ? `${list(values)} became ${list(y)} at p = ${p}` : undefined
  },
  sumsToOne: async (ask, values, p) => {
    const { y } = await ask(values, p)
    const total = y.reduce((sum, result) => sum + result, 0)
    return Math.abs(total - 1) <= values.length * ulp
      ? undefined
      : `the sum is ${total} at p = ${p} for ${list(values)}`
  },
  permutationEquivariant: async (ask, values, p, loose) => {
    const { y } = await ask(values, p)
    const { y: reversed } = await ask([...values].reverse(), p)
    return differs([...y].reverse(), reversed, loose)
      ? `${list(values)} became ${list(y)}, reversed ${list(reversed)}`
      : undefined
  },
  continuousAtTies: async (ask, values, p) => {
    const tied = [top(values), ...values]
    const step = 2 ** -20
    const nudged = [top(values) - step, ...values]
    const { y } = await ask(tied, p)
    const { y: moved } = await ask(nudged, p)
    return differs(y, moved, 4 * (1 + p) * step)
      ? `${list(tied)} gives ${list(y)}, ${list(nudged)} gives ${list(moved)}`
      : undefined
  },
  shiftInvariant: async (ask, values, p) => {
    const { y } = await ask(values, p)
    const { y: shifted } = await ask(
      values.map((value) => Math.fround(value + 0.1)),
      p,
    )
    return differs(y, shifted, (4 + 2 * p) * ulp)
      ? `${list(y)} becomes ${list(shifted)} when 0.1 is added to ${list(values)}`
      : undefined
  },
  sharpensWithP: async (ask, values, p) => {
    const at = values.indexOf(top(values))
    const { y: before } = await ask(values, p)
    const { y: after } = await ask(values, p * 2)
    return (after[at] as number) < (before[at] as number) - 2 * ulp
      ? `the result at the maximum of ${list(values)} falls from ${before[at]} to ${after[at]} as p doubles from ${p}`
      : undefined
  },
  finiteGradients: async (ask, values, p) => {
    const { dvalues, dp } = await ask(values, p)
    return [...dvalues, dp].every(Number.isFinite)
      ? undefined
      : `gradients ${list(dvalues)} and ${dp} at p = ${p} for ${list(values)}`
  },
}

/** One rounding; by what is no IEEE arithmetic two divisions, 2.5 ulp each, with a sum in them. */
const looseOf = ({ accuracy }: Capabilities): number => (accuracy === "ieee" ? ulp : 6 * ulp)

/** Rows of float32 in [0, 1] with many ties, zeros and ones; some in general position. */
const rows: fc.Arbitrary<number[]> = fc.oneof(
  fc.array(
    fc.integer({ min: 0, max: 8 }).map((n) => n / 8),
    { minLength: 1, maxLength: 5 },
  ),
  fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
)
/** What is left of a value where there are no subnormals. */
const flushed = (value: number): number => (value < 2 ** -126 ? 0 : value)
/** Ties can only be broken downwards by a step that the values are large against. */
const inside: fc.Arbitrary<number[]> = fc.array(fc.float({ min: 0.125, max: 0.875, noNaN: true }), {
  minLength: 1,
  maxLength: 5,
})
/** Often 1, where some conventions hold at that point only. */
const sharpness: fc.Arbitrary<number> = fc.oneof(
  fc.constant(1),
  fc.integer({ min: 1, max: 19 }),
  fc.float({ min: 1, max: 20, noNaN: true }),
)

/** How the laws are tested. */
export interface LawOptions {
  /** Examples per law. Default 100. */
  readonly runs?: number
  /** Seed of the examples. Default fixed, so that two runs test the same. */
  readonly seed?: number
  /** Test only the claims with this text in their id. */
  readonly filter?: string
}

const idOf = (operator: string, law: string): string => `law/${operator}/${law}`

/**
 * The ids of all claims of the catalogue.
 *
 * @example
 * ```ts
 * import { lawIds } from "@gradual/conformance"
 * console.log(lawIds[0]) // law/gradual/identityAtOne
 * ```
 */
export const lawIds: readonly string[] = Object.keys(catalogue).flatMap((operator) =>
  Object.keys(laws).map((law) => idOf(operator, law)),
)

/**
 * Tests every claim of the catalogue on a backend: laws that hold by examples, those that do not by their counterexample.
 * `onResult` hears of each as it is done.
 *
 * @example
 * ```ts
 * import { runLaws } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const results = await runLaws(js(), { runs: 1 })
 * console.log(results.every(({ status }) => status === "passed")) // true
 * ```
 */
export async function runLaws<H>(
  backend: Backend<H>,
  { runs = 100, seed = 1, filter = "" }: LawOptions = {},
  onResult: (result: Result) => void = () => {},
): Promise<Result[]> {
  const results: Result[] = []
  for (const listed of Object.values(catalogue)) {
    const { ask, dispose } = asker(backend, listed)
    for (const law of Object.keys(laws) as Law[]) {
      const id = idOf(listed.name, law)
      if (!id.includes(filter)) continue
      const claims = backend.capabilities
      const detail = await violation(ask, listed, law, { claims, runs, seed }).catch((error: unknown) => String(error))
      const worst = { output: null, gradient: null }
      const result: Result =
        detail === undefined ? { id, status: "passed", worst } : { id, status: "failed", worst, detail }
      results.push(result)
      onResult(result)
    }
    dispose()
  }
  return results
}

/** What is wrong with the catalogue's claim, if anything. */
async function violation(
  ask: Ask,
  { laws: claimed }: Listed,
  law: Law,
  { claims, runs, seed }: { readonly claims: Capabilities; readonly runs: number; readonly seed: number },
): Promise<string | undefined> {
  const check = checks[law]
  const claim = claimed[law]
  const loose = looseOf(claims)
  if (!claim.holds) {
    const { values, p } = claim.counterexample
    const broken = await check(ask, values.map(Math.fround), p, loose)
    return broken === undefined ? `the counterexample ${list(values)}, p = ${p} does not break it` : undefined
  }
  const values =
    law === "continuousAtTies"
      ? inside
      : rows.map((row) => row.map((value) => (claims.subnormals === "flush" ? flushed(value) : value)))
  const property = fc.asyncProperty(values, sharpness, async (row, p) => {
    const broken = await check(ask, row, p, loose)
    if (broken !== undefined) throw new Error(broken)
  })
  const outcome = await fc.check(property, { numRuns: runs, seed })
  if (!outcome.failed) return undefined
  const { errorInstance, counterexamplePath } = outcome
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return `${message} (seed ${outcome.seed}, path ${counterexamplePath})`
}

/** The operator, with its gradient for a cotangent of ones, on one row. */
function asker<H>(backend: Backend<H>, { operator }: Listed): { ask: Ask; dispose: () => void } {
  const withGradient = (values: Tensor, p: Tensor) => {
    const [y, pullback] = vjp((v: Tensor, e: Tensor) => operator(v, e), values, p)
    return [y, ...pullback(ones({ shape: y.shape }))]
  }
  const run: Compiled<readonly [Tensor, Tensor], H, Promise<readonly H[]>> = compile(backend, withGradient)
  const home = async (handle: H): Promise<NDArray> => {
    const value = await backend.read(handle)
    backend.dispose(handle)
    return value
  }
  const ask: Ask = async (values, p) => {
    const [y, dvalues, dp] = await Promise.all((await run(new Float32Array(values), p)).map(home))
    return {
      y: [...(y as NDArray).data],
      dvalues: [...(dvalues as NDArray).data],
      dp: (dp as NDArray).data[0] as number,
    }
  }
  return { ask, dispose: run.dispose }
}
