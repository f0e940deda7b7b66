import { readFileSync } from "node:fs"
import { join } from "node:path"
import { node } from "../command.ts"
import { installWithPnpm, layOut, type Project } from "../project.ts"

interface Outcome {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Someone else's adapter, written after the guide, under the published suite: the report must name what it lacks, and nothing else. */
export const adapter: Project = {
  name: "adapter",
  about: "an adapter of someone else's, type-checked and verified by the published suite",
  async run(stage) {
    layOut("adapter", stage)
    const place = { cwd: stage.folder, signal: stage.signal }
    await installWithPnpm(stage)
    await node(["node_modules/typescript/bin/tsc"], place)
    // the suite fails: the adapter has no erf
    const vitest = ["node_modules/vitest/vitest.mjs", "run", "--reporter", "json", "--outputFile", "report.json"]
    const failure = await node(vitest, place).then(
      () => undefined,
      (error: Error) => error,
    )
    stage.signal.throwIfAborted()
    const { passed, failed } = outcomes(join(stage.folder, "report.json"), failure)
    const unexpected = failed.filter(
      ({ title, why }) => !title.startsWith("erf/") || !why.includes("erf is not supported"),
    )
    if (unexpected.length > 0) throw new Error(unexpected.map(({ title, why }) => `${title}: ${why}`).join("\n"))
    if (failed.length === 0) throw new Error("the suite passes an adapter that has no erf")
    if (passed < 1000) throw new Error(`the suite has ${passed} tests`)
    return `${passed} tests passed, ${failed.length} failed: all for the op that it lacks`
  },
}

function outcomes(file: string, failure: Error | undefined) {
  try {
    const { testResults } = JSON.parse(readFileSync(file, "utf8")) as Outcome
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
    return {
      passed: tests.filter(({ status }) => status === "passed").length,
      failed: tests
        .filter(({ status }) => status === "failed")
        .map(({ title, failureMessages }) => ({
          title,
          why: failureMessages.join(" ").split("\n    at ")[0] as string,
        })),
    }
  } catch {
    throw failure ?? new Error("the suite left no report")
  }
}
