// What the packages are for, in Node: a figure, a model, the suite, the command.
import { execFileSync } from "node:child_process"
import { strict as assert } from "node:assert"
import { js } from "@gradual/backend-js"
import { wasm } from "@gradual/backend-wasm"
import { threadedWasm } from "@gradual/backend-wasm/threads"
import { runConformance } from "@gradual/conformance"
import { compile, mean, sum } from "@gradual/core"
import { toOnnx } from "@gradual/onnx"
import { catalogue, gradual } from "@gradual/operators"
import { sweepFigure } from "@gradual/plot"

for (const backend of [js(), wasm()]) {
  const { summary } = await runConformance(backend, { filter: "gradual/" })
  assert.equal(summary.failed, 0, `conformance of ${backend.name}`)
  assert.ok(summary.passed > 10, `conformance of ${backend.name}: ${summary.passed} cases`)
}

const threads = await threadedWasm({ threads: 2 })
const ones = threads.create("float32", [4096, 64])
ones.data.fill(1)
assert.equal(threads.read(compile.sync(threads, (x) => sum(x))(ones)).data[0], 4096 * 64)
threads.close()

const figure = sweepFigure({ operators: [catalogue.gradual], values: [0.2, 0.8], p: [1, 9] })
assert.match(figure.toSvg(), /^<svg/)
assert.deepEqual([...(await figure.toPng()).slice(1, 4)], [...Buffer.from("PNG")])

const model = toOnnx((values, p) => mean(gradual(values, p)), { values: { shape: [4] }, p: { shape: [] } })
assert.ok(model.length > 100)

const command = (...args) =>
  execFileSync(process.execPath, ["node_modules/@gradual/cli/bin/gradual.js", ...args], { encoding: "utf8" })
const answer = JSON.parse(command("run", "gradual", "--values", "[0.2,0.4]", "--p", "3", "--grad", "--json"))
assert.ok(Math.abs(answer.outputs[0].data[1] - 0.784) < 1e-6)
assert.match(command("operators"), /gradual/)
console.log("figure, model, suite, threads, command")
