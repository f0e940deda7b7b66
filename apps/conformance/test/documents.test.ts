import { replaceBetween } from "@gradual/markdown"
import { describe, expect, test } from "vitest"
import { environments } from "../src/environments.ts"
import { read, readSupport, supportPath } from "../src/files.ts"
import { allKnownFailures } from "../src/known-failures.ts"
import { digits } from "../src/support/digits.ts"
import { documentsOf } from "../src/support/documents.ts"
import { isOfToday } from "../src/support/suite.ts"
import { serialize, type Support } from "../src/support/support.ts"
import { capabilities } from "./fakes.ts"

const errors = (output: number, gradient: number | null) => ({ output, gradient, second: null })
const support: Support = {
  schema: "gradual.support/1",
  environments: {
    "node/js": {
      measured: "2026-01-01",
      suite: "0",
      engines: { node: "20.0.0" },
      capabilities: { ...capabilities, dtypes: ["float32", "float64"] },
      functions: {
        exp: { passed: 3, worst: { float32: errors(0.5, 1), float64: errors(0.75, 0) } },
        gradual: { passed: 7, worst: { float32: errors(0.94, 1.5) } },
        "law/gradual": { passed: 9, known: 1, worst: {} },
      },
    },
    "chromium/tfjs-webgl": {
      measured: "2026-01-02",
      suite: "0",
      engines: { chromium: "156", device: "SwiftShader" },
      capabilities,
      functions: {
        exp: { passed: 1, known: 1, skipped: 1, worst: { float32: errors(59, null) } },
        softmaxBlend: { passed: 5, failed: 2, worst: { float32: errors(120000, 4) } },
      },
    },
  },
}
const known = [
  { backend: "tfjs-webgl", match: "exp/nan*", reason: "a | b", upstream: "its shader", observed: "as written" },
]
const texts = documentsOf(support, known, () => "# A\n<!-- support: begin -->\nold\n<!-- support: end -->\n\nB\n")

describe("the tables", () => {
  test("in the README: a line for each environment", () => {
    expect(`\n${texts["README.md"]}`).toMatchInlineSnapshot(`
      "
      # A
      <!-- support: begin -->
      | environment | runtime | passed | failed | known failures | unverifiable | skipped | \`gradual\` | all operators |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      | \`node/js\` | node 20.0.0 | 19 | 0 | 1 | 0 | 0 | 0.94 / 1.5 | 0.94 / 1.5 |
      | \`chromium/tfjs-webgl\` | chromium 156 | 6 | 2 | 1 | 0 | 1 | – / – | 1.2e5 / 4 |
      <!-- support: end -->

      B
      "
    `)
  })

  test("in the reference: everything", () => {
    const page = (texts["docs/reference/support.md"] as string).split("\n## ").slice(1).join("\n## ")
    expect(`\n${page}`).toMatchInlineSnapshot(`
      "
      Environments

      | environment | runtime | device | measured | cases |
      | --- | --- | --- | --- | --- |
      | node/js | node 20.0.0 |  | 2026-01-01 | those of then: measure again |
      | chromium/tfjs-webgl | chromium 156 | SwiftShader | 2026-01-02 | those of then: measure again |

      ## Capabilities

      | claim | node/js | chromium/tfjs-webgl |
      | --- | --- | --- |
      | dtypes | float32, float64 | float32 |
      | sync | true | true |
      | subnormals | keep | keep |
      | signedZero | true | true |
      | nonFinite | ieee | ieee |
      | headroom | true | true |
      | accuracy | ieee | ieee |

      ## Cases

      How many passed, then how many are known failures (k), failed (f), were skipped (s) or are unverifiable (u).

      | function | node/js | chromium/tfjs-webgl |
      | --- | --- | --- |
      | exp | 3 | 1 1k 1s |
      | gradual | 7 |  |
      | law/gradual | 9 1k |  |
      | softmaxBlend |  | 5 2f |

      ## Errors of outputs, float32

      | function | node/js | chromium/tfjs-webgl |
      | --- | --- | --- |
      | exp | 0.5 | 59 |
      | gradual | 0.94 |  |
      | softmaxBlend |  | 1.2e5 |

      ## Errors of gradients, float32

      | function | node/js | chromium/tfjs-webgl |
      | --- | --- | --- |
      | exp | 1 |  |
      | gradual | 1.5 |  |
      | softmaxBlend |  | 4 |

      ## Errors of outputs, float64

      | function | node/js |
      | --- | --- |
      | exp | 0.75 |

      ## Errors of gradients, float64

      | function | node/js |
      | --- | --- |
      | exp | 0 |

      ## Known failures

      | backend | cases | why | upstream |
      | --- | --- | --- | --- |
      | tfjs-webgl | exp/nan\\* | a \\| b | its shader |
      "
    `)
  })

  test("numbers are short", () => {
    expect([null, 0, 0.5, 12, 99000, 120000, 1.2e-7].map(digits)).toEqual([
      "",
      "0",
      "0.5",
      "12",
      "99000",
      "1.2e5",
      "1.2e-7",
    ])
  })

  test("a document without its markers is an error", () => {
    expect(() => replaceBetween("# A", "support", "x")).toThrow("the markers of support are missing")
  })
})

describe("what this repository records", () => {
  const recorded = readSupport()

  test("is of environments that there are, as it would be written", () => {
    const ids = Object.keys(recorded.environments)
    expect(ids).toEqual(environments.map(({ id }) => id).filter((id) => ids.includes(id)))
    expect(read(supportPath)).toBe(serialize(recorded))
  })

  test("is of the versions that are installed", () => {
    const { dependencies } = JSON.parse(read("apps/conformance/package.json")) as {
      readonly dependencies: Readonly<Record<string, string>>
    }
    for (const [id, { engines }] of Object.entries(recorded.environments))
      for (const [name, version] of Object.entries(engines))
        if (dependencies[name] !== undefined) expect(version, `${id} ${name}`).toBe(dependencies[name])
  })

  test("is of the cases, laws and known failures of today: else run pnpm matrix and commit what it writes", () => {
    for (const [id, measured] of Object.entries(recorded.environments))
      if (measured.engines.device === undefined) expect(isOfToday(id, measured), id).toBe(true)
  })

  test("is what the README and the reference show: run pnpm matrix and commit what it writes", () => {
    for (const [path, text] of Object.entries(documentsOf(recorded, allKnownFailures(), read)))
      expect(read(path), path).toBe(text)
  })
})
