/** Closes a vitest run with one plain line, "12 passed, 0 failed, 1 skipped", for people and for scripts. */
export default class ClosingLine {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      // A file that could not be loaded has no tests to count; it must not look like success.
      if (module.state() === "failed") count.failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === "passed" || state === "failed" ? state : "skipped"]++
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ""
    // On exit, so that it follows whatever other reporters print.
    process.on("exit", () => process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`))
  }
}
