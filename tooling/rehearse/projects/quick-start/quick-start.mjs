// What the README does, on the two backends that need nothing else, on whichever runtime this is.
import { js } from "@gradual/backend-js"
import { wasm } from "@gradual/backend-wasm"
import { compile, mean, valueAndGrad } from "@gradual/core"
import { gradual } from "@gradual/operators"

const expected = [0.32, 0.03, 0.12, 0.27, 0.03]
for (const backend of [js(), wasm()]) {
  const f = compile(
    backend,
    valueAndGrad((values, p) => mean(gradual(values, p))),
  )
  const [loss, slope] = await f([0.2, 0.4, 0.6, 0.8], 3)
  const found = [...loss.data, ...slope.data]
  if (found.length !== 5 || !found.every((x, i) => Math.abs(x - expected[i]) < 1e-6))
    throw new Error(`${backend.name} computes ${found}`)
}
const { Bun, Deno, process } = globalThis
console.log(
  `gradual and its gradient on js and wasm, ${Bun ? `Bun ${Bun.version}` : Deno ? `Deno ${Deno.version.deno}` : `Node ${process.versions.node}`}`,
)
