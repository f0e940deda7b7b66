// Runs the measured comparisons from a checkout. Started with --expose-gc: garbage of one contender is not another's.
import { build } from "./build.mjs"

if (await build("@gradual/bench")) await import("../apps/bench/dist/index.js")
else process.exitCode = 1
