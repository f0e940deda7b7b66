import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { reportOf, toHtml, toJUnit, type Run as Written } from "@gradual/conformance"
import type { Run } from "./run.ts"

/** Writes the runs as a page and as JUnit XML; the paths of both. */
export function writeReport(folder: string, runs: readonly Run[]): string[] {
  const written = runs.map(writtenRun)
  mkdirSync(folder, { recursive: true })
  return Object.entries({ "index.html": toHtml(written), "junit.xml": toJUnit(written) }).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}

function writtenRun({ environment: { id, backend }, outcome: { report, failure, absent, engines } }: Run): Written {
  const broken = failure ?? (absent === undefined ? undefined : `did not run: ${absent}`)
  return {
    name: id,
    report: report ?? reportOf(backend, []),
    rerun: (one) => `pnpm matrix --only ${id} --filter '${one}'`,
    about: engines,
    ...(broken === undefined ? {} : { failure: broken }),
  }
}
