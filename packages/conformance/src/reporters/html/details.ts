import type { Result } from "../../report.ts"
import type { CaseTensor } from "../../schema.ts"
import { byFunction } from "../by-function.ts"
import { type Markup, markup } from "../markup.ts"
import type { Run } from "../run.ts"
import { anchor } from "./anchors.ts"

/** What failed in each run, and how it is run again. */
export function failures(runs: readonly Run[]): Markup | undefined {
  return section(runs, "failed", "Failures")
}

/** What is known to fail in each run, and why. */
export function knownFailures(runs: readonly Run[]): Markup | undefined {
  return section(runs, "known", "Known failures")
}

function section(runs: readonly Run[], status: "failed" | "known", title: string): Markup | undefined {
  const parts = runs.flatMap((run, i) =>
    byFunction(run.report).flatMap(({ name, results }) => {
      const chosen = results.filter((result) => result.status === status)
      return chosen.length === 0 ? [] : [group(run, anchor(status, i, name), name, chosen)]
    }),
  )
  if (parts.length === 0) return undefined
  return markup`<section aria-labelledby="${status}">
<h2 id="${status}">${title}</h2>
${parts}</section>`
}

function group(run: Run, id: string, name: string, results: readonly Result[]): Markup {
  return markup`<section class="group" id="${id}">
<h3>${name} <span>on ${run.name}</span></h3>
${results.map((result) => item(result, run.rerun))}</section>
`
}

function item({ id, status, detail, reason, actual }: Result, rerun: Run["rerun"]): Markup {
  const { outputs, gradients } = actual ?? { outputs: [], gradients: [] }
  const values = [...returned("output", outputs), ...returned("gradient", gradients)]
  return markup`<article class="${status}">
<h4>${id}</h4>
${reason === undefined ? undefined : markup`<p>${reason}</p>`}
<p class="detail">${detail}</p>
${values.length === 0 ? undefined : markup`<ul>${values}</ul>`}
<pre><code>${rerun(id)}</code></pre>
</article>
`
}

/** Entries of a tensor that are shown. */
const most = 100

function returned(what: string, tensors: readonly (CaseTensor | null)[]): Markup[] {
  return tensors.flatMap((tensor, i) => {
    if (tensor === null) return []
    const { dtype, shape, data } = tensor
    const more = data.length > most ? `, and ${data.length - most} more` : ""
    const type = `${dtype}[${shape.join(",")}]`
    return [markup`<li>${what} ${i}, ${type}: <code>${data.slice(0, most).join(", ")}</code>${more}</li>`]
  })
}
