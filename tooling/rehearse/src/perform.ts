import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { NotChecked, type Project, type Stage } from "./project.ts"

/** What became of a project. */
export interface Result {
  readonly project: Project
  readonly status: "ok" | "failed" | "not checked"
  /** What works, or what went wrong. */
  readonly detail: string
  readonly seconds: number
}

/** Milliseconds after which a project counts as hanging. */
const patience = 600_000

/** Runs projects, some at the same time, beginning in the given order. */
export async function perform(
  projects: readonly Project[],
  stage: Stage,
  jobs: number,
  onResult: (result: Result) => void,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = [...projects]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !stage.signal.aborted; next = queue.shift()) {
      const result = await performOne(next, stage)
      results.push(result)
      onResult(result)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return results.sort((a, b) => projects.indexOf(a.project) - projects.indexOf(b.project))
}

async function performOne(project: Project, stage: Stage): Promise<Result> {
  const began = performance.now()
  const folder = join(stage.folder, project.name)
  const limit = AbortSignal.timeout(patience)
  const done = (status: Result["status"], detail: string): Result => ({
    project,
    status,
    detail,
    seconds: (performance.now() - began) / 1000,
  })
  try {
    await mkdir(folder)
    return done("ok", await project.run({ ...stage, folder, signal: AbortSignal.any([stage.signal, limit]) }))
  } catch (error) {
    if (error instanceof NotChecked) return done("not checked", error.message)
    if (limit.aborted) return done("failed", `no end after ${patience / 1000} s`)
    return done("failed", error instanceof Error ? error.message : String(error))
  }
}
