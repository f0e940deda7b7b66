import { byFunction, type FunctionResults, kindOf, kinds, shortUlps } from "../by-function.ts"
import { type Markup, markup } from "../markup.ts"
import type { Run } from "../run.ts"
import { anchor } from "./anchors.ts"

/** A column: a run's results by the name of the function. */
type Column = ReadonlyMap<string, FunctionResults>

/** Functions down, runs across, in each cell the worst errors and the counts. */
export function matrix(runs: readonly Run[]): Markup {
  const columns = runs.map(({ report }): Column => new Map(byFunction(report).map((each) => [each.name, each])))
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort()
  const groups = kinds.map((kind) => ({ kind, names: names.filter((name) => kindOf(name) === kind) }))
  return markup`<section aria-labelledby="matrix">
<h2 id="matrix">Functions</h2>
${legend()}
<div class="scroll" role="region" aria-labelledby="matrix" tabindex="0">
<table class="matrix">
<caption>By function and run: the largest errors of outputs, of gradients and of second derivatives, in units in the last place, then how many cases have each result. A red cell leads to its failures.</caption>
<thead><tr><td></td>${runs.map(({ name }) => markup`<th scope="col">${name}<span class="ulps" aria-hidden="true"><span>output</span><span>gradient</span><span>second</span></span></th>`)}</tr></thead>
${groups.flatMap((group) => (group.names.length === 0 ? [] : [body(group.kind, group.names, columns)]))}</table>
</div>
</section>`
}

function body(kind: string, names: readonly string[], columns: readonly Column[]): Markup {
  const rows = names.map(
    (name) => markup`<tr><th scope="row">${name}</th>${columns.map((column, i) => cell(column.get(name), i))}</tr>
`,
  )
  return markup`<tbody>
<tr class="kind"><th scope="rowgroup" colspan="${columns.length + 1}">${kind}</th></tr>
${rows}</tbody>
`
}

function cell(results: FunctionResults | undefined, run: number): Markup {
  if (results === undefined) return markup`<td class="none">not run</td>`
  const { name, counts, worst } = results
  const state = stateOf(results)
  const errors = [
    ulps("output", worst.output),
    ulps("gradient", worst.gradient),
    ulps("second derivative", worst.second),
  ]
  const contents = markup`<span class="ulps">${errors}</span><span class="counts">${counted(counts)}</span>`
  return state === "failed" || state === "known"
    ? markup`<td class="${state}"><a href="#${anchor(state, run, name)}">${contents}</a></td>`
    : markup`<td class="${state}">${contents}</td>`
}

/** What a cell as a whole says: the first of these that there is. */
function stateOf({ counts }: FunctionResults): string {
  return (["failed", "known", "passed", "unverifiable"] as const).find((each) => counts[each] > 0) ?? "skipped"
}

function counted({ passed, failed, known, skipped, unverifiable }: FunctionResults["counts"]): string {
  const all = Object.entries({ failed, known, passed, skipped, unverifiable }).filter(([, count]) => count > 0)
  return all.map(([status, count]) => `${count} ${status}`).join(", ")
}

/** Bounds of the shades in which errors are shown. */
const shades = [0.5, 1, 4, 32]

function ulps(what: string, error: number | null): Markup {
  if (error === null) return markup`<span></span>`
  return markup`<span class="shade${shadeOf(error)}"><i>${what} </i>${shortUlps(error)}</span>`
}

function shadeOf(error: number): number {
  const shade = shades.findIndex((bound) => error <= bound)
  return shade < 0 ? shades.length : shade
}

function legend(): Markup {
  const bounds = [...shades.map((bound) => `≤ ${bound}`), `> ${shades.at(-1)}`]
  return markup`<ul class="legend">
<li>error in ulp: ${bounds.map((bound, i) => markup`<span class="shade${i}">${bound}</span> `)}</li>
<li><span class="failed">failed</span> beyond its budget, or wrong</li>
<li><span class="known">known</span> fails as listed, for a reason upstream; not counted in the errors</li>
<li><span class="skipped">skipped</span> the backend lacks what it needs</li>
<li><span class="unverifiable">unverifiable</span> the backend claims nothing about it</li>
</ul>`
}
