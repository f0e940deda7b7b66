import type { Backend } from "@gradual/core"
import { describe, expect, test } from "vitest"
import { goldens } from "./cases/index.ts"
import { expectationsOf, type KnownFailures } from "./known-failures.ts"
import { type LawOptions, lawIds, runLaws } from "./laws.ts"
import type { Result } from "./report.ts"
import { type CaseOptions, runCase } from "./run-case.ts"
import type { Case, CaseFile } from "./schema.ts"

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
 * Registers the conformance suite with vitest: a test per golden case and per claim of the catalogue.
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
  const files = [...goldens, ...cases]

  const check = async (result: Result, skip: (note?: string) => void, note?: string): Promise<void> => {
    const { known } = await ready
    const { status, detail, reason } = known.judge(result)
    results.push(result)
    if (status === "skipped") skip(detail)
    if (status === "unverifiable") skip("the backend makes no claim about it")
    if (status === "known") skip(`known failure: ${reason}`)
    expect(detail, note).toBeUndefined()
    expect(status).toBe("passed")
  }
  const caseOf = async (one: Case): Promise<Result> => runCase((await ready).backend, one, options)
  for (const file of files)
    describe(file.cases[0]?.fn ?? "no cases", () => {
      for (const one of file.cases) test(one.id, async ({ skip }) => check(await caseOf(one), skip, one.note))
    })

  describe("the catalogue's laws", () => {
    let asked: Promise<readonly Result[]> | undefined
    const lawOf = async (id: string): Promise<Result> => {
      asked ??= ready.then(({ backend }) => runLaws(backend, laws)) // all in the time of the first
      return (await asked).find((result) => result.id === id) as Result
    }
    for (const id of lawIds) test(id, { timeout: 120_000 }, async ({ skip }) => check(await lawOf(id), skip))
  })

  test("every known failure is one of these", async () => {
    const ids = files.flatMap((file) => file.cases.map(({ id }) => id))
    expect((await ready).known.audit([...ids, ...lawIds], results)).toEqual([])
  })
}
