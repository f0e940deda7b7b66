import { skips } from "../by-function.ts"
import { type Markup, markup } from "../markup.ts"
import type { Run } from "../run.ts"

/** A line per run: how many of its cases passed, failed and so on, and what it ran on. */
export function overview(runs: readonly Run[]): Markup {
  return markup`<section aria-labelledby="runs">
<h2 id="runs">Runs</h2>
<div class="scroll" role="region" aria-labelledby="runs" tabindex="0">
<table class="overview">
<caption>How many probes, cases and laws have each result, by run.</caption>
<thead><tr><th scope="col">run</th><th scope="col" class="number">passed</th><th scope="col" class="number">failed</th><th scope="col" class="number">known to fail</th><th scope="col" class="number">skipped</th><th scope="col" class="number">unverifiable</th><th scope="col">ran on</th></tr></thead>
<tbody>
${runs.map(row)}</tbody>
</table>
</div>
</section>`
}

function row({ name, report, about = {}, failure }: Run): Markup {
  const { passed, failed, skipped, known = 0, unverifiable = 0 } = report.summary
  const reasons = [...skips(report)].map(([reason, count]) => markup`<small>${reason}: ${count}</small>`)
  const count = (kind: string, value: number) => markup`<td class="count ${value > 0 ? kind : "none"}">${value}</td>`
  const isBad = failed > 0 || failure !== undefined
  const broken = markup`<span class="broken">${failure}</span>`
  return markup`<tr><th scope="row"><span class="mark ${isBad ? "failed" : "passed"}" aria-hidden="true">${isBad ? "✗" : "✓"}</span> ${name}${
    failure === undefined ? undefined : broken
  }</th>${count("passed", passed)}${count("failed", failed)}${count("known", known)}<td class="count ${skipped > 0 ? "skipped" : "none"}">${skipped}${reasons}</td>${count("unverifiable", unverifiable)}<td>${Object.entries(
    about,
  )
    .map(([key, value]) => `${key} ${value}`)
    .join(", ")}</td></tr>
`
}
