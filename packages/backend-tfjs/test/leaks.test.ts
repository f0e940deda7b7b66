import { add, compile, exp, GradualError, mean, mul, takeAlongAxis, type Tensor, valueAndGrad } from "@gradual/core"
import { gradual } from "@gradual/operators"
import { beforeAll, describe, expect, test } from "vitest"
import { type Handle, tfjs, toTf } from "../src/index.ts"
import { tfOn } from "./tf.ts"

const row = [0.2, 0.4, 0.6, 0.8]
const loss = (v: Tensor, p: Tensor) => mean(gradual(v, p))

describe.each(["cpu", "wasm"] as const)("on %s nothing is left behind", (name) => {
  let tf: Awaited<ReturnType<typeof tfOn>>
  beforeAll(async () => {
    tf = await tfOn(name)
  })
  /** What there is: tensors, their data, and the memory that wasm has taken. */
  const held = () => {
    const backend = tf.backend() as unknown as { numDataIds(): number; wasm?: { HEAPU8: Uint8Array } }
    return {
      tensors: tf.memory().numTensors,
      data: backend.numDataIds(),
      bytes: tf.memory().numBytes,
      heap: backend.wasm?.HEAPU8.length ?? 0,
    }
  }
  const repeat = (times: number, run: (i: number) => void) => {
    for (let i = 0; i < 10; i++) run(i) // programs are compiled, constants uploaded
    const before = held()
    for (let i = 0; i < times; i++) run(i)
    expect(held()).toEqual(before)
  }
  const free = (...tensors: readonly Handle[]) => {
    for (const tensor of tensors) tensor.dispose()
  }

  test("by 10,000 values and gradients of arrays", () => {
    const f = compile.sync(tfjs(tf), valueAndGrad(loss, { argnums: [0, 1] }))
    repeat(10_000, () => {
      const [value, [dv, dp]] = f(row, 3)
      free(value, dv, dp)
    })
    f.dispose()
  })

  test("by 10,000 values and gradients of tensors, which stay the caller's", async () => {
    const f = compile.sync(tfjs(tf), valueAndGrad(loss))
    const later = compile(tfjs(tf), loss)
    const [v, p] = [tf.tensor(row), tf.scalar(3)]
    repeat(10_000, () => free(...f(v, p)))
    const before = held()
    for (let i = 0; i < 100; i++) free(await later(v, p))
    later.dispose()
    f.dispose()
    expect(held().tensors).toBeLessThan(before.tensors) // constants are gone, too
    expect(v.isDisposed || p.isDisposed).toBe(false)
    free(v, p)
  })

  test("by 10,000 calls that fail", () => {
    const backend = tfjs(tf)
    const f = compile.sync(backend, valueAndGrad(loss))
    const pick = compile.sync(backend, (x: Tensor, at: Tensor) => exp(takeAlongAxis(exp(add(x, 1)), at)))
    const at = new Int32Array([0, 9])
    const [v, two, gone] = [tf.tensor(row), tf.tensor([1, 2]), tf.tensor(row)]
    free(gone)
    const mistakes: [code: string, run: () => unknown][] = [
      ["SHAPE", () => f(v, two)],
      ["SHAPE", () => f(row, [1, 2, 3])],
      ["INPUT", () => f(row, "3" as never)],
      ["DISPOSED", () => f(gone, 3)],
      ["DISPOSED", () => f(row, gone)],
      ["INDEX", () => pick(v, at)], // found by a kernel, in the middle of a program
      ["INDEX", () => pick(row, at)],
      ["INDEX", () => tf.tidy(() => pick(tf.mul(v, 2), at))],
    ]
    repeat(10_000, (i) => {
      const [code, run] = mistakes[i % mistakes.length]!
      expect(codeOf(run)).toBe(code)
    })
    free(v, two)
    f.dispose()
    pick.dispose()
  })

  test("by 500 programs, compiled, run and disposed of", () => {
    const backend = tfjs(tf)
    repeat(500, (i) => {
      const f = compile.sync(backend, (x: Tensor) => [mul(gradual(x, 2 + i), [1, 2, 3, 4]), x])
      free(...f(row), ...f(row))
      f.dispose()
    })
  })

  test("by programs that a compiled function forgets", () => {
    const f = compile.sync(tfjs(tf), (x: Tensor) => mul(x, 2))
    const shapes = Array.from({ length: 100 }, (_, n) => new Float32Array(n + 1))
    for (const x of shapes) free(f(x))
    repeat(1, () => {
      for (const x of shapes) free(f(x))
    })
    f.dispose()
  })

  test("by runs inside tf.tidy, whatever is disposed of", () => {
    const f = compile.sync(tfjs(tf), valueAndGrad(loss))
    repeat(1000, () => {
      tf.tidy(() => void f(tf.tensor(row), 3))
    })
    f.dispose()
  })

  test("by gradients through toTf", () => {
    const tfGradual = toTf(tf, gradual)
    const both = toTf(tf, (x: Tensor, y: Tensor) => [mul(x, y), add(x, y)] as const)
    const slopes = tf.grads((v, p) => both(tfGradual(v!, p!), v!)[0].sum())
    const [v, p] = [tf.tensor(row), tf.scalar(3)]
    repeat(1000, () => free(...slopes([v, p])))
    repeat(1000, () => {
      const y = tfGradual(row, p)
      free(y, ...both(y, v))
    })
    free(v, p)
    tfGradual.dispose()
    both.dispose()
  })

  test("by second derivatives, and mistakes, through toTf", () => {
    const tfGradual = toTf(tf, gradual)
    const second = tf.grad((x: Handle) => tf.grad((y) => tfGradual(y, 3))(x))
    const [v, two] = [tf.tensor(row), tf.tensor([1, 2])]
    repeat(300, () => free(second(v)))
    repeat(300, () => expect(codeOf(() => tf.grad((x) => tfGradual(x, two))(v))).toBe("SHAPE"))
    free(v, two)
    tfGradual.dispose()
  })

  test("by training", () => {
    const tfLoss = toTf(tf, loss)
    const v = tf.variable(tf.tensor(row))
    const optimizer = tf.train.adam(0.001)
    repeat(300, () => void optimizer.minimize(() => tfLoss(v, 3), false, [v]))
    optimizer.dispose()
    v.dispose()
    tfLoss.dispose()
  })
})

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return GradualError.is(error) ? error.code : String(error)
  }
}
