import { expect, test } from "vitest"

type Closing = (modules: readonly unknown[], unhandledErrors: readonly unknown[]) => string
const { closing } = (await import(new URL("../reporter.mjs", import.meta.url).href)) as { closing: Closing }

/** As much of a vitest module as the reporter reads: the states of its tests, and errors outside of them. */
const module = (states: readonly string[], errors = 0, suiteErrors = 0) => ({
  errors: () => Array(errors),
  children: {
    allSuites: () => [{ errors: () => Array(suiteErrors) }],
    allTests: () => states.map((state) => ({ result: () => ({ state }) })),
  },
})

test("the last line counts what passed and what failed, and nothing else", () => {
  expect(closing([module(["passed", "failed"]), module(["passed"])], [])).toBe("2 passed, 1 failed\n")
  expect(closing([module(["passed", "skipped", "pending"])], [])).toBe("2 skipped\n1 passed, 0 failed\n")
})

test("what broke outside of a test has failed, too", () => {
  expect(closing([module([], 1)], [])).toBe("0 passed, 1 failed\n")
  expect(closing([module(["skipped"], 0, 1)], [])).toBe("1 skipped\n0 passed, 1 failed\n")
  expect(closing([module(["passed"])], [new Error("nobody caught me")])).toBe("1 passed, 1 failed\n")
})
