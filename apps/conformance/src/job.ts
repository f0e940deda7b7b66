import { type Report, runConformance } from "@gradual/conformance"
import type { Openers } from "./environment.ts"

/** What to run, as sent to where it runs. */
export interface Job {
  readonly backend: string
  readonly filter: string
}

/** What is told of a run while it runs. */
export type Message =
  | { readonly type: "opened"; readonly engines: Readonly<Record<string, string>> }
  | { readonly type: "progress"; readonly done: number; readonly total: number; readonly id: string }
  | { readonly type: "report"; readonly report: Report }
  | { readonly type: "error"; readonly message: string }

/** Runs a job with one of the openers, telling of it. What goes wrong outside of cases is told, too; never throws. */
export async function perform(job: Job, openers: Openers, tell: (message: Message) => void): Promise<void> {
  try {
    const open = openers[job.backend]
    if (open === undefined) throw new Error(`there is no ${job.backend} here`)
    const { backend, engines, lost } = await open()
    if (backend.name !== job.backend) throw new Error(`the backend calls itself ${backend.name}`)
    tell({ type: "opened", engines })
    const gone = lost?.then((reason) => Promise.reject(new Error(`the device was lost: ${reason}`)))
    const run = runConformance(backend, {
      filter: job.filter,
      onProgress: ({ done, total, id }) => tell({ type: "progress", done, total, id }),
    })
    const report = await (gone === undefined ? run : Promise.race([run, gone]))
    if (report.results.length === 0) throw new Error(`no case has ${JSON.stringify(job.filter)} in its id`)
    tell({ type: "report", report })
  } catch (error) {
    tell({ type: "error", message: error instanceof Error ? error.message : String(error) })
  }
}
