import { runConformance } from "@gradual/conformance"
import { type Fused, interpret, type Kernels, type SyncBackend } from "@gradual/core"
import { describe, expect, test } from "vitest"
import { fusedOf } from "../src/fused.ts"
import { tfjs } from "../src/index.ts"
import { kernelsOf } from "../src/kernels/index.ts"
import { type Handle, runtimeOf, type TensorFlow } from "../src/runtime.ts"
import { tfOn } from "./tf.ts"

// Every way around a defect of TensorFlow.js is needed, and none could be lost unseen: where the op as one writes it with
// TensorFlow.js takes the kernel's place, a golden case fails.

type Naive = (tf: TensorFlow) => Partial<Kernels<Handle>>
type NaiveFused = (tf: TensorFlow) => Fused<Handle>
type Defect = [defect: string, caughtBy: string, naive: Naive, naiveFused?: NaiveFused]

const sum: Naive = (tf) => ({ sum: ([x], { axes }) => tf.sum(x, [...axes], true) })
const matmul: Naive = (tf) => ({ matmul: ([a, b]) => tf.matMul(a, b) })
const cast: Naive = (tf) => ({ cast: ([x], { dtype }) => tf.cast(x, dtype as "bool") })
const clip: NaiveFused = (tf) => ({ clip: ([x], { min, max }) => tf.clipByValue(x, min, max) })
const add: Naive = (tf) => ({ add: ([a, b]) => tf.add(a, b) })
const pad: Naive = (tf) => ({
  pad: ([x], { before, after, value }) =>
    tf.pad(
      x,
      before.map((count, axis) => [count, after[axis]!]),
      value,
    ),
})
const sortLast: Naive = (tf) => ({
  sort: ([x], { descending }) => {
    const sorted = (y: Handle) => tf.topk(y, y.shape.at(-1)).values
    return descending ? sorted(x) : tf.neg(sorted(tf.neg(x)))
  },
})

const onBoth: Defect[] = [
  ["sign(NaN) is 0", "sign/edges-f32", (tf) => ({ sign: ([x]) => tf.sign(x) })],
  [
    "argMax passes over NaN",
    "argmax/nan-f32",
    (tf) => ({ argmax: ([x], { axis }) => tf.reshape(tf.argMax(x, axis), [1]) }),
  ],
  [
    "argMin passes over NaN",
    "argmin/nan-f32",
    (tf) => ({ argmin: ([x], { axis }) => tf.reshape(tf.argMin(x, axis), [1]) }),
  ],
  ["casting to int32 wraps around", "cast/saturates", cast],
  ["topk is lost among NaN", "sort/nan-f32", sortLast],
  ["the negative of the least integer is itself", "sort/int32", sortLast],
]

const onCpu: Defect[] = [
  ["JavaScript's power is NaN where IEEE's is 1", "pow/one-inf-f32", (tf) => ({ pow: ([x, p]) => tf.pow(x, p) })],
  ["erf has absolute accuracy", "erf/points-f32", (tf) => ({ erf: ([x]) => tf.erf(x) })],
  ["products of integers lose their low bits", "mul/int32-exact", (tf) => ({ mul: ([a, b]) => tf.mul(a, b) })],
  ["so do those of many", "prod/int32-long", (tf) => ({ prod: ([x], { axes }) => tf.prod(x, [...axes], true) })],
  ["and sums of them", "matmul/int32-exact", matmul],
  ["clip forgets NaN between equal bounds", "clip/point-interval-nan-f32", () => ({}), clip],
]

const onWasm: Defect[] = [
  ["log1p is log(1 + x)", "log1p/points-f32", (tf) => ({ log1p: ([x]) => tf.log1p(x) })],
  ["sin has absolute accuracy", "sin/points-f32", (tf) => ({ sin: ([x]) => tf.sin(x) })],
  ["cos has absolute accuracy", "cos/points-f32", (tf) => ({ cos: ([x]) => tf.cos(x) })],
  ["sigmoid loses its lower tail", "logistic/subnormal-f32", (tf) => ({ logistic: ([x]) => tf.sigmoid(x) })],
  ["sign(subnormal) is 0", "sign/points-f32", (tf) => ({ sign: ([x]) => tf.sign(x) })],
  ["maximum forgets NaN", "maximum/nan-second-f32", (tf) => ({ maximum: ([a, b]) => tf.maximum(a, b) })],
  ["minimum forgets NaN", "minimum/nan-second-f32", (tf) => ({ minimum: ([a, b]) => tf.minimum(a, b) })],
  ["clip forgets NaN", "clip/beyond-f32", () => ({}), clip],
  ["sums lose their digits", "sum/many", sum],
  ["the sum of nothing is memory as it is found", "sum/empty-f32", sum],
  ["so is the product over nothing", "matmul/no-terms-f32", matmul],
  ["so is the reverse of bool", "reverse/bool", (tf) => ({ reverse: ([x], { axes }) => tf.reverse(x, [...axes]) })],
  ["so is a sum of seven axes", "add/broadcast-rank-7", add],
  ["so is what seven axes are padded with", "pad/rank-7", pad],
  ["integers have no matmul", "matmul/int32", matmul],
  ["casting to bool keeps a byte", "cast/to-bool-f32", cast],
  [
    "gathering in batches",
    "takeAlongAxis/longer-f32",
    (tf) => ({ takeAlongAxis: ([x, indices]) => tf.gather(x, indices as Handle & { rank: 1 }, 1, 1) }),
  ],
  ["selecting bool writes past its end", "where/bool", (tf) => ({ where: ([c, a, b]) => tf.where(c, a, b) })], // the last one
]

describe.each([
  ["cpu", [...onBoth, ...onCpu]],
  ["wasm", [...onBoth, ...onWasm]],
] as const)("%s", (name, defects) => {
  test.each(defects)("%s: caught by %s", async (_, id, naive, naiveFused) => {
    const tf = await tfOn(name)
    expect(await failures(tfjs(tf), id), "the kernel").toEqual([])
    expect(await failures(naiveBackend(tf, naive, naiveFused), id), "the naive one").toHaveLength(1)
  })
})

async function failures(backend: SyncBackend<Handle>, id: string): Promise<(string | undefined)[]> {
  const { results } = await runConformance(backend, { filter: id })
  const own = results.filter((result) => result.id === id)
  expect(own).toHaveLength(1)
  return own.filter(({ status }) => status === "failed").map(({ detail }) => detail)
}

/** The backend with some kernels written naively. They may return what they were given: it is given copies. */
function naiveBackend(tf: TensorFlow, naive: Naive, naiveFused: NaiveFused = () => ({})): SyncBackend<Handle> {
  const backend = tfjs(tf)
  const runtime = runtimeOf(tf)
  const interpreter = {
    name: backend.name,
    kernels: { ...kernelsOf(runtime), ...naive(tf) },
    fused: { ...fusedOf(runtime), ...naiveFused(tf) },
  }
  return {
    ...backend,
    compile: (program) => {
      const run = interpret(program, interpreter)
      return { run: (inputs) => tf.tidy(() => run(inputs.map((x) => tf.clone(x)))), dispose: () => {} }
    },
  }
}
