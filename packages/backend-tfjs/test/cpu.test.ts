import { conformance } from "@gradual/conformance/vitest"
import { tfjs } from "../src/index.ts"
import knownFailures from "../known-failures.json" with { type: "json" }
import { tfOn } from "./tf.ts"

conformance({ backend: async () => tfjs(await tfOn("cpu")), knownFailures })
