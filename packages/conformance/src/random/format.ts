import type { CaseTensor } from "../schema.ts"
import type { Counterexample, RandomReport } from "./check.ts"

/**
 * A report as text: a line, and the counterexample if there is one, with the way back to it.
 *
 * @example
 * ```ts
 * import { checkRandomPrograms, formatRandom } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const report = await checkRandomPrograms(js(), js(), { runs: 10, seed: 3 })
 * console.log(formatRandom(report).split(" (")[0]) // js: 10 random programs agree with the reference
 * ```
 */
export function formatRandom(report: RandomReport): string {
  const { backend, seed, runs, refused, compared, undetermined, counterexample } = report
  const share = (100 * undetermined) / Math.max(1, compared + undetermined)
  const counts = `seed ${seed}; ${compared} elements compared, ${undetermined} undetermined (${share.toFixed(1)} %)`
  const note = refused > 0 ? `, ${refused} programs refused` : ""
  if (counterexample === undefined)
    return `${backend}: ${runs} random programs agree with the reference (${counts}${note})`
  return [
    `${backend}: random program ${runs} is answered wrongly (${counts}${note})`,
    ...describe(counterexample, seed),
  ].join("\n")
}

function describe(found: Counterexample, seed: number): string[] {
  const { path, failure, program, source, expected, actual, cases } = found
  return [
    failure,
    "",
    program,
    "",
    source,
    "",
    ...(expected === undefined ? [] : [`reference: ${write(expected)}`]),
    ...(actual === undefined ? [] : [`backend:   ${write(actual)}`]),
    ...(cases === undefined
      ? []
      : [
          "",
          "As a case file (outputs are the reference's: take the truth from tooling/goldens):",
          JSON.stringify(cases),
        ]),
    "",
    `Again: --seed ${seed} --path ${path}`,
  ]
}

function write({ dtype, shape, data }: CaseTensor): string {
  return `${dtype}[${shape.join()}] ${data.join(", ")}`
}
