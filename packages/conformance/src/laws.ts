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
import { catalogue, hardResults, type Law, type Listed, laws } from "@gradual/operators"
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

/** What a check may need to know of the operator and of the backend. */
interface About {
  readonly listed: Listed
  /** How much results of one sum differ where it is added in another order. */
  readonly loose: number
}

/** What breaks a law for a row and a p; undefined where it is kept. */
type Check = (ask: Ask, values: readonly number[], p: number, about: About) => Promise<string | undefined>

/** Spacing of float32 below 1: results are compared in these. */
const ulp = 2 ** -24

const top = (values: readonly number[]) => Math.max(...values)
const list = (values: readonly number[]) => `[${values.join(", ")}]`
/** Whether numbers differ by more than a tolerance; of numbers above 1 by more than so much of them. */
const differs = (a: readonly number[], b: readonly number[], tolerance: number) =>
  a.some((x, i) => !(Math.abs(x - (b[i] as number)) <= tolerance * Math.max(1, Math.abs(b[i] as number))))
const hasTies = (values: readonly number[]) => new Set(values).size < values.length
/** What the operator relaxes, of these values; undefined where ties leave it open, or where the largest is 0. */
function hardOf({ kind, parameters }: Listed, values: readonly number[]): readonly number[] | undefined {
  const isOpen =
    kind === "choice" ? values.filter((value) => value === top(values)).length > 1 || top(values) <= 0 : hasTies(values)
  return isOpen || values.length < 2 ? undefined : hardResults[kind](values, parameters?.k?.example ?? 1)
}
/** One-hot and k-hot results are exact; others are sums. */
const slackOf = ({ kind }: Listed, values: readonly number[]) =>
  kind === "choice" || kind === "subset" ? 0 : values.length * ulp
const distance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + Math.abs(x - (b[i] as number)), 0)

/** Every law as something that can be checked at one row and one p. */
const checks: Readonly<Record<Law, Check>> = {
  identityAtOne: async (ask, values) => {
    const { y } = await ask(values, 1)
    return differs(y, values, ulp) ? `at p = 1 ${list(values)} became ${list(y)}` : undefined
  },
  hardLimit: async (ask, values, _p, { listed }) => {
    const hard = hardOf(listed, values)
    if (hard === undefined) return undefined
    const { y } = await ask(values, Number.POSITIVE_INFINITY)
    return differs(y, hard, slackOf(listed, values)) ? `at p = ∞ ${list(values)} became ${list(y)}` : undefined
  },
  exactAtFiniteP: async (ask, values, p, { listed }) => {
    const hard = hardOf(listed, values)
    if (hard === undefined) return undefined
    const { y } = await ask(values, 64 * p)
    return differs(y, hard, slackOf(listed, values)) ? `at p = ${64 * p} ${list(values)} became ${list(y)}` : undefined
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
  conservesSum: async (ask, values, p) => {
    const { y } = await ask(values, p)
    const [total, given] = [y, values].map((all) => all.reduce((sum, x) => sum + x, 0)) as [number, number]
    return differs([total], [given], 2 * values.length * ulp)
      ? `the sum ${given} of ${list(values)} became ${total} at p = ${p}`
      : undefined
  },
  permutationEquivariant: async (ask, values, p, { loose }) => {
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
  sharpensWithP: async (ask, values, p, { listed }) => {
    const { y: before } = await ask(values, p)
    const { y: after } = await ask(values, p * 2)
    if (listed.kind === "choice") {
      const at = values.indexOf(top(values))
      return (after[at] as number) < (before[at] as number) - 2 * ulp
        ? `the result at the maximum of ${list(values)} falls from ${before[at]} to ${after[at]} as p doubles from ${p}`
        : undefined
    }
    const hard = hardOf(listed, values)
    if (hard === undefined) return undefined
    const [near, far] = [distance(before, hard), distance(after, hard)]
    return far > near + 4 * values.length * values.length * ulp
      ? `the distance of ${list(values)} to the hard result grows from ${near} to ${far} as p doubles from ${p}`
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
/** No two within 1/8. */
const apart: fc.Arbitrary<number[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 5 })
  .map((row) => row.map((n) => n / 8))
/** Rows for laws that say nothing of most. */
const special: { readonly [L in Law]?: fc.Arbitrary<number[]> } = { continuousAtTies: inside, exactAtFiniteP: apart }
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
  listed: Listed,
  law: Law,
  { claims, runs, seed }: { readonly claims: Capabilities; readonly runs: number; readonly seed: number },
): Promise<string | undefined> {
  const check = checks[law]
  const claim = listed.laws[law]
  const about: About = { listed, loose: looseOf(claims) }
  if (!claim.holds) {
    const { values, p } = claim.counterexample
    const broken = await check(ask, values.map(Math.fround), p, about)
    return broken === undefined ? `the counterexample ${list(values)}, p = ${p} does not break it` : undefined
  }
  const flush = (row: readonly number[]) => (claims.subnormals === "flush" ? row.map(flushed) : row)
  const drawn = (special[law] ?? rows).filter((row) => row.length >= (listed.leastEntries ?? 1))
  const property = fc.asyncProperty(drawn.map(flush), sharpness, async (row, p) => {
    const broken = await check(ask, row, p, about)
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
