import { js } from "@gradual/backend-js"
import { conformance, randomPrograms } from "@gradual/conformance/vitest"
import { wasm } from "../src/index.ts"

conformance({ backend: () => wasm() })
randomPrograms({ backend: () => wasm(), reference: js, runs: 300 })
