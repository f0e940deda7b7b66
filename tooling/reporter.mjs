/** What a run came to, in a line of its own, "12 passed, 0 failed", after one for what was skipped. */
export function closing(modules, unhandledErrors) {
  const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
  for (const module of modules) {
    // A file that could not be loaded, or what a hook broke, has no test to count; it must not look like success.
    for (const group of [module, ...module.children.allSuites()]) count.failed += group.errors().length
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      count[state === "passed" || state === "failed" ? state : "skipped"]++
    }
  }
  const skipped = count.skipped > 0 ? `${count.skipped} skipped\n` : ""
  return `${skipped}${count.passed} passed, ${count.failed} failed\n`
}

/** Closes a vitest run with that, for people and for scripts. */
export default class ClosingLine {
  onTestRunEnd(modules, unhandledErrors) {
    // On exit, so that it follows whatever other reporters print.
    process.on("exit", () => process.stdout.write(`\n${closing(modules, unhandledErrors)}`))
  }
}
