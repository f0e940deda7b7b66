import { describe, expect, it } from "vitest"
import type { Result } from "../src/measure/bench.ts"
import { fullShapes } from "../src/options.ts"
import { changes } from "../src/record/changes.ts"
import { documentsOf } from "../src/record/documents.ts"
import { type Recorded, read, readRecorded, shortened } from "../src/record/recorded.ts"
import { workloadNames } from "../src/workloads.ts"

function result(workload: string, shape: readonly number[], contender: string, nsPerElement: number): Result {
  return {
    workload,
    shape,
    p: Math.fround(3.3),
    contender,
    peer: !contender.startsWith("gradual-"),
    nsPerElement,
    spread: 0.1,
    samples: 9,
    elements: contender === "jax-js" ? 4000 : shape.reduce((size, length) => size * length, 1),
    ulp: contender === "jax-js" ? Number.MAX_VALUE : 1.41,
    outputUlp: 1.41,
    gradientUlp: 0.5,
    gbPerSecond: 8 / nsPerElement,
    copyGbPerSecond: 10,
  }
}

const recorded: Recorded = {
  schema: "gradual.bench/1",
  measured: "2026-01-02",
  machine: { node: "20.0.0", v8: "11", cpu: "a <fast> one", cores: 2, platform: "linux-x64" },
  results: [
    result("gradual", [1, 5], "gradual-wasm", 600),
    result("gradual", [4096, 1000], "gradual-wasm", 4.123),
    result("gradual", [4096, 1000], "jax-js", 39),
    result("crossEntropy", [4096, 1000], "gradual-wasm", 8.5),
  ],
  absences: [{ workload: "crossEntropy", shape: [4096, 1000], contender: "jax-js", peer: true, reason: "no memory" }],
  scaling: [
    result("gradual", [1, 1000], "gradual-wasm", 5),
    result("gradual", [100000, 1000], "gradual-wasm", 4.2),
    result("gradual", [1, 1000], "gradual-js", 50),
  ],
  latency: [
    {
      contender: "gradual-wasm",
      firstCallMs: 12.5,
      compileMs: 2.25,
      callMicroseconds: 3,
      callFromArraysMicroseconds: 4,
    },
  ],
  sizes: [{ entry: "gradual + valueAndGrad + backend-wasm", bytes: 29000 }],
}
const texts = documentsOf(recorded, () => "# A\n<!-- bench: begin -->\n<!-- bench: end -->\n")

describe("what is written of a record", () => {
  it("in the README: the batch, and the chart", () => {
    expect(texts["README.md"]).toMatchInlineSnapshot(`
      "# A
      <!-- bench: begin -->
      Nanoseconds per element for value and gradient on [4096, 1000] float32, one thread, with the largest error in ulps in brackets;
      measured on a <fast> one, 2 cores, linux-x64, Node 20.0.0, 2026-01-02.
      The last line is what reading and writing once would take at the speed of a plain copy. \\* on as many rows as it computes in 0.7 s.

      |  | \`gradual\` | \`scaledSoftmax\` | \`powerNormalize\` | \`crossEntropy\` |
      | --- | --- | --- | --- | --- |
      | \`gradual-wasm\` | 4.12 (1.41) |  |  | 8.50 (1.41) |
      | \`jax-js\` | 39.0 (wrong) \\* |  |  | failed |
      | as a plain copy | 0.800 |  |  | 0.800 |

      ![Nanoseconds per element of every contender, workload and shape](docs/pictures/bench.svg)
      <!-- bench: end -->
      "
    `)
  })

  it("in the app's document: everything", () => {
    expect(texts["apps/bench/README.md"]).toMatchInlineSnapshot(`
      "# A
      <!-- bench: begin -->
      On a <fast> one, 2 cores, linux-x64, Node 20.0.0, 2026-01-02. Nanoseconds per element, in brackets the largest error in ulps.
      \\* on as many rows as it computes in 0.7 s.

      ### [1, 5]

      |  | \`gradual\` | \`scaledSoftmax\` | \`powerNormalize\` | \`crossEntropy\` |
      | --- | --- | --- | --- | --- |
      | \`gradual-wasm\` | 600 (1.41) |  |  |  |
      | as a plain copy | 0.800 |  |  |  |

      ### [4096, 1000]

      |  | \`gradual\` | \`scaledSoftmax\` | \`powerNormalize\` | \`crossEntropy\` |
      | --- | --- | --- | --- | --- |
      | \`gradual-wasm\` | 4.12 (1.41) |  |  | 8.50 (1.41) |
      | \`jax-js\` | 39.0 (wrong) \\* |  |  | failed |
      | as a plain copy | 0.800 |  |  | 0.800 |

      ### From a thousand elements to a hundred million

      gradual on rows of 1000, nanoseconds per element.

      | elements | 10^3 | 10^8 |
      | --- | --- | --- |
      | \`gradual-wasm\` | 5.00 | 4.20 |
      | \`gradual-js\` | 50.0 |  |

      ### How long one waits

      gradual on [1, 5]: the first call in a fresh process, compiling, and a call of a compiled function.

      |  | first call, ms | compile, ms | call, µs | call from arrays, µs |
      | --- | --- | --- | --- | --- |
      | \`gradual-wasm\` | 12.5 | 2.25 | 3.00 | 4.00 |

      ### What a page downloads

      | bundle | bytes, gzipped |
      | --- | --- |
      | gradual + valueAndGrad + backend-wasm | 29000 |
      <!-- bench: end -->
      "
    `)
  })

  it("is a chart with a panel per shape and workload, and a bar for every result", () => {
    const chart = texts["docs/pictures/bench.svg"] as string
    for (const expected of [
      ...workloadNames,
      "[1, 5]",
      "[4096, 1000]",
      "jax-js",
      "600",
      "4.12",
      "39.0",
      "a &lt;fast> one",
    ])
      expect(chart).toContain(`${expected}`)
    expect(chart.match(/<rect [^>]*fill="#(d55e00|1e6cb2)"/g)).toHaveLength(recorded.results.length)
  })

  it("is kept to four digits, and its documents are of what is kept", () => {
    const precise = { ...recorded, results: [result("gradual", [4096, 1000], "gradual-wasm", 4.12345678)] }
    expect(shortened(precise).results[0]).toMatchObject({ nsPerElement: 4.123, elements: 4096000 })
  })
})

describe("changes since the last record", () => {
  const with_ = (nsPerElement: number): Recorded => ({
    ...recorded,
    results: [result("gradual", [4096, 1000], "gradual-wasm", nsPerElement), ...recorded.results.slice(2)],
  })

  it("are named when they are over 10 %, the worst first", () => {
    const after: Recorded = { ...with_(4.6), scaling: recorded.scaling.map((each) => ({ ...each, nsPerElement: 2 })) }
    expect(changes(recorded, after)).toEqual([
      "4 differences over 10 % in ns/element since 2026-01-02.",
      "slower by 12 %: gradual [4096, 1000] gradual-wasm, 4.12 to 4.60 ns/element",
      "faster by 52 %: gradual [100000, 1000] gradual-wasm, 4.20 to 2.00 ns/element",
      "faster by 60 %: gradual [1, 1000] gradual-wasm, 5.00 to 2.00 ns/element",
      "faster by 96 %: gradual [1, 1000] gradual-js, 50.0 to 2.00 ns/element",
      "not measured any more: gradual [1, 5] gradual-wasm",
    ])
  })

  it("are not told from chance below that", () => {
    expect(
      changes(recorded, { ...with_(4.5), results: [...recorded.results.slice(0, 1), ...with_(4.5).results] }),
    ).toEqual(["0 differences over 10 % in ns/element since 2026-01-02."])
  })

  it("say when the machine is another", () => {
    const after: Recorded = { ...recorded, machine: { ...recorded.machine, cores: 8 } }
    expect(changes(recorded, after)[1]).toBe(
      "The machines differ (a <fast> one, 2 cores, linux-x64; now a <fast> one, 8 cores, linux-x64), so times differ for that reason, too.",
    )
  })
})

describe.runIf(readRecorded() !== undefined)("what this repository records", () => {
  const kept = readRecorded() as Recorded

  it("is what its documents show: run pnpm bench --record and commit what it writes", () => {
    for (const [path, text] of Object.entries(documentsOf(kept, read))) expect(read(path), path).toBe(text)
  })

  it("has ours in every workload and shape", () => {
    const keys = kept.results.filter(({ peer }) => !peer).map(({ workload, shape }) => `${workload} ${shape.join()}`)
    for (const workload of workloadNames)
      for (const shape of fullShapes) expect(keys).toContain(`${workload} ${shape.join()}`)
  })
})
