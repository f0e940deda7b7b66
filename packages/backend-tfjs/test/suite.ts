import { goldens, runCase, runLaws } from "@gradual/conformance"
import type { Backend } from "@gradual/core"
import { describe, expect, test } from "vitest"

/** A case that fails for a reason outside this package. It must go on failing in the same way, or the entry is removed. */
export interface KnownFailure {
  readonly id: string
  readonly reason: string
  /** How its detail begins. */
  readonly observed: string
}

/** The conformance suite, as `@gradual/conformance/vitest` registers it, in which some cases fail as known. */
export function conformance<H>(make: () => Promise<Backend<H>>, known: readonly KnownFailure[]): void {
  const backend = Promise.resolve().then(make)
  for (const { cases } of goldens)
    describe(cases[0]?.fn ?? "no cases", () => {
      for (const one of cases)
        test(one.id, async ({ skip }) => {
          const { status, detail } = await runCase(await backend, one)
          if (status === "skipped") skip(detail)
          const failure = known.find(({ id }) => id === one.id)
          if (failure === undefined) expect(detail, one.note).toBeUndefined()
          else expect(detail?.slice(0, failure.observed.length), failure.reason).toBe(failure.observed)
        })
    })
  test("the catalogue's laws", { timeout: 120_000 }, async () => {
    const results = await runLaws(await backend)
    expect(results.filter(({ status }) => status !== "passed")).toEqual([])
  })
  test("every known failure is a case", () => {
    const ids = new Set(goldens.flatMap(({ cases }) => cases.map(({ id }) => id)))
    expect(known.filter(({ id }) => !ids.has(id))).toEqual([])
  })
}
