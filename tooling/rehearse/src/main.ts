import { mkdtemp, mkdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { help, type Options, readOptions, UsageError } from "./options.ts"
import { perform } from "./perform.ts"
import { projects } from "./projects.ts"
import { startRegistry } from "./registry.ts"
import { release } from "./release.ts"
import { closing } from "./table.ts"

/** Where the command writes. */
export interface Io {
  out(text: string): void
  error(text: string): void
}

/** Rehearses; the exit code: 0 all is well, 1 something failed, 2 a mistake on the command line, 130 ended from outside. */
export async function main(args: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  try {
    const options = readOptions(
      args,
      projects.map(({ name }) => name),
    )
    if (options !== undefined) return await rehearse(options, io, signal)
    io.out(help(projects))
    return 0
  } catch (error) {
    if (signal.aborted) return 130
    const isUsage = error instanceof UsageError
    io.error(`rehearse: ${error instanceof Error ? error.message : error}\n`)
    return isUsage ? 2 : 1
  }
}

async function rehearse({ only, jobs, keep }: Options, io: Io, signal: AbortSignal): Promise<number> {
  const began = performance.now()
  const say = (text: string) => io.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}\n`)
  const folder = await mkdtemp(join(tmpdir(), "gradual-rehearsal-"))
  try {
    const registry = await startRegistry(join(folder, "registry"))
    try {
      say(`a registry on ${registry.url}`)
      const version = await release(join(folder, "checkout"), registry.url, signal, say)
      say(`published ${version}`)
      const stage = { folder: join(folder, "projects"), registry: registry.url, signal }
      await mkdir(stage.folder)
      const chosen = projects.filter(({ name }) => only.length === 0 || only.includes(name))
      const results = await perform(chosen, stage, jobs, ({ project, status }) => say(`${project.name}: ${status}`))
      signal.throwIfAborted()
      io.out(closing(version, results))
      return results.some(({ status }) => status === "failed") ? 1 : 0
    } finally {
      await registry.close()
    }
  } finally {
    if (keep) io.error(`kept: ${folder}\n`)
    else await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
