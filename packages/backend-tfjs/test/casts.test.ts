import { cast, compile, cumsum, prod, reverse, sum, type Tensor } from "@gradual/core"
import { js } from "@gradual/backend-js"
import { describe, expect, test } from "vitest"
import { tfjs } from "../src/index.ts"
import { tfOn } from "./tf.ts"

// On TensorFlow.js' cpu a cast to float32 gives the integers another type and keeps their data: what computes on the host must not
// take the array's kind for the tensor's.

describe.each(["cpu", "wasm"] as const)(
  "integers cast to float32 on %s are numbers that do not wrap around",
  (name) => {
    const x = new Int32Array([1291, 1291, 1291, 2 ** 31 - 1])
    test.each([
      ["prod", (v: Tensor) => prod(v)],
      ["sum", (v: Tensor) => sum(v)],
      ["cumsum", (v: Tensor) => cumsum(v)],
      ["prod of the reverse", (v: Tensor) => prod(reverse(v))],
    ] as const)("%s", async (_, fn) => {
      const asked = (v: Tensor) => fn(cast(v, { dtype: "float32" }))
      const backend = tfjs(await tfOn(name))
      const result = compile.sync(backend, asked)(x)
      expect([...backend.read(result).data]).toEqual([...compile.sync(js(), asked)(x).data])
    })
  },
)
