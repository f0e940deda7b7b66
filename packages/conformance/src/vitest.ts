import { type Backend, fail, show, type SyncBackend } from "@gradual/core"
import { describe, expect, test } from "vitest"
import { goldens } from "./cases/index.ts"
import { expectationsOf, type KnownFailures } from "./known-failures.ts"
import { type LawOptions, lawIds, runLaws } from "./laws.ts"
import { probeIds, runProbes } from "./probes/index.ts"
import type { Result } from "./report.ts"
import { checkRandomPrograms, type RandomOptions } from "./random/check.ts"
import { formatRandom } from "./random/format.ts"
import { idsOfAll } from "./run.ts"
import { type CaseOptions, runCase } from "./run-case.ts"
import type { Case, CaseFile } from "./schema.ts"

/** Milliseconds: this only ends what hangs. How fast a backend is, on whichever machine, is not what is tested. */
const timeout = 300_000

/** What {@link conformance} tests. */
export interface ConformanceOptions<H> extends Pick<CaseOptions, "handles"> {
  /** Makes the backend under test: one per test file. */
  readonly backend: () => Backend<H> | Promise<Backend<H>>
  /** What is known to fail, and how: it is reported as skipped, and fails when it passes or fails otherwise. */
  readonly knownFailures?: KnownFailures
  /** Cases beside the goldens. */
  readonly cases?: readonly CaseFile[]
  readonly laws?: LawOptions
}

/**
 * Registers the conformance suite with vitest: a test per probe of what the backend claims, per golden case, and
 * per claim of the catalogue.
 *
 * @example An adapter's whole test file:
 * ```ts
 * import { conformance } from "@gradual/conformance/vitest"
 * import { js } from "@gradual/backend-js"
 * conformance({ backend: () => js() })
 * ```
 */
export function conformance<H>(options: ConformanceOptions<H>): void {
  const { backend: make, knownFailures, cases = [], laws } = options
  const ready = (async () => {
    const backend = await make()
    return { backend, known: expectationsOf(knownFailures, backend.name) }
  })()
  const results: Result[] = []

  const check = async (result: Result | undefined, skip: (note?: string) => void, note?: string): Promise<void> => {
    if (result === undefined) throw new Error("there is no such test")
    const { known } = await ready
    const { status, detail, reason } = known.judge(result)
    results.push(result)
    if (status === "skipped") skip(detail)
    if (status === "unverifiable") skip("the backend makes no claim about it")
    if (status === "known") skip(`known failure: ${reason}`)
    expect(detail, note).toBeUndefined()
    expect(status).toBe("passed")
  }

  describe("what the backend claims", () => {
    const probeOf = async (id: string) => (await runProbes((await ready).backend, id)).find((one) => one.id === id)
    for (const id of probeIds) test(id, { timeout }, async ({ skip }) => check(await probeOf(id), skip))
  })

  const caseOf = async (one: Case): Promise<Result> => runCase((await ready).backend, one, options)
  for (const file of [...goldens, ...cases])
    describe(file.cases[0]?.fn ?? "no cases", () => {
      for (const one of file.cases)
        test(one.id, { timeout }, async ({ skip }) => check(await caseOf(one), skip, one.note))
    })

  describe("the catalogue's laws", () => {
    let asked: Promise<readonly Result[]> | undefined
    const lawOf = async (id: string) => {
      asked ??= ready.then(({ backend }) => runLaws(backend, laws)) // all in the time of the first
      return (await asked).find((result) => result.id === id)
    }
    for (const id of lawIds) test(id, { timeout }, async ({ skip }) => check(await lawOf(id), skip))
  })

  test("every known failure is one of these", async () => {
    expect((await ready).known.audit(idsOfAll(cases), results)).toEqual([])
  })
}

/** What {@link randomPrograms} tests. */
export interface RandomProgramsOptions<H, R> extends Omit<RandomOptions, "path" | "onProgress"> {
  readonly backend: () => Backend<H> | Promise<Backend<H>>
  /** An exact backend with float64. */
  readonly reference: () => SyncBackend<R>
}

/**
 * Registers a test with vitest: random programs, outputs and gradients, against a reference. The seed is fixed unless the
 * environment's GRADUAL_SEED names another.
 *
 * @example
 * ```ts
 * import { randomPrograms } from "@gradual/conformance/vitest"
 * import { js } from "@gradual/backend-js"
 * randomPrograms({ backend: () => js(), reference: () => js(), runs: 10 })
 * ```
 */
export function randomPrograms<H, R>(options: RandomProgramsOptions<H, R>): void {
  const { backend, reference, seed = seedOf("GRADUAL_SEED") ?? 1, runs = 100, ...rest } = options
  test(`${runs} random programs of seed ${seed}`, { timeout }, async () => {
    const report = await checkRandomPrograms(await backend(), reference(), { ...rest, seed, runs })
    expect(report.counterexample, formatRandom(report)).toBeUndefined()
    expect(report.refused).toBe(0)
    expect(report.undetermined, "most elements are compared").toBeLessThan(report.compared / 4)
  })
}

/** The whole number that a variable of the environment holds, if it is set. */
function seedOf(name: string): number | undefined {
  const { process } = globalThis as {
    readonly process?: { readonly env: Readonly<Record<string, string | undefined>> }
  }
  const text = process?.env[name]
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw fail("VALUE", name, "a whole number expected", show(text))
  return Number(text)
}
