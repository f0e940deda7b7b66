import type { Report } from "@gradual/conformance"
import type { Job, Message } from "./job.ts"
import { watchdog } from "./watchdog.ts"

/** A run under way in another process. */
export interface Session {
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

/** What became of an environment: a report of all cases, or why there is none. */
export interface Outcome {
  readonly engines: Readonly<Record<string, string>>
  readonly report?: Report
  readonly failure?: string
}

/** Runs a job to its end, or until it breaks, or until it makes no progress for `patience` milliseconds. */
export async function supervise(
  start: Start,
  job: Job,
  { patience, onStep }: { readonly patience: number; readonly onStep: (step: Step) => void },
): Promise<Outcome> {
  let engines: Outcome["engines"] = {}
  let last: Step | undefined
  let finish: (end: Pick<Outcome, "report" | "failure">) => void
  const finished = new Promise<Pick<Outcome, "report" | "failure">>((resolve) => {
    finish = resolve
  })
  const dog = watchdog(patience)
  const tell = (message: Message): void => {
    dog.feed()
    if (message.type === "opened") engines = message.engines
    else if (message.type === "report") finish({ report: message.report })
    else if (message.type === "error") finish({ failure: message.message })
    else {
      last = { done: message.done, total: message.total, id: message.id }
      onStep(last)
    }
  }
  const where = () => (last === undefined ? "before the first case" : `after ${last.id}, ${last.done} of ${last.total}`)
  let session: Session | undefined
  try {
    session = await start(job, tell)
    const end = await Promise.race([
      finished,
      session.broken.then((what) => ({ failure: `${what} (${where()})` })),
      dog.bark.then(() => ({ failure: `no progress for ${patience / 1000} s (${where()})` })),
    ])
    const complaints = await session.stop()
    const told = complaints.slice(0, 5).map((complaint) => `\n  ${complaint}`)
    if (complaints.length === 0) return { engines, ...end }
    return { engines, ...end, failure: `${end.failure ?? "errors were logged"}${told.join("")}` }
  } catch (error) {
    return { engines, failure: error instanceof Error ? error.message : String(error) }
  } finally {
    dog.stop()
  }
}
