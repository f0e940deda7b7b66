// Runs the conformance suite in every environment, from a checkout.
import { build } from "./build.mjs"

if (await build("@gradual/matrix")) await import("../apps/conformance/dist/index.js")
else process.exitCode = 1
