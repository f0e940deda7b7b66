import { conformance } from "@gradual/conformance/vitest"
import * as onnxruntime from "onnxruntime-web"
import knownFailures from "../known-failures.json" with { type: "json" }
import { ort } from "../src/index.ts"

conformance({ backend: () => ort(onnxruntime), knownFailures })
