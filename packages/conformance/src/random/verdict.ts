import {
  type Backend,
  type CompileOptions,
  GradualError,
  type NDArray,
  type Program,
  removeDead,
  type SyncBackend,
} from "@gradual/core"
import type { Bounds } from "./bounds/bounds.ts"
import type { Analyze } from "./bounds/index.ts"
import { judge, type Tally, tally } from "./judge.ts"
import type { Question } from "./question.ts"
import { answer, programFor, type Route, routesOf } from "./routes.ts"

/** What a wrong answer was, and to what. */
export interface Failure {
  /** Which answer is wrong, where, and how. */
  readonly text: string
  /** The program that was run, before it was simplified, as far as it leads to the wrong result. */
  readonly program: Program
  /** The wrong result; absent when there was no answer. */
  readonly actual?: NDArray
}

/** What a backend made of a program. */
export interface Verdict extends Tally {
  /** Whether it said, before running, that it cannot. */
  readonly refused?: true
  readonly failure?: Failure
}

/** A backend under test, and what it is compared with. */
export interface Trial<H, R> {
  readonly backend: Backend<H>
  readonly reference: SyncBackend<R>
  readonly analyze: Analyze
  /** How many handles the runtime holds, where it can tell. */
  readonly handles?: () => number
}

/** What may come out of a program. */
interface Expected {
  readonly program: Program
  readonly bounds: readonly Bounds[]
}

/** Asks a backend by every route, and the reference, and compares each answer with the bounds. */
export async function verdictOf<H, R>(trial: Trial<H, R>, question: Question): Promise<Verdict> {
  const { backend, reference, handles = () => 0 } = trial
  const before = handles()
  const written = expectedOf(trial, question, { fuse: false })
  const counted = tally(written.bounds)
  try {
    for (const route of routesOf(backend)) {
      const expected = route.options.fuse === false ? written : fusedOf(trial, question, written)
      const failure = await failureOf(backend, question, route, expected)
      if (failure !== undefined) return { ...counted, failure }
    }
    const leaked = handles() - before
    if (leaked !== 0)
      return { ...counted, failure: { text: `${leaked} handles are left over`, program: written.program } }
    // were the reference wrong, the bounds would be
    const failure = await failureOf(reference, question, { name: "the reference", options: { fuse: false } }, written)
    return failure === undefined ? counted : { ...counted, failure }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { compared: 0, undetermined: 0, refused: true }
  }
}

function expectedOf<H, R>({ backend, analyze }: Trial<H, R>, question: Question, options: CompileOptions): Expected {
  const program = programFor(backend, question, { ...options, simplify: false })
  return { program, bounds: analyze(program, question.args) }
}

/** What may come out where composites are fused. */
function fusedOf<H, R>(trial: Trial<H, R>, question: Question, written: Expected): Expected {
  const { equations } = programFor(trial.backend, question, { simplify: false })
  return equations.some(({ op }) => trial.backend.fused.has(op.name)) ? expectedOf(trial, question, {}) : written
}

const isRefusal = (error: unknown): boolean => GradualError.is(error) && error.code === "UNSUPPORTED"

/** What is wrong with the answers on a route, if anything is. */
async function failureOf<H>(
  backend: Backend<H>,
  question: Question,
  route: Route,
  { program, bounds }: Expected,
): Promise<Failure | undefined> {
  const where = `${backend.name}, ${route.name}`
  try {
    for (const results of await answer(backend, question, route))
      for (const [i, each] of bounds.entries()) {
        const actual = results[i]
        const wrong = judge(actual, each)
        if (wrong === undefined) continue
        const alone = removeDead({ ...program, outputs: program.outputs.slice(i, i + 1) })
        const text = `${where}, ${question.names[i]}: ${wrong}`
        return { text, program: alone, ...(actual === undefined ? {} : { actual }) }
      }
    return undefined
  } catch (error) {
    if (isRefusal(error)) throw error
    return { text: `${where}: ${String(error)}`, program }
  }
}
