// Runs random programs on a backend, from a checkout.
import { build } from "./build.mjs"

if (await build("@gradual/matrix")) await import("../apps/conformance/dist/fuzz/index.js")
else process.exitCode = 1
