import {
  add,
  cast,
  check,
  clip,
  compile,
  concat,
  demote,
  exp,
  foldConstants,
  grad,
  hvp,
  jvp,
  linearize,
  log,
  max,
  mul,
  type NDArray,
  neg,
  pow,
  print,
  type Program,
  removeDead,
  shareCommon,
  simplify,
  softmax,
  splitRows,
  stopGradient,
  straightThrough,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  where,
  withGradient,
} from "@gradual/core"
import { describe, expect, test } from "vitest"
import { opNames, recorder } from "./support.ts"

/** The program of a function of float32 tensors of these shapes. */
function programOf(fn: (...xs: readonly Tensor[]) => unknown, ...shapes: number[][]): Program {
  const { backend } = recorder()
  const args = shapes.map((shape) => ({
    dtype: "float32" as const,
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  }))
  const program = (
    compile(backend, fn as (...xs: readonly Tensor[]) => readonly Tensor[]).program as (
      ...xs: readonly NDArray[]
    ) => Program
  )(...args)
  check(program)
  return program
}
const printed = (fn: (...xs: readonly Tensor[]) => unknown, ...shapes: number[][]) =>
  `\n${print(programOf(fn, ...shapes))}`

describe("gradients, read as programs", () => {
  test("a product", () => {
    expect(
      printed(valueAndGrad((x, y) => sum(mul(x as Tensor, y as Tensor)), { argnums: [0, 1] }) as never, [2, 3], [3]),
    ).toMatchInlineSnapshot(`
      "
      (a: float32[2,3], b: float32[3]) =>
        c: float32[2,3] = mul(a, b)
        d: float32[1,1] = sum(c) { axes: [0,1] }
        e: float32[] = reshape(d) { shape: [] }
        f: float32[1,1] = reshape(1) { shape: [1,1] }
        g: float32[1,3] = mul(f, b)
        h: float32[2,3] = broadcastTo(g) { shape: [2,3] }
        i: float32[1,3] = sum(a) { axes: [0] }
        j: float32[3] = reshape(i) { shape: [3] }
        e, h, j"
    `)
  })
  test("a power: in the base and in the exponent", () => {
    expect(
      printed(grad((x, p) => pow(x as Tensor, p as Tensor), { argnums: [0, 1] }) as never, [], []),
    ).toMatchInlineSnapshot(`
      "
      (a: float32[], b: float32[]) =>
        c: float32[] = abs(b)
        d: bool[] = eq(c, Infinity)
        e: float32[] = where(d, 0, b)
        f: bool[] = eq(e, 0)
        g: float32[] = sub(b, 1)
        h: float32[] = where(f, 0, g)
        i: float32[] = pow(a, h)
        j: float32[] = mul(e, i)
        k: bool[] = eq(a, 0)
        l: bool[] = ge(b, 0)
        m: bool[] = and(k, l)
        n: float32[] = pow(a, b)
        o: float32[] = where(m, 1, a)
        p: float32[] = log(o)
        q: float32[] = mul(n, p)
        r: float32[] = where(m, 0, q)
        j, r"
    `)
  })
  test("a maximum shares among ties", () => {
    expect(printed(grad((x) => max(x as Tensor)) as never, [3])).toMatchInlineSnapshot(`
      "
      (a: float32[3]) =>
        b: float32[1] = max(a) { axes: [0] }
        c: bool[3] = eq(a, b)
        d: float32[1] = reshape(1) { shape: [1] }
        e: float32[3] = cast(c) { dtype: "float32" }
        f: float32[1] = sum(e) { axes: [0] }
        g: float32[1] = div(d, f)
        h: float32[3] = where(c, g, 0)
        h"
    `)
  })
  test("softmax: y (dy - <dy, y>)", () => {
    expect(printed(grad((x) => sum(mul(softmax(x as Tensor), [1, 2]))) as never, [2])).toMatchInlineSnapshot(`
      "
      (a: float32[2]) =>
        b: float32[1] = max(a) { axes: [0] }
        c: bool[2] = eq(a, b)
        d: float32[2] = sub(a, b)
        e: float32[2] = where(c, 0, d)
        f: float32[2] = exp(e)
        g: float32[1] = sum(f) { axes: [0] }
        h: float32[2] = div(f, g)
        i: float32[2] = constant() { value: [1,2] }
        j: float32[2] = mul(i, h)
        k: float32[1] = sum(j) { axes: [0] }
        l: float32[2] = sub(i, k)
        m: float32[2] = mul(h, l)
        m"
    `)
  })
  test("the second derivative of a cube", () => {
    expect(printed(grad(grad((x) => pow(x as Tensor, 3))) as never, [])).toMatchInlineSnapshot(`
      "
      (a: float32[]) =>
        b: float32[] = abs(3)
        c: bool[] = eq(b, Infinity)
        d: float32[] = where(c, 0, 3)
        e: bool[] = eq(d, 0)
        f: float32[] = sub(3, 1)
        g: float32[] = where(e, 0, f)
        h: float32[] = abs(g)
        i: bool[] = eq(h, Infinity)
        j: float32[] = where(i, 0, g)
        k: bool[] = eq(j, 0)
        l: float32[] = sub(g, 1)
        m: float32[] = where(k, 0, l)
        n: float32[] = pow(a, m)
        o: float32[] = mul(j, n)
        p: float32[] = mul(d, o)
        p"
    `)
  })
  test("forward mode is the pullback of the pullback, without a trace of the seed", () => {
    expect(printed((x, t) => jvp((y) => exp(y), [x as Tensor], [t as Tensor])[1], [2], [2])).toMatchInlineSnapshot(`
      "
      (a: float32[2], b: float32[2]) =>
        c: float32[2] = exp(a)
        d: float32[2] = mul(b, c)
        d"
    `)
  })
  test("a Hessian-vector product", () => {
    expect(printed((x, t) => hvp((y) => sum(exp(y)), [x as Tensor], [t as Tensor]), [2], [2])).toMatchInlineSnapshot(`
      "
      (a: float32[2], b: float32[2]) =>
        c: float32[2] = exp(a)
        d: float32[2] = mul(b, c)
        d"
    `)
  })
})

describe("aliases leave no trace in programs", () => {
  test("stopGradient, straightThrough and withGradient", () => {
    expect(opNames(programOf((x) => stopGradient(exp(x as Tensor)), [2]))).toEqual(["exp"])
    expect(opNames(programOf((x) => straightThrough(exp(x as Tensor), log(x as Tensor)), [2]))).toEqual(["exp"])
    const cube = withGradient(
      (x: Tensor) => mul(x, mul(x, x)),
      (dy) => [dy],
    )
    expect(opNames(programOf((x) => cube(x as Tensor), [2]))).toEqual(["mul", "mul"])
    expect(opNames(programOf(grad((x) => sum(cube(x as Tensor))) as never, [2]))).not.toContain("mul")
  })

  test("a composite is its body, or one equation where it is fused", () => {
    const x = tensor([1, 2])
    expect(opNames(linearize([], [softmax(x)]))).toContain("exp")
    const fused = linearize([], [softmax(x)], new Set(["softmax"]))
    expect(fused.equations.map(({ op }) => op.name)).toEqual(["constant", "softmax"])
    check(fused)
    check(linearize([], [clip(tensor([0, 1], "int32"), { min: 0.5 })], new Set(["clip"])))
  })
})

describe("passes", () => {
  const x = tensor([1, 2])
  const written = (y: Tensor) => linearize([], [y])

  test("common work is done once, dead work not at all", () => {
    const twice = written(add(exp(x), exp(x)))
    expect(twice.equations.filter(({ op }) => op.name === "exp")).toHaveLength(2)
    expect(shareCommon(twice).equations.filter(({ op }) => op.name === "exp")).toHaveLength(1)
    expect(opNames(simplify(twice))).toEqual(["constant", "exp", "add"])
    expect(removeDead(written(where([true, false], x, exp(x)))).equations.length).toBe(4)
  })

  test("constants that differ in a bit are not shared", () => {
    expect(simplify(written(add(tensor([0, 1]), tensor([-0, 1])))).equations).toHaveLength(3)
    expect(simplify(written(add(tensor([0, 1]), tensor([0, 1])))).equations).toHaveLength(2)
  })

  test("only operations that change no bit are removed", () => {
    const kept = (y: Tensor) => opNames(simplify(written(y))).filter((name) => name !== "constant")
    expect(kept(mul(x, 1))).toEqual([])
    expect(kept(mul(1, x))).toEqual([])
    expect(kept(sub(x, 0))).toEqual([])
    expect(kept(pow(x, 1))).toEqual([])
    expect(kept(add(x, -0))).toEqual([])
    expect(kept(add(x, 0))).toEqual(["add"]) // -0 + 0 is 0
    expect(kept(sub(x, -0))).toEqual(["sub"])
    expect(kept(mul(x, [[1], [1]]))).toEqual(["mul"]) // broadcasts
  })

  test("known parts are folded by whoever can compute", () => {
    const program = programOf((y) => mul(mul(y as Tensor, exp(neg(tensor(0)))), exp(tensor(0))), [2])
    const seen: (readonly string[])[] = []
    const one = { dtype: "float32", shape: [], data: new Float32Array([1]) } as const
    const folded = foldConstants(program, (known) => {
      check(known)
      seen.push(opNames(known))
      return known.outputs.map(() => one)
    })
    check(folded)
    expect(seen.map((names) => [...names].sort())).toEqual([["constant", "exp", "exp", "neg"]]) // at once
    expect([...opNames(folded)].sort()).toEqual(["constant", "constant", "mul", "mul"])
  })

  test("without float64 a program computes in float32 between float32 ends", () => {
    const wide = (y: Tensor) => cast(exp(mul(cast(y, { dtype: "float64" }), 0.1)), { dtype: "float32" })
    const narrow = simplify(
      demote(
        programOf((y) => wide(y as Tensor), [2]),
        "half-blind",
      ),
    )
    check(narrow)
    expect(`\n${print(narrow)}`).toMatchInlineSnapshot(`
      "
      (a: float32[2]) =>
        b: float32[2] = mul(a, 0.10000000149011612)
        c: float32[2] = exp(b)
        c"
    `)
    const float64 = linearize([], [tensor(1, "float64")])
    expect(() => demote(float64, "half-blind")).toThrow("half-blind: this backend has no float64")
  })

  test("a malformed program is told apart", () => {
    const program = written(exp(x))
    const [constant, exponential] = program.equations
    expect(() => check({ ...program, equations: [exponential as never, constant as never] })).toThrow(
      "defined before its use",
    )
    expect(() => check({ ...program, equations: [constant as never, constant as never] })).toThrow("defined once")
  })
})

test("an operation of 200,000 inputs is put in order and differentiated", () => {
  const joined = (x: Tensor) => sum(concat(Array.from({ length: 200_000 }, () => exp(x))))
  expect(programOf(joined as never, [1]).equations.map(({ op }) => op.name)).toContain("concat")
  expect(joined(tensor([1])).shape).toEqual([])
})

test("a chain of 100,000 operations is put in order, differentiated and simplified", () => {
  const chain = (x: Tensor): Tensor => {
    let y = x
    for (let i = 0; i < 100_000; i++) y = exp(y)
    return y
  }
  const program = programOf(valueAndGrad((x) => chain(x as Tensor)) as never, [])
  expect(program.equations.filter(({ op }) => op.name === "mul").length).toBe(99_999)
})

describe("stages", () => {
  const stages = (fn: (...xs: readonly Tensor[]) => unknown, ...shapes: number[][]) =>
    splitRows(programOf(fn, ...shapes), 4).map(({ program, rows }) => {
      check(program)
      return `${rows ? `${rows.count} rows` : "whole"}: ${print(program)}`
    })

  test("rows that need nothing of each other, then what is made of all of them", () => {
    expect(stages((x, y) => sum(mul(exp(x as Tensor), y as Tensor)), [2, 3], [3])).toMatchInlineSnapshot(`
      [
        "2 rows: (a: float32[2,3], b: float32[3]) =>
        c: float32[2,3] = exp(a)
        d: float32[2,3] = mul(c, b)
        d",
        "whole: (a: float32[2,3]) =>
        b: float32[1,1] = sum(a) { axes: [0,1] }
        c: float32[] = reshape(b) { shape: [] }
        c",
      ]
    `)
  })
  test("rows may be reduced; columns are whole", () => {
    expect(
      stages(
        (x) => {
          const shifted = sub(x as Tensor, max(x as Tensor, { axis: 1, keepDims: true }))
          return mul(shifted, sum(shifted, { axis: 0, keepDims: true }))
        },
        [2, 3],
      ),
    ).toMatchInlineSnapshot(`
      [
        "2 rows: (a: float32[2,3]) =>
        b: float32[2,1] = max(a) { axes: [1] }
        c: float32[2,3] = sub(a, b)
        c",
        "whole: (a: float32[2,3]) =>
        b: float32[1,3] = sum(a) { axes: [0] }
        b",
        "2 rows: (a: float32[2,3], b: float32[1,3]) =>
        c: float32[2,3] = mul(a, b)
        c",
      ]
    `)
  })
  test("what is small is one stage", () => {
    const program = programOf((x) => exp(x as Tensor), [3])
    expect(splitRows(program, 4)).toEqual([{ program }])
  })
})
