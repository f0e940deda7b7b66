// Runs the `gradual` command from a checkout: builds what changed, silently, then starts it.
// stdout belongs to the command alone, since `--json` is piped into other programs.
import { spawn } from "node:child_process"
import { isAbsolute, join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const turbo = fileURLToPath(new URL("../node_modules/turbo/bin/turbo", import.meta.url))
const build = spawn(process.execPath, [turbo, "run", "build", "--filter=@gradual/cli", "--output-logs=errors-only"], {
  cwd: root,
  stdio: ["ignore", "pipe", "pipe"],
})
const output = []
for (const stream of [build.stdout, build.stderr]) stream.on("data", (chunk) => output.push(chunk))

// A build that is up to date takes a fraction of a second; only a real one is worth a word.
const notice = setTimeout(() => process.stderr.write("Building the packages (only after a change) ...\n"), 1500)
const failed = await new Promise((resolve) => build.on("close", (code) => resolve(code !== 0)))
clearTimeout(notice)

if (failed) {
  process.stderr.write(Buffer.concat(output))
  process.exitCode = 1
} else {
  // pnpm starts scripts in the root; paths that a person gives start where the person is.
  process.chdir(process.env.INIT_CWD ?? ".")
  const [command, ...rest] = process.argv.slice(2)
  const fromRoot = relative(root, process.cwd())
  const isInside = !fromRoot.startsWith("..") && !isAbsolute(fromRoot)
  // In a checkout the demo's pictures go where git ignores them.
  if (command === "demo" && isInside && !rest.some((word) => /^--(out|help)\b|^-h$/.test(word)))
    process.argv.push("--out", join(root, "out", "demo"))
  await import("../packages/cli/bin/gradual.js")
}
