import type { Backend } from "@gradual/core"
import { describe, expect, test } from "vitest"
import { goldens } from "./cases/index.ts"
import { type LawOptions, runLaws } from "./laws.ts"
import { runCase } from "./run-case.ts"
import type { CaseFile } from "./schema.ts"

/** What {@link conformance} tests. */
export interface ConformanceOptions<H> {
  /** Makes the backend under test: one per test file. */
  readonly backend: () => Backend<H> | Promise<Backend<H>>
  /** Cases beside the goldens. */
  readonly cases?: readonly CaseFile[]
  readonly laws?: LawOptions
}

/**
 * Registers the conformance suite with vitest: a test per golden case, and one per operator for its laws.
 *
 * @example An adapter's whole test file:
 * ```ts
 * import { conformance } from "@gradual/conformance/vitest"
 * import { js } from "@gradual/backend-js"
 * conformance({ backend: () => js() })
 * ```
 */
export function conformance<H>({ backend: make, cases = [], laws }: ConformanceOptions<H>): void {
  const backend = Promise.resolve().then(make)
  for (const file of [...goldens, ...cases]) {
    const [first] = file.cases
    describe(first?.fn ?? "no cases", () => {
      for (const one of file.cases)
        test(one.id, async ({ skip }) => {
          const { status, detail } = await runCase(await backend, one)
          if (status === "skipped") skip(detail)
          expect(detail, one.note).toBeUndefined()
          expect(status).toBe("passed")
        })
    })
  }
  test("the catalogue's laws", { timeout: 120_000 }, async () => {
    const results = await runLaws(await backend, laws)
    expect(results.filter(({ status }) => status !== "passed")).toEqual([])
  })
}
