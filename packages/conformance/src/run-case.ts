import { type Backend, type Compiled, type CompileOptions, compile, type NDArray, print } from "@gradual/core"
import type { SyncBackend, Tensor } from "@gradual/core"
import { type Answers, argumentsOf, type Named, programOf } from "./case-program.ts"
import { compare } from "./compare.ts"
import { judge, larger, type Verdict } from "./judge.ts"
import { toCaseTensor } from "./numbers.ts"
import type { Result } from "./report.ts"
import type { Case } from "./schema.ts"

/** Every program is asked in several ways, each of which must be right. */
const routes: readonly { readonly name: string; readonly options: CompileOptions; readonly sync?: true }[] = [
  { name: "as written", options: { simplify: false, fuse: false } },
  { name: "simplified", options: { fuse: false } },
  { name: "fused", options: {} },
  { name: "synchronous", options: {}, sync: true },
]

/** How a case is run. */
export interface CaseOptions {
  /** Add to the result what the backend returned. */
  readonly values?: boolean
  /** How many handles the runtime holds, where it can tell: as many after a case as before. */
  readonly handles?: () => number
}

/**
 * Runs one case on a backend by every route: as written, simplified, fused, and synchronously where the backend can. Routes
 * that lead to the same program are one. Skips a case whose dtypes the backend has not. Never throws: what a backend throws
 * is the case's failure.
 *
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
export async function runCase<H>(backend: Backend<H>, one: Case, options: CaseOptions = {}): Promise<Result> {
  const { id } = one
  const missing = [...one.inputs, ...one.outputs].find(({ dtype }) => !backend.capabilities.dtypes.includes(dtype))
  if (missing !== undefined)
    return { id, status: "skipped", worst: { output: null, gradient: null }, detail: `no ${missing.dtype}` }
  const before = options.handles?.()
  let verdict: Verdict | undefined
  let last: Answers<NDArray> | undefined
  let detail: string | undefined
  try {
    for await (const { route, answers } of answersOf(backend, one)) {
      last = answers
      verdict = worse(verdict, judge(one, answers, backend.capabilities))
      if (verdict.failure === undefined) continue
      detail = `${route}: ${verdict.failure}`
      break
    }
  } catch (error) {
    detail = error instanceof Error ? error.message : String(error)
  }
  const leaked = (options.handles?.() ?? 0) - (before ?? 0)
  if (leaked !== 0) detail ??= `${leaked} handles are left over`
  const { worst, elements, unverifiable } = verdict ?? nothing
  const isUnverifiable = unverifiable > 0 && unverifiable === elements
  return {
    id,
    status: detail !== undefined ? "failed" : isUnverifiable ? "unverifiable" : "passed",
    worst,
    ...(detail === undefined ? {} : { detail }),
    ...(unverifiable > 0 ? { unverifiable } : {}),
    ...(options.values && last !== undefined ? { actual: actualOf(last, one) } : {}),
  }
}

const nothing: Verdict = { worst: { output: null, gradient: null, second: null }, elements: 0, unverifiable: 0 }

/** A verdict with the errors of an earlier one, where those are larger. */
function worse(earlier: Verdict | undefined, later: Verdict): Verdict {
  if (earlier === undefined) return later
  const of = (part: keyof Verdict["worst"]) => larger(earlier.worst[part], later.worst[part])
  return { ...later, worst: { output: of("output"), gradient: of("gradient"), second: of("second") } }
}

function actualOf(answers: Answers<NDArray>, { gradients }: Case): NonNullable<Result["actual"]> {
  return {
    outputs: answers.outputs.map(toCaseTensor),
    gradients: answers.gradients.map((tensor, i) => (gradients?.[i] ? toCaseTensor(tensor) : null)),
  }
}

type Runner<H> = Compiled<readonly Named<Tensor>[], H, Answers<H> | Promise<Answers<H>>>

/** What a backend answers to a case: one route after the other, all with the same handles, which must stay as they are. */
async function* answersOf<H>(
  backend: Backend<H>,
  one: Case,
): AsyncGenerator<{ readonly route: string; readonly answers: Answers<NDArray> }> {
  const handles: H[] = []
  const upload = async (values: readonly NDArray[]): Promise<Named<H>> => {
    const from = handles.length
    for (const value of values) handles.push(await backend.upload(value))
    return Object.fromEntries(handles.slice(from).entries())
  }
  const asked = new Set<string>()
  try {
    const args: Named<H>[] = []
    for (const values of argumentsOf(one)) args.push(await upload(values))
    for (const { name, options, sync = false } of routes) {
      if (sync && !backend.capabilities.sync) continue
      const run = sync
        ? (compile.sync(backend as SyncBackend<H>, programOf(one), options) as unknown as Runner<H>)
        : (compile(backend, programOf(one), options) as unknown as Runner<H>)
      try {
        const question = sync ? name : print(run.program(...args))
        if (asked.has(question)) continue
        asked.add(question)
        yield { route: name, answers: await bringHome(backend, await run(...args)) }
      } finally {
        run.dispose()
      }
    }
    await checkUnchanged(backend, one, handles)
  } finally {
    for (const handle of handles) backend.dispose(handle)
  }
}

/** Reads answers and frees their handles, also where one cannot be read. */
async function bringHome<H>(backend: Backend<H>, answers: Answers<H>): Promise<Answers<NDArray>> {
  const read = async (handles: readonly H[]): Promise<NDArray[]> => {
    const values: NDArray[] = []
    for (const handle of handles) values.push(await backend.read(handle))
    return values
  }
  const { outputs, gradients, products } = answers
  try {
    return { outputs: await read(outputs), gradients: await read(gradients), products: await read(products) }
  } finally {
    for (const handle of [...outputs, ...gradients, ...products]) backend.dispose(handle)
  }
}

/** Throws where a handle no longer holds the argument that it was made of. */
async function checkUnchanged<H>(backend: Backend<H>, one: Case, handles: readonly H[]): Promise<void> {
  const exactly = { budget: { ulps: 0, terms: 0 }, claims: backend.capabilities, signedZero: true }
  for (const [i, value] of argumentsOf(one).flat().entries()) {
    const { failure } = compare(await backend.read(handles[i] as H), toCaseTensor(value), exactly)
    if (failure !== undefined) throw new Error(`argument ${i} was changed by the run: ${failure}`)
  }
}
