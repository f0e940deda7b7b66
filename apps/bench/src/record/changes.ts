import { nameOf } from "../measure/machine.ts"
import type { Result } from "../measure/bench.ts"
import { digits } from "../report/numbers.ts"
import type { Recorded } from "./recorded.ts"

/** Changes smaller than this are not told from chance. */
const least = 0.1

/** What became slower or faster since the last record, in lines. */
export function changes(before: Recorded, after: Recorded): readonly string[] {
  const known = new Map([...before.results, ...before.scaling].map((result) => [keyOf(result), result]))
  const found = [...after.results, ...after.scaling].flatMap((result) => {
    const ratio = result.nsPerElement / (known.get(keyOf(result))?.nsPerElement ?? Number.NaN)
    return Math.abs(ratio - 1) > least ? [{ result, ratio }] : []
  })
  const lines = found
    .sort((a, b) => b.ratio - a.ratio)
    .map(({ result, ratio }) => {
      const verdict = ratio > 1 ? "slower" : "faster"
      const times = `${digits(result.nsPerElement / ratio)} to ${digits(result.nsPerElement)} ns/element`
      return `${verdict} by ${percent(ratio)}: ${keyOf(result)}, ${times}`
    })
  const now = new Set([...after.results, ...after.scaling].map(keyOf))
  const gone = [...known.keys()].filter((key) => !now.has(key)).map((key) => `not measured any more: ${key}`)
  const isOther = nameOf(before.machine) !== nameOf(after.machine)
  const machines = `The machines differ (${nameOf(before.machine)}; now ${nameOf(after.machine)}), so times differ for that reason, too.`
  const since = `${lines.length} differences over 10 % in ns/element since ${before.measured}.`
  return [since, ...(isOther ? [machines] : []), ...lines, ...gone]
}

const keyOf = ({ workload, shape, contender }: Result): string => `${workload} [${shape.join(", ")}] ${contender}`

/** 1.5 is 50 % more, 0.5 is 50 % less. */
const percent = (ratio: number): string => `${Math.abs(Math.round((ratio - 1) * 100))} %`
