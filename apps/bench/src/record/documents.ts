import { replaceBetween, table } from "@gradual/markdown"
import type { Result } from "../measure/bench.ts"
import { nameOf } from "../measure/machine.ts"
import { digits, ulpText } from "../report/numbers.ts"
import { workloadNames } from "../workloads.ts"
import { chart } from "./chart.ts"
import type { Recorded } from "./recorded.ts"

const picture = "docs/pictures/bench.svg"
const readme = "README.md"
const reference = "apps/bench/README.md"

/** Texts that follow from what is recorded, by their paths from the root. `read` gives them as they are. */
export function documentsOf(recorded: Recorded, read: (path: string) => string): Readonly<Record<string, string>> {
  return {
    [readme]: replaceBetween(read(readme), "bench", summary(recorded)),
    [reference]: replaceBetween(read(reference), "bench", everything(recorded)),
    [picture]: chart(recorded),
  }
}

/** The shape of the README's table. */
const batch = "4096, 1000"

/** Marks what was measured on some of the rows. */
const partly = (result: Result): string => (result.elements < sizeOf(result) ? " \\*" : "")
const partlyNote = "\\* on as many rows as it computes in 0.7 s."

const shapeOf = ({ shape }: Result): string => shape.join(", ")
const sizeOf = ({ shape }: Result): number => shape.reduce((size, length) => size * length, 1)
const distinct = <T>(list: readonly T[]): readonly T[] => [...new Set(list)]

/** The batch, and all shapes as a picture. */
function summary(recorded: Recorded): string {
  return [
    `Nanoseconds per element for value and gradient on [${batch}] float32, one thread, with the largest error in ulps in brackets;`,
    `measured on ${place(recorded)}.`,
    `The last line is what reading and writing once would take at the speed of a plain copy. ${partlyNote}`,
    "",
    shapeTable(recorded, batch),
    "",
    `![Nanoseconds per element of every contender, workload and shape](${picture})`,
  ].join("\n")
}

const place = ({ machine, measured }: Recorded): string => `${nameOf(machine)}, Node ${machine.node}, ${measured}`

/** Contenders down, workloads across. */
function shapeTable({ results, absences }: Recorded, shape: string): string {
  const here = results.filter((result) => shapeOf(result) === shape)
  const contenders = distinct(here.map(({ contender }) => contender))
  const cell = (contender: string, workload: string): string => {
    const result = here.find((each) => each.contender === contender && each.workload === workload)
    if (result !== undefined) return `${digits(result.nsPerElement)} (${ulpText(result.ulp)})${partly(result)}`
    const isAbsent = absences.some(
      (each) => each.contender === contender && each.workload === workload && each.shape.join(", ") === shape,
    )
    return isAbsent ? "failed" : ""
  }
  const least = workloadNames.map((workload) => {
    const result = here.find((each) => each.workload === workload)
    return result === undefined ? "" : digits((result.gbPerSecond * result.nsPerElement) / result.copyGbPerSecond)
  })
  const rows = contenders.map((name) => [`\`${name}\``, ...workloadNames.map((workload) => cell(name, workload))])
  return table(["", ...workloadNames.map((name) => `\`${name}\``)], [...rows, ["as a plain copy", ...least]])
}

/** Every shape, sizes, latencies. */
function everything(recorded: Recorded): string {
  const { results, scaling, latency, sizes } = recorded
  const shapes = distinct(results.map(shapeOf))
  return [
    `On ${place(recorded)}. Nanoseconds per element, in brackets the largest error in ulps.`,
    partlyNote,
    ...shapes.flatMap((shape) => ["", `### [${shape}]`, "", shapeTable(recorded, shape)]),
    "",
    "### From a thousand elements to a hundred million",
    "",
    "gradual on rows of 1000, nanoseconds per element.",
    "",
    scalingTable(scaling),
    "",
    "### How long one waits",
    "",
    "gradual on [1, 5]: the first call in a fresh process, compiling, and a call of a compiled function.",
    "",
    table(
      ["", "first call, ms", "compile, ms", "call, µs", "call from arrays, µs"],
      latency.map((each) => [
        `\`${each.contender}\``,
        ...[each.firstCallMs, each.compileMs, each.callMicroseconds, each.callFromArraysMicroseconds].map(digits),
      ]),
    ),
    "",
    "### What a page downloads",
    "",
    table(
      ["bundle", "bytes, gzipped"],
      sizes.map(({ entry, bytes }) => [entry, String(bytes)]),
    ),
  ].join("\n")
}

function scalingTable(scaling: readonly Result[]): string {
  const sizesMeasured = distinct(scaling.map(sizeOf)).toSorted((a, b) => a - b)
  const rows = distinct(scaling.map(({ contender }) => contender)).map((contender) => [
    `\`${contender}\``,
    ...sizesMeasured.map((size) => {
      const result = scaling.find((each) => each.contender === contender && sizeOf(each) === size)
      return result === undefined ? "" : digits(result.nsPerElement)
    }),
  ])
  return table(["elements", ...sizesMeasured.map((size) => `10^${Math.log10(size)}`)], rows)
}
