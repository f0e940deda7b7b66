// Writes the reference of the operators and draws their pictures, from a checkout.
import { build } from "./build.mjs"

if (await build("@gradual/reference")) await import("../apps/reference/dist/index.js")
else process.exitCode = 1
