import { js } from "@gradual/backend-js"
import {
  add,
  compile,
  exp,
  grad,
  log,
  matmul,
  max,
  mean,
  mul,
  sum,
  type NDArray,
  type Tensor,
  tanh,
  valueAndGrad,
} from "@gradual/core"
import { catalogue, gradual, powerNormalize } from "@gradual/operators"
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest"
import { type Handle, type TfFunction, tfjs, toTf } from "../src/index.ts"
import { tfOn } from "./tf.ts"

const numbers = (x: { dataSync(): ArrayLike<number> }): number[] => Array.from(x.dataSync())
const row = [0.2, 0.4, 0.6, 0.8]

describe.each(["cpu", "wasm"] as const)("toTf on %s", (name) => {
  let tf: Awaited<ReturnType<typeof tfOn>>
  beforeAll(async () => {
    tf = await tfOn(name)
  })
  /** What Gradual's own backend gives: a gradient of a scalar function. */
  const expected = (fn: (...args: Tensor[]) => Tensor, argnums: number, ...args: (number | number[] | number[][])[]) =>
    Array.from((compile.sync(js(), grad(fn, { argnums })) as (...xs: typeof args) => NDArray)(...args).data)
  const close = (x: Handle, to: readonly number[], digits = 6) => {
    const got = numbers(x)
    expect(got).toHaveLength(to.length)
    for (const [i, value] of to.entries()) expect(got[i]).toBeCloseTo(value, digits)
  }
  const meanOf = (v: Tensor, p: Tensor) => mean(gradual(v, p))

  test("tf.grad goes through it, where it throws for the formula itself", () => {
    const tfGradual = toTf(tf, gradual)
    const v = tf.tensor(row)
    close(tf.grad((x) => tfGradual(x, 3).mean())(v), expected(meanOf, 0, row, 3))
    const posted = (x: Handle) => tf.where(tf.equal(x, tf.max(x)), tf.sub(1, tf.pow(tf.sub(1, x), 3)), tf.pow(x, 3))
    expect(() => tf.grad((x) => posted(x).mean())(v)).toThrow("gradient function not found for Equal")
  })

  test("every tensor gets a gradient, in its own shape", () => {
    const tfGradual = toTf(tf, gradual)
    const values = [
      [0.1, 0.5, 0.3],
      [0.9, 0.2, 0.9],
    ]
    for (const p of [3, [[2], [3]], [[1, 2, 3]], [2, 3, 4]]) {
      const [dv, dp] = tf.grads((v, s) => tfGradual(v!, s!).sum())([tf.tensor(values), tf.tensor(p)])
      const whole = (v: Tensor, s: Tensor) => sum(gradual(v, s))
      expect(dp!.shape).toEqual(tf.tensor(p).shape)
      close(dv!, expected(whole, 0, values, p), 5)
      close(dp!, expected(whole, 1, values, p), 5)
    }
  })

  test("a cotangent of one's own, and ops of TensorFlow.js around it", () => {
    const tfGradual = toTf(tf, gradual)
    const slope = tf.grad((x) => tfGradual(x.square(), 3).mul(tf.tensor([1, 2, 3, 4])))(
      tf.tensor(row),
      tf.tensor([1, -1, 0.5, 2]),
    )
    const weighted = (x: Tensor) => sum(mul(gradual(mul(x, x), 3), [1, -2, 1.5, 8]))
    close(slope, expected(weighted, 0, row))
  })

  test("comparisons, ties and broadcasts, with Gradual's gradients", () => {
    const top = toTf(tf, (x: Tensor) => max(x))
    close(tf.grad((x) => top(x))(tf.tensor([1, 1, 0])), [0.5, 0.5, 0]) // TensorFlow.js: 1, 1, 0
    const larger = toTf(tf, (a: Tensor, b: Tensor) => sum(mul(max(add(a, b), { axis: 0 }), [1, 2, 3])))
    const [da, db] = tf.grads((a, b) => larger(a!, b!))([tf.tensor([[1, 2, 3]]), tf.tensor([[1], [2]])])
    close(da!, [1, 2, 3])
    close(db!, [0, 6])
  })

  describe("to the second order", () => {
    const cases: [string, (x: Tensor) => Tensor][] = [
      ...Object.values(catalogue).map(({ name, operator }): (typeof cases)[number] => [name, (x) => operator(x, 2.25)]),
      ["exp, whose own gradient here is saved as an output", (x) => exp(x)],
      ["tanh", (x) => tanh(x)],
      ["log", (x) => log(x)],
      ["a maximum", (x) => mul(max(mul(x, x)), x)],
    ]
    test.each(cases)("%s", (_, fn) => {
      const op = toTf(tf, fn)
      const weights = [1, -2, 3, 0.5]
      const second = tf.grad((x: Handle) =>
        tf
          .grad((y) => op(y).sum())(x)
          .mul(tf.tensor(weights))
          .sum(),
      )
      const inner = (x: Tensor) => sum(mul(grad((y: Tensor) => sum(fn(y)))(x), weights))
      close(second(tf.tensor(row)), expected(inner, 0, row), 4)
    })

    test("of values and p, mixed", () => {
      const tfGradual = toTf(tf, gradual)
      const [v, p] = [tf.tensor(row), tf.scalar(2.5)]
      const mixed = tf.grad((s: Handle) =>
        tf
          .grad((x) => tfGradual(x, s).sum())(v)
          .sum(),
      )(p)
      const total = (s: Tensor) => sum(grad((x: Tensor) => sum(gradual(x, s)))(row))
      close(mixed, expected(total, 0, 2.5), 5)
    })

    test("and the third", () => {
      const cube = toTf(tf, (x: Tensor) => mul(x, mul(x, x)))
      const once = (f: (x: Handle) => Handle) => (x: Handle) => tf.grad((y) => f(y).sum())(x)
      close(once(once(once(cube)))(tf.tensor([1, 2])), [6, 6])
    })
  })

  test("integers and booleans are inputs with a gradient of zeros", () => {
    const pick = toTf(tf, (x: Tensor, n: Tensor, on: Tensor) => mul(mul(x, n), on))
    const [dx, dn, don] = tf.grads((x, n, on) => pick(x!, n!, on!).sum())([
      tf.tensor([0.5, 2]),
      tf.tensor([3, 4], [2], "int32"),
      tf.tensor([1, 0], [2], "bool"),
    ])
    close(dx!, [3, 0])
    close(dn!, [0, 0])
    close(don!, [0, 0])
    expect([dn!.dtype, don!.dtype]).toEqual(["float32", "float32"])
  })

  test("several outputs, each an op of its own", () => {
    const both = toTf(tf, (x: Tensor, y: Tensor) => [mul(x, y), exp(x)] as const)
    const [product, power] = both(tf.tensor([1, 2]), tf.tensor([3, 4]))
    close(product, [3, 8])
    close(power, [Math.E, Math.E ** 2], 5)
    const total = (x: Handle, y: Handle): Handle => {
      const [a, b] = both(x, y)
      return a.add(b.mul(2)).sum()
    }
    const [dx, dy] = tf.grads((x, y) => total(x!, y!))([tf.tensor([1, 2]), tf.tensor([3, 4])])
    close(dx!, [3 + 2 * Math.E, 4 + 2 * Math.E ** 2], 4)
    close(dy!, [1, 2])
    close(tf.grad((x) => both(x, 3)[1]!.sum())(tf.tensor([0])), [1]) // one of them alone
  })

  test("outputs that are inputs are new tensors", () => {
    const same = toTf(tf, (x: Tensor) => [x, x])
    const x = tf.tensor([1, 2])
    const [a, b] = same(x)
    a!.dispose()
    x.dispose()
    close(b!, [1, 2])
    close(tf.grad((y) => same(y)[1]!.sum())(tf.tensor([1, 2])), [1, 1])
  })

  test("tf.variableGrads finds variables, and a value that is none is a constant", () => {
    const tfGradual = toTf(tf, gradual)
    const [v, p] = [tf.variable(tf.tensor(row)), tf.variable(tf.scalar(3))]
    const { value, grads } = tf.variableGrads(() => tfGradual(v, p).mean(), [v, p])
    expect(value.dataSync()[0]).toBeCloseTo(0.32, 5)
    close(grads[v.name]!, expected(meanOf, 0, row, 3))
    close(grads[p.name]!, expected(meanOf, 1, row, 3))
    v.dispose()
    p.dispose()
  })

  test("an optimizer trains through it, and ends where the same steps by hand end", () => {
    // scores of three classes, linear in two features; the loss rewards a hard choice of the class meant
    const features = tf.tensor([
      [1, 0.2],
      [0.1, 1],
      [0.7, 0.9],
      [0.3, 0.1],
    ])
    const meant = tf.tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ])
    const start = [
      [0.1, -0.2, 0.3],
      [0.2, 0.1, -0.1],
    ]
    const loss = (weights: Tensor, sharpness: Tensor, x: Tensor, y: Tensor): Tensor => {
      const shares = powerNormalize(exp(matmul(x, weights)), sharpness)
      return mul(-1, mean(mul(3, mul(y, log(shares)))))
    }

    const tfLoss = toTf(tf, loss)
    const [w, p] = [tf.variable(tf.tensor(start)), tf.variable(tf.scalar(1.5))]
    const adam = tf.train.adam(0.05)
    const losses = Array.from({ length: 40 }, () => {
      const value = adam.minimize(() => tfLoss(w, p, features, meant), true, [w, p])
      return value!.dataSync()[0]!
    })
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.25)

    const byHand = compile.sync(tfjs(tf), valueAndGrad(loss, { argnums: [0, 1] }))
    const [w2, p2] = [tf.variable(tf.tensor(start)), tf.variable(tf.scalar(1.5))]
    const other = tf.train.adam(0.05)
    for (const value of losses) {
      const [now, [dw, dp]] = byHand(w2, p2, features, meant)
      expect(now.dataSync()[0]).toBeCloseTo(value, 5)
      other.applyGradients([
        { name: w2.name, tensor: dw },
        { name: p2.name, tensor: dp },
      ])
    }
    close(w, numbers(w2), 5)
    close(p, numbers(p2), 5)
    for (const variable of [w, p, w2, p2]) variable.dispose()
  })

  test("it needs no gradients of TensorFlow.js: none of its kernels is on the tape", () => {
    const tfGradual = toTf(tf, gradual)
    const v = tf.tensor(row)
    const kernels: string[] = []
    tf.grad((x) => {
      const y = tfGradual(x, 3)
      const tape = (tf.engine().state as unknown as { activeTape: { kernelName: string; outputs: Handle[] }[] })
        .activeTape
      kernels.push(...tape.filter(({ outputs }) => outputs.includes(y)).map(({ kernelName }) => kernelName))
      expect(tape).toHaveLength(2) // the op, and the copy that it saves of its input
      return y
    })(v)
    expect(kernels).toHaveLength(1)
  })

  test("a compiled function refuses to be differentiated rather than be left out", () => {
    const f = compile.sync(tfjs(tf), (x: Tensor) => [mul(x, x), gradual(x, 3)])
    const v = tf.tensor(row)
    expect(() => tf.grad((x) => f(x)[0]!.sum())(v)).toThrow(
      "tfjs: TensorFlow.js cannot differentiate a compiled function. Received: tf.grad (or a relative) of a function that calls one. Use toTf in place of compile, or grad inside it.",
    )
    close(tf.grad((x) => x.mul(f(tf.tensor(row))[1]!).sum())(v), numbers(f(v)[1]!)) // no path leads through it
  })

  test("what is wrong is said as compile says it", () => {
    const tfGradual = toTf(tf, gradual)
    const nothing = toTf(tf, (() => undefined) as unknown as () => Tensor)
    expect(() => tfGradual(tf.tensor([1, 2]), tf.tensor([1, 2, 3]))).toThrow(
      "shapes do not broadcast. Received: [2] and [3].",
    )
    expect(() => tfGradual(tf.tensor(["a"]), 3)).toThrow("tfjs: a tensor must be of dtype")
    expect(() => tfGradual("a" as never, 3)).toThrow('Received: "a"')
    expect(() => nothing()).toThrow(
      "toTf: the function must return a tensor or a list of tensors. Received: undefined.",
    )
    const gone = tf.tensor(row)
    gone.dispose()
    expect(() => tfGradual(gone, 3)).toThrow("the tensor was disposed of")
  })

  test("disposed of, it compiles anew", () => {
    const tfGradual = toTf(tf, gradual)
    const slope = tf.grad((x) => tfGradual(x, 3).mean())
    const before = numbers(slope(tf.tensor(row)))
    tfGradual.dispose()
    close(slope(tf.tensor(row)), before)
  })
})

test("types: arguments in, one result or a list out", () => {
  type One = TfFunction<readonly [x: Tensor, y: Tensor], Tensor>
  expectTypeOf<ReturnType<One>>().toEqualTypeOf<Handle>()
  expectTypeOf<One>().parameter(0).extract<number>().toEqualTypeOf<number>()
  expectTypeOf<ReturnType<TfFunction<readonly [x: Tensor], readonly [Tensor, Tensor]>>>().toEqualTypeOf<
    readonly [Handle, Handle]
  >()
})
