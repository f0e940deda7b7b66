import { cast, compile, cumsum, prod, reverse, sin, sum, type Tensor } from "@gradual/core"
import { js } from "@gradual/backend-js"
import { describe, expect, test } from "vitest"
import { tfjs } from "../src/index.ts"
import { tfOn } from "./tf.ts"

// On TensorFlow.js' cpu a cast to float32 gives the integers another type and keeps their data: integers that are no float32, in
// arrays of which the kind is not the tensor's.

describe.each(["cpu", "wasm"] as const)("integers cast to float32 on %s are float32", (name) => {
  const x = new Int32Array([1291, 1291, 1291, 2 ** 31 - 1])
  test.each([
    ["prod", (v: Tensor) => prod(v)],
    ["itself", (v: Tensor) => v],
    ["sin", (v: Tensor) => sin(v)],
    ["sum", (v: Tensor) => sum(v)],
    ["cumsum", (v: Tensor) => cumsum(v)],
    ["prod of the reverse", (v: Tensor) => prod(reverse(v))],
  ] as const)("%s", async (_, fn) => {
    const asked = (v: Tensor) => fn(cast(v, { dtype: "float32" }))
    const backend = tfjs(await tfOn(name))
    const result = compile.sync(backend, asked)(x)
    expect([...backend.read(result).data]).toEqual([...compile.sync(js(), asked)(x).data])
  })
})
