import { conformance } from "@gradual/conformance/vitest"
import { plain } from "../src/index.ts"

conformance({ backend: () => plain() })
