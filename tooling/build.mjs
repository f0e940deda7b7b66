// Builds a package and what it depends on, if anything changed, without a word on stdout: that belongs to what is started next.
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

/** The root of the checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url))
const turbo = fileURLToPath(new URL("../node_modules/turbo/bin/turbo", import.meta.url))

/** Whether the package is built. What went wrong, if anything, is on stderr. */
export async function build(name) {
  const turboArgs = [turbo, "run", "build", `--filter=${name}`, "--output-logs=errors-only"]
  const run = spawn(process.execPath, turboArgs, { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
  const output = []
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (chunk) => output.push(chunk))
  // A build that is up to date takes a fraction of a second; only a real one is worth a word.
  const notice = setTimeout(() => process.stderr.write("Building the packages (only after a change) ...\n"), 1500)
  const succeeded = await new Promise((resolve) => run.on("close", (code) => resolve(code === 0)))
  clearTimeout(notice)
  if (!succeeded) process.stderr.write(Buffer.concat(output))
  return succeeded
}
