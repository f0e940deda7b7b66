import { conformance } from "@gradual/conformance/vitest"
import { js } from "../src/index.ts"

conformance({ backend: () => js() })
