import { type Backend, print, type SyncBackend } from "@gradual/core"
import fc from "fast-check"
import { toCaseTensor } from "../numbers.ts"
import type { CaseFile, CaseTensor } from "../schema.ts"
import { analyzer } from "./bounds/index.ts"
import type { Tally } from "./judge.ts"
import { programOf, recipes } from "./programs/recipe.ts"
import { type Question, questionOf } from "./question.ts"
import { reduce } from "./reduce.ts"
import { caseOf, sourceOf } from "./source.ts"
import { type Failure, type Trial, verdictOf } from "./verdict.ts"

/** How random programs are tested. */
export interface RandomOptions {
  /** Number of programs. Default 100. */
  readonly runs?: number
  /** What all programs come from. Default fixed, so that two runs test the same. */
  readonly seed?: number
  /** The way to a counterexample from its seed: tests that program alone. */
  readonly path?: string
  /** How many simpler programs are tried once one is wrong. Default 200; 0 to know only that one is. */
  readonly shrinks?: number
  /** Most steps of a program, each of which applies a function of core. Default 30. */
  readonly maxOps?: number
  /** How many handles the runtime holds, where it can tell: as many after a program as before. */
  readonly handles?: () => number
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

/** What became of random programs. */
export interface RandomReport extends Tally {
  readonly backend: string
  readonly seed: number
  /** Programs that were run. */
  readonly runs: number
  /** Those that the backend refused: it does not support an op. */
  readonly refused: number
  readonly counterexample?: Counterexample
}

/** What a backend gets wrong, simplified as far as it stays wrong. */
export interface Counterexample {
  /** With the seed, the way back to it. */
  readonly path: string
  /** How the whole program was asked, which result is wrong, and how. */
  readonly failure: string
  /** The fewest equations that are wrong by themselves, as core prints them; if there are none, all that lead to the wrong result. */
  readonly program: string
  /** The same as it is written with core, with the values to call it with. */
  readonly source: string
  /** What the reference returns; absent where that was not the matter. */
  readonly expected?: CaseTensor
  /** What the backend returned, if it did. */
  readonly actual?: CaseTensor
  /** A case, where one equation is wrong by itself. Its outputs are the reference's, not the truth. */
  readonly cases?: CaseFile
}

/**
 * Tests a backend with random programs: well-typed, of every op of core, with tensors of up to four axes, some without elements,
 * with ties and values at the edges. Outputs and gradients are compared with bounds that follow from the budgets of the ops
 * and from a reference in float64; a program that is answered wrongly is simplified as far as it stays wrong.
 *
 * @param backend - what is tested.
 * @param reference - an exact backend with float64: `js()` of `@gradual/backend-js`.
 * @example
 * ```ts
 * import { checkRandomPrograms } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const { runs, counterexample } = await checkRandomPrograms(js(), js(), { runs: 10, seed: 3 })
 * console.log(runs, counterexample) // 10 undefined
 * ```
 */
export async function checkRandomPrograms<H, R>(
  backend: Backend<H>,
  reference: SyncBackend<R>,
  options: RandomOptions = {},
): Promise<RandomReport> {
  const { runs = 100, seed = 1, path = "", shrinks = 200, maxOps = 30, handles, onProgress } = options
  const claims = backend.capabilities
  const analyze = analyzer(reference, claims)
  const trial = { backend, reference, analyze, ...(handles === undefined ? {} : { handles }) }
  const total = { runs: 0, refused: 0, compared: 0, undetermined: 0 }
  let found: { readonly question: Question; readonly failure: Failure } | undefined
  let left = shrinks
  const property = fc.asyncProperty(recipes(claims, maxOps), async (recipe) => {
    if (found !== undefined && left-- <= 0) return true
    const question = questionOf(programOf(recipe, claims))
    const { failure, refused, compared, undetermined } = await verdictOf(trial, question)
    if (found === undefined) {
      total.runs += 1
      total.refused += Number(refused === true)
      total.compared += compared
      total.undetermined += undetermined
      onProgress?.({ done: total.runs, total: runs })
    }
    if (failure !== undefined) found = { question, failure } // each is simpler than the one before
    return failure === undefined
  })
  const { counterexamplePath } = await fc.check(property, { numRuns: runs, seed, path, endOnFailure: shrinks === 0 })
  const report = { backend: backend.name, seed, ...total }
  if (found === undefined) return report
  const way = counterexamplePath ?? path
  return { ...report, counterexample: await describe(trial, found.question, found.failure, { seed, path: way }) }
}

async function describe<H, R>(
  trial: Trial<H, R>,
  { args }: Question,
  { program, text, actual }: Failure,
  { seed, path }: { readonly seed: number; readonly path: string },
): Promise<Counterexample> {
  const part = await reduce(trial, program, args)
  if (part === undefined)
    return {
      path,
      failure: text,
      program: print(program),
      source: sourceOf({ program, args }),
      ...(actual === undefined ? {} : { actual: toCaseTensor(actual) }),
    }
  const { wrong } = part
  const cases = caseOf(part, { backend: trial.backend.name, seed, path })
  return {
    path,
    failure: text,
    program: print(part.program),
    source: sourceOf(part),
    expected: toCaseTensor(wrong.expected),
    ...(wrong.actual === undefined ? {} : { actual: toCaseTensor(wrong.actual) }),
    ...(cases === undefined ? {} : { cases }),
  }
}
