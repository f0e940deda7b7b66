import type { Result } from "../report.ts"
import { byFunction } from "./by-function.ts"
import { type Content, type Markup, markup } from "./markup.ts"
import type { Run } from "./run.ts"

/**
 * Runs as JUnit XML, for what shows tests of a build: a suite per run, a test per case, law and probe. What is known to fail,
 * and what nothing is claimed about, counts as skipped, with the reason; what broke outside of cases is an error.
 *
 * @example
 * ```ts
 * import { runConformance, toJUnit } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const report = await runConformance(js(), { filter: "expm1/empty" })
 * const xml = toJUnit([{ name: "js", report, rerun: (id) => `gradual conformance --filter ${id}` }])
 * console.log(xml.split("\n")[3]) // <testcase classname="js.expm1" name="expm1/empty"/>
 * ```
 */
export function toJUnit(runs: readonly Run[]): string {
  const total = (count: (run: Run) => number) => runs.reduce((sum, run) => sum + count(run), 0)
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gradual conformance" tests="${total(testsOf)}" failures="${total(failuresOf)}" errors="${total(errorsOf)}">
${runs.map(suite)}</testsuites>
`.markup
}

const errorsOf = ({ failure }: Run): number => (failure === undefined ? 0 : 1)
const failuresOf = ({ report }: Run): number => report.summary.failed
const testsOf = (run: Run): number => run.report.results.length + errorsOf(run)

function suite(run: Run): Markup {
  const { name, report, about = {}, failure } = run
  const { skipped, known = 0, unverifiable = 0 } = report.summary
  const properties = Object.entries(about).map(
    ([key, value]) => markup`<property name="${key}" value="${value}"/>
`,
  )
  const broken = markup`<testcase classname="${name}" name="the run"><error message="${line(failure)}">${failure}</error></testcase>
`
  return markup`<testsuite name="${name}" tests="${testsOf(run)}" failures="${failuresOf(run)}" errors="${errorsOf(run)}" skipped="${skipped + known + unverifiable}">
${properties.length === 0 ? undefined : [markup`<properties>\n`, properties, markup`</properties>\n`]}${byFunction(
  report,
).map((each) =>
  each.results.map((result) => testcase(`${name}.${each.name}`, result, run)),
)}${failure === undefined ? undefined : broken}</testsuite>
`
}

function testcase(classname: string, result: Result, { rerun }: Run): Markup {
  const outcome = outcomeOf(result, rerun)
  return markup`<testcase classname="${classname}" name="${result.id}"${
    outcome === undefined ? markup`/>` : [markup`>`, outcome, markup`</testcase>`]
  }
`
}

function outcomeOf({ id, status, detail, reason }: Result, rerun: Run["rerun"]): Content {
  if (status === "passed") return undefined
  if (status === "failed") return markup`<failure message="${line(detail)}">${detail}\n\n${rerun(id)}\n</failure>`
  const why = {
    known: `known failure: ${reason}`,
    unverifiable: "the backend makes no claim about it",
    skipped: detail,
  }
  return markup`<skipped message="${line(why[status])}"/>`
}

/** On one line: line breaks in attributes are lost. */
function line(text: string | undefined): string | undefined {
  return text?.replaceAll(/\s*\n\s*/g, " ")
}
