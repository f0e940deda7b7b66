import { checkRandomPrograms, ulp } from "@gradual/conformance"
import { randomPrograms } from "@gradual/conformance/vitest"
import type { Equation, Fused, Kernels, NDArray, Program, SyncBackend } from "@gradual/core"
import { describe, expect, test } from "vitest"
import { type Place, place } from "../src/arena.ts"
import { compileWith, kernels } from "../src/backend.ts"
import { map, zip } from "../src/elementwise.ts"
import { fused } from "../src/fused.ts"
import { js } from "../src/index.ts"

/** As many as a change is tested with. */
const runs = 300

randomPrograms({ backend: js, reference: js, runs })

describe("in small blocks of rows", () => {
  const compile = compileWith(kernels, fused, { least: 2, size: 3 })
  randomPrograms({ backend: () => ({ ...js(), name: "js in blocks", compile }), reference: js, runs })
})

// Random programs test themselves: backends with one bug each, such as the golden cases of one op at a time may not show.

type Mutation = Partial<Kernels<NDArray, Place>>
/** The kernel, with its result changed before anyone sees it. */
const spoiled = <A extends readonly unknown[]>(
  kernel: (...args: A) => NDArray,
  spoil: (x: number, k: number, ...args: A) => number,
) => {
  return (...args: A): NDArray => {
    const y = kernel(...args)
    return { ...y, data: (y.data as Float32Array).map((x, k) => spoil(x, k, ...args)) } as NDArray
  }
}
/** A kernel that returns what it returned before, if that has the same shape. */
function stale<A extends readonly unknown[]>(kernel: (...args: A) => NDArray): (...args: A) => NDArray {
  let last: NDArray | undefined
  return (...args) => {
    const y = kernel(...args)
    const stale = last?.dtype === y.dtype && last.shape.join() === y.shape.join() ? last : y
    last = { ...y, data: y.data.slice() } as NDArray
    return stale
  }
}

type Mutant = [bug: string, mutation: Mutation, fusedMutation?: Fused<NDArray, Place>]
const mutants: Mutant[] = [
  ["exp off by 8 ulp", { exp: spoiled(kernels.exp, (x, _, __, ___, { dtype }) => x + 8 * ulp(dtype, x)) }],
  ["log1p as log(1 + x)", { log1p: map((x) => Math.log(1 + x)) }],
  ["a division rounded twice", { div: spoiled(kernels.div, (x) => x * (1 + 2 ** -24)) }],
  [
    "le without equality",
    {
      le: zip((out, a, b, n, o, i, p, j, q) => {
        for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! < b[j]! ? 1 : 0
      }),
    },
  ],
  ["max drops NaN", { max: spoiled(kernels.max, (x) => (Number.isNaN(x) ? 0 : x)) }],
  ["an empty sum is garbage", { sum: spoiled(kernels.sum, (x, _, [{ data }]) => (data.length === 0 ? 3.6e-41 : x)) }],
  ["matmul skips zeros", { matmul: spoiled(kernels.matmul, (x) => (Number.isNaN(x) ? 0 : x)) }],
  [
    "cumsum ignores reverse",
    { cumsum: (args, params, out) => kernels.cumsum(args, { ...params, reverse: false }, out) },
  ],
  [
    "only one axis is reversed",
    { reverse: (args, { axes }, out) => kernels.reverse(args, { axes: axes.slice(0, 1) }, out) },
  ],
  ["padding is always 0", { pad: (args, params, out) => kernels.pad(args, { ...params, value: 0 }, out) }],
  [
    "scatter overwrites",
    {
      scatterAddAlongAxis: spoiled(kernels.scatterAddAlongAxis, (x, k, [updates, indices]) => {
        const last = indices.data.lastIndexOf(k)
        return indices.shape.length === 1 && last >= 0 ? updates.data[last]! : x
      }),
    },
  ],
  [
    "where multiplies by the mask",
    {
      where: ([c, a, b], params, out) => {
        const mask = (condition: NDArray) =>
          kernels.cast([condition], { dtype: a.dtype }, place({ ...c, dtype: a.dtype }))
        const [yes, no] = [mask(c), mask(kernels.not([c], {}, place(c)))]
        return kernels.add([kernels.mul([yes, a], params, out), kernels.mul([no, b], params, out)], params, out)
      },
    },
  ],
  ["sin of the run before", { sin: stale(kernels.sin) }],
  [
    "a fused softmax along the last axis",
    {},
    { softmax: ([x], _, out) => fused.softmax!([x], { axis: x.shape.length - 1 }, out) },
  ],
]

function mutant(mutation: Mutation, fusedMutation: Fused<NDArray, Place> = {}): SyncBackend<NDArray> {
  const compile = compileWith({ ...kernels, ...mutation }, { ...fused, ...fusedMutation })
  return { ...js(), name: "mutant", compile }
}

/** The first of tied maxima gets all of their gradient: so `eq(x, max(x))` has it, which nothing but the gradient of max asks. */
function firstOfTies(): SyncBackend<NDArray> {
  const eq: typeof kernels.eq = (args, params, out) => {
    const y = kernels.eq(args, params, out)
    if (!("first" in params)) return y
    const first = y.data.indexOf(1)
    return { ...y, data: y.data.map((x, k) => (k === first ? x : 0)) } as NDArray
  }
  const tie = ({ equations, ...rest }: Program): Program => {
    const maxima = new Set(equations.filter(({ op }) => op.name === "max").map(({ output }) => output))
    const isMask = ({ op, inputs }: Equation) => op.name === "eq" && maxima.has(inputs[1]!)
    return { ...rest, equations: equations.map((one) => (isMask(one) ? { ...one, params: { first: true } } : one)) }
  }
  const compile = compileWith({ ...kernels, eq }, fused)
  return { ...js(), name: "mutant", compile: (program) => compile(tie(program)) }
}

describe("random programs find", () => {
  test.each(mutants)("%s", async (...[, mutation, fusedMutation]: Mutant) => {
    const report = await checkRandomPrograms(mutant(mutation, fusedMutation), js(), { runs, shrinks: 0 })
    expect(report.counterexample).toBeDefined()
  })

  test("a wrong gradient of ties", async () => {
    const { counterexample } = await checkRandomPrograms(firstOfTies(), js(), { runs, shrinks: 0 })
    expect(counterexample?.failure).toContain("gradient")
  })

  test("the simplest program that is wrong, the way back to it, and a case of its equation", async () => {
    const backend = mutant({ matmul: spoiled(kernels.matmul, (x) => x + 1) })
    const { counterexample: found, seed } = await checkRandomPrograms(backend, js(), { maxOps: 8 })
    expect(found?.source).toMatchInlineSnapshot(`
      "const fn = (x0: Tensor, x1: Tensor) => {
        const y0 = matmul(x0, x1)
        return [y0]
      }
      const x0 = ndarray("float32", [1, 1], Float32Array.of(0))
      const x1 = ndarray("float32", [1, 1], Float32Array.of(0))"
    `)
    expect(found?.cases?.cases.map(({ fn }) => fn)).toEqual(["matmul"])
    const again = await checkRandomPrograms(backend, js(), { maxOps: 8, seed, path: found?.path ?? "" })
    expect(again).toMatchObject({ runs: 1, counterexample: { failure: found?.failure, program: found?.program } })
  })
})
