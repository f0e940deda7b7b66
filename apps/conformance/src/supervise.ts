import { type Report, type Result, reportOf } from "@gradual/conformance"
import type { Capabilities } from "@gradual/core"
import { casesOf, type Job, type Message } from "./job.ts"
import { watchdog } from "./watchdog.ts"

/** A run under way in another process. */
export interface Session {
  /** Versions of what it runs in. */
  readonly engines: Readonly<Record<string, string>>
  /** Settles, with what happened, when the process ends or breaks before its work is done. */
  readonly broken: Promise<string>
  /** Ends the process, whatever it does, and says what it complained of. */
  stop(): Promise<readonly string[]>
}

/** Starts a job in a process of its own. Throws where it cannot. */
export type Start = (job: Job, tell: (message: Message) => void) => Promise<Session>

/** How far a run is. */
export interface Step {
  readonly done: number
  readonly total: number
  readonly id: string
}

/** How to watch over a run. */
export interface Care {
  /** Milliseconds without progress after which it counts as hanging. */
  readonly patience: number
  readonly onStep: (step: Step) => void
}

/** What became of an environment: a report of all cases, or why there is none, or why it does not count. */
export interface Outcome {
  /** Why it cannot run on this machine. */
  readonly absent?: string
  readonly engines: Readonly<Record<string, string>>
  readonly capabilities?: Capabilities
  readonly report?: Report
  readonly failure?: string
}

/** Breaks after which an environment is given up. */
const mostBreaks = 5

/**
 * Runs a job to its end. Where it breaks or makes no progress, the case that was running has failed, and what is left is
 * run in a new process. An environment that does not open, breaks outside of cases or breaks often has failed itself.
 */
export async function supervise(start: Start, job: Job, care: Care): Promise<Outcome> {
  const results: Result[] = []
  const complaints: string[] = []
  let breaks = 0
  for (;;) {
    const done = results.map(({ id }) => id)
    const { results: told, end, complaints: more, ...opened } = await attempt(start, { ...job, done }, care)
    complaints.push(...more)
    results.push(...(end.report?.results ?? told))
    const finish = (rest: Pick<Outcome, "report" | "failure">): Outcome => ({ ...opened, ...rest })
    if ("absent" in end) return { ...opened, ...end }
    if (end.report !== undefined) {
      const report = reportOf(job.backend, results)
      if (report.results.length === 0) return finish({ failure: `no case has ${JSON.stringify(job.filter)} in its id` })
      return finish({ report, ...(complaints.length > 0 ? { failure: logged(complaints) } : {}) })
    }
    const running = casesOf({ filter: job.filter, done: results.map(({ id }) => id) }).flatMap(({ cases }) => cases)[0]
    const isOver = opened.capabilities === undefined || running === undefined || breaks === mostBreaks
    if (isOver) return finish({ failure: [end.failure, where(results), logged(complaints)].filter(Boolean).join(" ") })
    breaks += 1
    results.push({ id: running.id, status: "failed", worst: { output: null, gradient: null }, detail: end.failure })
  }
}

const where = (results: readonly Result[]): string =>
  results.length === 0 ? "" : `(after ${results.at(-1)?.id}, ${results.length} done)`

const logged = (complaints: readonly string[]): string =>
  complaints.length === 0 ? "" : ["errors were logged:", ...new Set(complaints)].slice(0, 6).join("\n  ")

/** How an attempt ended. */
type End =
  | { readonly report: Report }
  | { readonly report?: never; readonly failure: string }
  | { readonly report?: never; readonly absent: string }

interface Attempt extends Pick<Outcome, "engines" | "capabilities"> {
  readonly results: readonly Result[]
  readonly end: End
  readonly complaints: readonly string[]
}

async function attempt(start: Start, job: Job, { patience, onStep }: Care): Promise<Attempt> {
  const results: Result[] = []
  let opened: Pick<Outcome, "engines" | "capabilities"> = { engines: {} }
  let finish: (end: End) => void
  const finished = new Promise<End>((resolve) => {
    finish = resolve
  })
  const dog = watchdog(patience)
  const tell = (message: Message): void => {
    dog.feed()
    if (message.type === "opened") opened = { engines: message.engines, capabilities: message.capabilities }
    else if (message.type === "absent") finish({ absent: message.reason })
    else if (message.type === "report") finish({ report: message.report })
    else if (message.type === "error") finish({ failure: message.message })
    else {
      results.push(message.result)
      const done = job.done.length + results.length
      onStep({ done, total: done + message.left, id: message.result.id })
    }
  }
  try {
    const { broken, engines, stop } = await start(job, tell)
    const end = await Promise.race([
      finished,
      broken.then((failure) => ({ failure })),
      dog.bark.then(() => ({ failure: `no progress for ${patience / 1000} s` })),
    ])
    const told = [...results]
    const complaints = await stop()
    return { ...opened, engines: { ...engines, ...opened.engines }, results: told, end, complaints }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { ...opened, results, end: { failure }, complaints: [] }
  } finally {
    dog.stop()
  }
}
