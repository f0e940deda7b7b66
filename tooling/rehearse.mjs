// Rehearses a release, from a checkout.
import { build } from "./build.mjs"

if (await build("@gradual/rehearse")) await import("./rehearse/dist/index.js")
else process.exitCode = 1
