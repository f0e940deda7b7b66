import { js } from "@gradual/backend-js"
import { conformance, randomPrograms } from "@gradual/conformance/vitest"
import { both } from "./both.ts"

// Whatever has more than one row is divided, be it ever so small.
const backend = () => both({ threshold: 0 })

conformance({ backend })
randomPrograms({ backend, reference: js, runs: 100 })
