import { tfjs } from "../src/index.ts"
import { knownFailures } from "./known-failures.ts"
import { conformance } from "./suite.ts"
import { tfOn } from "./tf.ts"

conformance(async () => tfjs(await tfOn("cpu")), knownFailures)
