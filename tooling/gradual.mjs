// Runs the `gradual` command from a checkout.
import { isAbsolute, join, relative } from "node:path"
import { build, root } from "./build.mjs"

if (await build("@gradual/cli")) {
  // pnpm starts scripts in the root; paths that a person gives start where the person is.
  process.chdir(process.env.INIT_CWD ?? ".")
  const [command, ...rest] = process.argv.slice(2)
  const fromRoot = relative(root, process.cwd())
  const isInside = !fromRoot.startsWith("..") && !isAbsolute(fromRoot)
  // In a checkout the demo's pictures go where git ignores them.
  if (command === "demo" && isInside && !rest.some((word) => /^--(out|help)\b|^-h$/.test(word)))
    process.argv.push("--out", join(root, "out", "demo"))
  await import("../packages/cli/bin/gradual.js")
} else process.exitCode = 1
