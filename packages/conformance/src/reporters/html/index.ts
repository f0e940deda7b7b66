import { type Markup, markup } from "../markup.ts"
import type { Run } from "../run.ts"
import { failures, knownFailures } from "./details.ts"
import { matrix } from "./matrix.ts"
import { overview } from "./overview.ts"
import { style } from "./style.ts"

/**
 * Runs as a page: one HTML file that needs no other, no network and no script. It holds the counts of each run, a matrix of
 * functions and runs with the worst errors, and of every failure what happened and the command that runs it again.
 *
 * @example
 * ```ts
 * import { runConformance, toHtml } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const report = await runConformance(js(), { filter: "expm1/empty" })
 * const page = toHtml([{ name: "js", report, rerun: (id) => `gradual conformance --filter ${id}` }])
 * console.log(page.includes("1 passed")) // true
 * ```
 */
export function toHtml(runs: readonly Run[]): string {
  const title = `Gradual conformance: ${runs.length === 1 ? runs[0]?.name : `${runs.length} runs`}`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Gradual conformance</h1>
${verdict(runs)}
${overview(runs)}
${matrix(runs)}
${failures(runs)}
${knownFailures(runs)}
</main>
</body>
</html>
`.markup
}

/** All of it in a sentence. */
function verdict(runs: readonly Run[]): Markup {
  const total = (count: (run: Run) => number) => runs.reduce((sum, run) => sum + count(run), 0)
  const [passed, failed] = [total(({ report }) => report.summary.passed), total(({ report }) => report.summary.failed)]
  const broken = total(({ failure }) => (failure === undefined ? 0 : 1))
  const isBad = failed + broken > 0
  const parts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(broken > 0 ? [`${broken} of ${runs.length} runs broke`] : []),
  ]
  return markup`<p class="verdict ${isBad ? "failed" : "passed"}">${isBad ? "✗" : "✓"} ${parts.join(", ")}</p>`
}
