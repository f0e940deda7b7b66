import { goldens, type KnownFailures, type Report, type Result, runConformance } from "@gradual/conformance"
import type { Capabilities } from "@gradual/core"
import type { Openers } from "./environment.ts"

/** What to run, as sent to where it runs. */
export interface Job {
  readonly backend: string
  /** Run only cases with one of these texts, separated by commas, in their id; or laws or probes, if it begins with `law` or `probe`. */
  readonly filter: string
  readonly knownFailures?: KnownFailures
  /** Ids of what is done. */
  readonly done: readonly string[]
}

/** What is told of a run while it runs. */
export type Message =
  | {
      readonly type: "opened"
      readonly engines: Readonly<Record<string, string>>
      readonly capabilities: Capabilities
    }
  | { readonly type: "absent"; readonly reason: string }
  | { readonly type: "result"; readonly result: Result; readonly left: number }
  | { readonly type: "report"; readonly report: Report }
  | { readonly type: "error"; readonly message: string }

/** Whether a filter takes the case of this id. */
export function isChosen(id: string, filter: string): boolean {
  return filter.split(",").some((text) => id.includes(text))
}

/** The cases of a job in the order in which they run, without those that are done. */
export function casesOf({ filter, done }: Pick<Job, "filter" | "done">): typeof goldens {
  const isDone = new Set(done)
  return goldens.map((file) => ({
    ...file,
    cases: file.cases.filter(({ id }) => isChosen(id, filter) && !isDone.has(id)),
  }))
}

/** Runs a job with one of the openers, telling of it. What goes wrong outside of cases is told, too; never throws. */
export async function perform(job: Job, openers: Openers, tell: (message: Message) => void): Promise<void> {
  const { filter, knownFailures, done } = job
  try {
    const open = openers[job.backend]
    if (open === undefined) throw new Error(`there is no ${job.backend} here`)
    const opened = await open()
    if ("absent" in opened) return tell({ type: "absent", reason: opened.absent })
    const { backend, engines, lost } = opened
    if (backend.name !== job.backend) throw new Error(`the backend calls itself ${backend.name}`)
    tell({ type: "opened", engines, capabilities: backend.capabilities })
    const gone = lost?.then((reason) => Promise.reject(new Error(`the device was lost: ${reason}`)))
    const isOther = /^(law|probe)/.test(filter)
    const run = runConformance(backend, {
      cases: casesOf(job),
      probes: (filter === "" && done.length === 0) || filter.startsWith("probe"),
      laws: filter === "" || filter.startsWith("law"),
      filter: isOther ? filter : "",
      ...(knownFailures === undefined ? {} : { knownFailures }),
      onProgress: ({ done, total, result }) => tell({ type: "result", result, left: total - done }),
    })
    tell({ type: "report", report: await (gone === undefined ? run : Promise.race([run, gone])) })
  } catch (error) {
    tell({ type: "error", message: error instanceof Error ? error.message : String(error) })
  }
}
