import { goldens, type Result, runCase, runConformance, runProbes } from "@gradual/conformance"
import type { Backend, NDArray } from "@gradual/core"
import { describe, expect, test, vi } from "vitest"
import { probeIds } from "../../conformance/src/probes/index.ts"
import { js } from "../src/index.ts"
import { gradientMutants } from "./mutants/gradients.ts"
import { each, kernelMutants, withKernels } from "./mutants/kernels.ts"
import { runtimeMutants } from "./mutants/runtimes.ts"

// The suite tests itself: each of these bugs must be caught by the case or probe that is named, which a backend without a bug passes.
// One bug of other engines can have no counterpart here: a tape that records a saved output before the op that made it. There is no tape.

const functions = vi.hoisted(() => new Map<string, (typeof gradientMutants)[number][2]>())
vi.mock("../../conformance/src/functions.ts", async (original) => {
  const module = await original<typeof import("../../conformance/src/functions.ts")>()
  const functionOf: typeof module.functionOf = (name) => {
    const fn = functions.get(name)
    return fn === undefined ? module.functionOf(name) : (inputs, attrs) => [fn(inputs, attrs)]
  }
  return { ...module, functionOf }
})

/** What stands above the list in the documents. */
const introduction = `Most of these are bugs that engines have or had. A backend is given one at a time, and the case or probe beside it must fail;
without the bug it must pass. \`packages/backend-js/test/mutants.test.ts\` does that, and writes this list.
`

const caseOf = (id: string) => goldens.flatMap(({ cases }) => cases).find((one) => one.id === id)

/** What becomes of one case or probe. */
async function resultOf<H>(backend: Backend<H>, id: string, handles?: () => number): Promise<Result> {
  const probed = (await runProbes(backend, id)).find((result) => result.id === id)
  if (probed !== undefined) return probed
  const one = caseOf(id)
  if (one === undefined) throw new Error(`there is no ${id}`)
  return runCase(backend, one, handles === undefined ? {} : { handles })
}

describe("is caught by", () => {
  test.each(kernelMutants.map(([bug, id, ...kernels]) => [id, bug, kernels] as const))(
    "%s: %s",
    async (id, _, kernels) => {
      expect(await resultOf(withKernels(...kernels), id)).toMatchObject({ status: "failed" })
    },
  )

  test.each(gradientMutants.map(([bug, id, fn]) => [id, bug, fn] as const))("%s: %s", async (id, _, fn) => {
    functions.set(id.split("/")[0] as string, fn)
    const result = await resultOf(js(), id).finally(() => functions.clear())
    expect(result).toMatchObject({ status: "failed", detail: expect.stringContaining(" expected, got ") })
  })

  test.each(runtimeMutants.map(([bug, id, make]) => [id, bug, make] as const))("%s: %s", async (id, _, make) => {
    const { backend, handles } = make()
    expect(await resultOf(backend, id, handles)).toMatchObject({ status: "failed" })
  })
})

describe("the named ones", () => {
  const named = [...kernelMutants, ...gradientMutants, ...runtimeMutants].map(([, id]) => id)

  test.each([...new Set(named)])("%s passes without a bug", async (id) => {
    expect(await resultOf(js(), id)).toMatchObject({ status: "passed" })
  })

  test("are documented with what they catch", async () => {
    const sections = {
      "in a kernel": kernelMutants,
      "in a gradient": gradientMutants,
      "in what a runtime does, or claims": runtimeMutants,
    }
    const tables = Object.entries(sections).map(([where, mutants]) => {
      const rows = mutants.map(([bug, id]) => `| ${bug} | \`${id}\` |`)
      return `## ${mutants.length} ${where}\n\n| bug | caught by |\n| --- | --- |\n${rows.join("\n")}\n`
    })
    expect(named.length).toBeGreaterThanOrEqual(100)
    const text = `# Bugs that the conformance suite must catch\n\n${introduction}\n${tables.join("\n")}`
    await expect(text).toMatchFileSnapshot("../../../docs/reference/mutants.md")
  })

  test("are all probes: one that catches nothing would be none", () => {
    expect(probeIds.filter((id) => !named.includes(id))).toEqual([])
  })
})

test("a bug that is known and seen again fails no run, one that is fixed does", async () => {
  const cases = goldens.filter((file) => file.cases[0]?.fn === "sign")
  const buggy = withKernels({ sign: each((x) => (x > 0 ? 1 : x < 0 ? -1 : 0)) })
  const { results } = await runConformance(buggy, { cases })
  const failures = results
    .filter(({ status }) => status === "failed")
    .map(({ id, detail = "" }) => ({
      backend: "mutant",
      match: id,
      reason: "this mutant takes the sign of NaN for zero",
      upstream: "the list of mutants",
      observed: detail.slice(0, 30),
    }))
  const knownFailures = { schema: "gradual.known-failures/1", failures }
  const run = async (backend: Backend<NDArray>) => (await runConformance(backend, { cases, knownFailures })).summary
  expect(await run(buggy)).toEqual({ passed: 12, failed: 0, skipped: 0, known: 2 })
  expect(await run(withKernels({}))).toEqual({ passed: 12, failed: 2, skipped: 0 })
})
