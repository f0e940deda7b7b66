import {
  type Backend,
  type CompileOptions,
  check,
  compile,
  type NDArray,
  type Program,
  type SyncBackend,
} from "@gradual/core"
import type { Question } from "./question.ts"

/** A way of asking a backend. */
export interface Route {
  readonly name: string
  readonly options: CompileOptions
  readonly sync?: true
  /** Whether the program is run again: what it keeps from one run to the next must not show. */
  readonly again?: true
}

/** As it is written, and as it is compiled by default, in place where the backend can. */
export const routesOf = ({ capabilities }: Backend<unknown>): readonly Route[] => [
  { name: "as written", options: { simplify: false, fuse: false } },
  { name: "as compiled", options: {}, again: true, ...(capabilities.sync ? { sync: true } : {}) },
]

interface Runner<H> {
  (...args: readonly NDArray[]): readonly H[] | Promise<readonly H[]>
  program(...args: readonly NDArray[]): Program
  dispose(): void
}

function runner<H>(
  backend: Backend<H>,
  { fn }: Question,
  { options, sync }: Pick<Route, "options" | "sync">,
): Runner<H> {
  return (sync
    ? compile.sync(backend as SyncBackend<H>, fn, options)
    : compile(backend, fn, options)) as unknown as Runner<H>
}

/** The program that answers a question. */
export function programFor(backend: Backend<unknown>, question: Question, options: CompileOptions): Program {
  return runner(backend, question, { options }).program(...question.args)
}

/** What a backend answers on a route: once, or twice. */
export async function answer<H>(
  backend: Backend<H>,
  question: Question,
  route: Route,
): Promise<readonly (readonly NDArray[])[]> {
  const run = runner(backend, question, route)
  check(run.program(...question.args))
  const before = question.args.map(({ data }) => data.slice())
  try {
    const answers = [await bringHome(backend, await run(...question.args))]
    if (route.again) answers.push(await bringHome(backend, await run(...question.args)))
    const changed = question.args.findIndex(({ data }, i) => data.some((entry, k) => !Object.is(entry, before[i]?.[k])))
    if (changed >= 0) throw new Error(`argument ${changed} was changed by the run`)
    return answers
  } finally {
    run.dispose()
  }
}

/** The values of handles, which are disposed of. */
export async function bringHome<H>(backend: Backend<H>, handles: readonly H[]): Promise<NDArray[]> {
  try {
    const values: NDArray[] = []
    for (const handle of handles) values.push(await backend.read(handle))
    return values
  } finally {
    for (const handle of handles) backend.dispose(handle)
  }
}
