import { js } from "@gradual/backend-js"
import { conformance, randomPrograms } from "@gradual/conformance/vitest"
import * as onnxruntime from "onnxruntime-web"
import knownFailures from "../known-failures.json" with { type: "json" }
import { ort } from "../src/index.ts"

const backend = () => ort(onnxruntime)

conformance({ backend, knownFailures })
randomPrograms({ backend, reference: js, runs: 60 })
