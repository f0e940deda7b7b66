import {
  type Backend,
  type Compiled,
  type CompileOptions,
  compile,
  isFloat,
  type NDArray,
  type SyncBackend,
  type Tensor,
  vjp,
} from "@gradual/core"
import { budgetsOf } from "./budgets.ts"
import { type Budget, type Comparison, compare } from "./compare.ts"
import { functionOf } from "./functions.ts"
import { toCaseTensor, toValues } from "./numbers.ts"
import type { Result } from "./report.ts"
import type { Case, CaseTensor, Truth } from "./schema.ts"

/** What a case's program computes. */
interface Answers<T> {
  readonly outputs: readonly T[]
  readonly gradients: readonly T[]
  readonly products: readonly T[]
}

/** Every program is asked in several ways, each of which must be right. */
const routes: readonly { readonly name: string; readonly options: CompileOptions; readonly sync?: true }[] = [
  { name: "as written", options: { simplify: false, fuse: false } },
  { name: "simplified", options: { fuse: false } },
  { name: "fused", options: {} },
  { name: "synchronous", options: {}, sync: true },
]

/**
 * Runs one case on a backend by every route: as written, simplified, fused, and synchronously where the backend can. Skips a
 * case whose dtypes the backend has not. Never throws: what a backend throws is the case's failure.
 *
 * @param values - whether to add to the result what the backend returned.
 * @example
 * ```ts
 * import { type CaseTensor, runCase } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const two: CaseTensor = { dtype: "float32", shape: [], data: [2] }
 * const four: CaseTensor = { dtype: "float32", shape: [], data: [4] }
 * const result = await runCase(js(), { id: "square/two", fn: "square", inputs: [two], outputs: [four] })
 * console.log(result.status) // passed
 * ```
 */
export async function runCase<H>(backend: Backend<H>, one: Case, values = false): Promise<Result> {
  const missing = dtypesOf(one).find((dtype) => !backend.capabilities.dtypes.includes(dtype))
  if (missing !== undefined)
    return { id: one.id, status: "skipped", worst: { output: null, gradient: null }, detail: `no ${missing}` }
  const worst = { output: null as number | null, gradient: null as number | null, second: null as number | null }
  let actual: Answers<NDArray> | undefined
  try {
    for (const { name, options, sync } of routes) {
      if (sync && !backend.capabilities.sync) continue
      actual = await answer(backend, one, options, sync === true)
      const failure = judge(backend, one, actual, worst)
      if (failure !== undefined)
        return { id: one.id, status: "failed", worst, detail: `${name}: ${failure}`, ...shown(actual, one, values) }
    }
  } catch (error) {
    return { id: one.id, status: "failed", worst, detail: error instanceof Error ? error.message : String(error) }
  }
  return { id: one.id, status: "passed", worst, ...shown(actual as Answers<NDArray>, one, values) }
}

function shown(actual: Answers<NDArray>, { gradients }: Case, values: boolean): Pick<Result, "actual"> | undefined {
  if (!values) return undefined
  return {
    actual: {
      outputs: actual.outputs.map(toCaseTensor),
      gradients: actual.gradients.map((tensor, i) => (gradients?.[i] ? toCaseTensor(tensor) : null)),
    },
  }
}

function dtypesOf({ inputs, outputs }: Case) {
  return [...inputs, ...outputs].map(({ dtype }) => dtype)
}

/** A list by position. (An empty list would be taken for the values of a tensor.) */
type Named<T> = Readonly<Record<string, T>>

function named<T>(list: readonly T[]): Named<T> {
  return Object.fromEntries(list.entries())
}

/** The program of a case: the function, its pullback, and the pullback's pullback, as far as the case asks. */
function program(one: Case) {
  const fn = functionOf(one.fn)
  const call = (...xs: readonly Tensor[]): readonly Tensor[] => fn?.(xs, one.attrs ?? {}) ?? []
  const differentiable = (list: readonly Tensor[]) => list.filter(({ dtype }) => isFloat(dtype))
  return (...args: readonly Named<Tensor>[]): Answers<Tensor> => {
    const [inputs, cotangents, tangents] = args.map((named) => Object.values(named)) as [Tensor[], Tensor[], Tensor[]]
    const pull = (...xs: readonly Tensor[]): readonly Tensor[] => {
      const [, pullback] = vjp((...ys: readonly Tensor[]) => differentiable(call(...ys)), ...xs)
      return pullback(cotangents) as readonly Tensor[]
    }
    const gradients = one.gradients === undefined ? [] : pull(...inputs)
    if (one.second === undefined) return { outputs: call(...inputs), gradients, products: [] }
    const [, second] = vjp((...xs: readonly Tensor[]) => differentiable(pull(...xs)), ...inputs)
    return { outputs: call(...inputs), gradients, products: second(tangents) as readonly Tensor[] }
  }
}

async function answer<H>(
  backend: Backend<H>,
  one: Case,
  options: CompileOptions,
  sync: boolean,
): Promise<Answers<NDArray>> {
  const zeros = (tensor: CaseTensor): NDArray => toValues({ ...tensor, data: tensor.data.map(() => 0) })
  const isDifferentiable = ({ dtype }: CaseTensor) => isFloat(dtype)
  const inputs = one.inputs.map(toValues)
  const before = inputs.map(({ data }) => data.slice())
  const cotangents = (one.cotangents ?? []).filter((_, i) => isDifferentiable(one.outputs[i] as Truth)).map(toValues)
  const tangents =
    one.second === undefined
      ? []
      : one.inputs.flatMap((input, i) =>
          isDifferentiable(input) ? [one.second?.tangents[i] ? toValues(one.second.tangents[i]) : zeros(input)] : [],
        )
  const args = [named(inputs), named(cotangents), named(tangents)] as const
  const run = sync
    ? (compile.sync(backend as SyncBackend<H>, program(one), options) as unknown as Runner<H>)
    : (compile(backend, program(one), options) as unknown as Runner<H>)
  try {
    const answers = await run(...args)
    const changed = inputs.findIndex(({ data }, i) => data.some((entry, k) => !Object.is(entry, before[i]?.[k])))
    if (changed >= 0) throw new Error(`input ${changed} was changed by the run`)
    return {
      outputs: await bringHome(backend, answers.outputs),
      gradients: await bringHome(backend, answers.gradients),
      products: await bringHome(backend, answers.products),
    }
  } finally {
    run.dispose()
  }
}

type Runner<H> = Compiled<readonly Named<Tensor>[], H, Answers<H> | Promise<Answers<H>>>

async function bringHome<H>(backend: Backend<H>, handles: readonly H[]): Promise<NDArray[]> {
  const values: NDArray[] = []
  for (const handle of handles) {
    values.push(await backend.read(handle))
    backend.dispose(handle)
  }
  return values
}

type Worst = { output: number | null; gradient: number | null; second: number | null }

function judge(backend: Backend<unknown>, one: Case, actual: Answers<NDArray>, worst: Worst): string | undefined {
  const budgets = budgetsOf(one.fn)
  const signedZero = one.tags?.includes("signed-zero") ?? false
  const parts: [string, keyof Worst, readonly NDArray[], readonly (Truth | null)[], Budget][] = [
    ["output", "output", actual.outputs, one.outputs, budgets.output],
    ["gradient", "gradient", actual.gradients, one.gradients ?? [], budgets.gradient],
    ["second derivative", "second", actual.products, one.second?.products ?? [], budgets.second],
  ]
  for (const [what, key, got, expected, budget] of parts) {
    if (got.length < expected.length) return `${expected.length} ${what}s expected, got ${got.length}`
    for (const [i, truth] of expected.entries()) {
      if (truth === null) continue
      const { worst: ulps, failure }: Comparison = compare(got[i] as NDArray, truth, {
        budget,
        claims: backend.capabilities,
        signedZero: key === "output" && signedZero,
      })
      if (ulps !== null) worst[key] = Math.max(worst[key] ?? 0, ulps)
      if (failure !== undefined) return `${what} ${i}: ${failure}`
    }
  }
  return undefined
}
