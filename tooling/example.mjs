// Runs a worked example from a checkout.
import { build } from "./build.mjs"

if (await build("@gradual/examples")) {
  // pnpm starts scripts in the root; paths that a person gives start where the person is.
  process.chdir(process.env.INIT_CWD ?? ".")
  await import("../apps/examples/dist/index.js")
} else process.exitCode = 1
