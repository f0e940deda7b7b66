import { js } from "@gradual/backend-js"
import { conformance, randomPrograms } from "@gradual/conformance/vitest"
import * as tf from "@tensorflow/tfjs"
import { tfjs } from "../src/index.ts"
import knownFailures from "../known-failures.json" with { type: "json" }
import { tfOn } from "./tf.ts"

const backend = async () => tfjs(await tfOn("cpu"))

conformance({ backend, knownFailures })
randomPrograms({ backend, reference: js, runs: 200, handles: () => tf.memory().numTensors })
