import type { Fused, Kernels, NDArray, SyncBackend } from "@gradual/core"
import { goldens, runConformance } from "@gradual/conformance"
import { describe, expect, test } from "vitest"
import { type Place, place } from "../src/arena.ts"
import { compileWith, kernels } from "../src/backend.ts"
import { map, zip } from "../src/elementwise.ts"
import { fused } from "../src/fused.ts"
import { js } from "../src/index.ts"

// The suite tests itself: backends with one bug each, most of them bugs that runtimes have or had. Each must be caught.

type Mutation = Partial<Kernels<NDArray, Place>>
const each = (f: (x: number) => number) => map(f)
const pairs = (f: (a: number, b: number) => number) =>
  zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++) out[o + k] = f(a[i + k * p] as number, b[j + k * q] as number)
  })
/** The kernel, with its result changed before anyone sees it. */
const spoiled = <A extends readonly unknown[]>(
  kernel: (...args: A) => NDArray,
  spoil: (y: NDArray, ...args: A) => void,
) => {
  return (...args: A): NDArray => {
    const y = kernel(...args)
    const copy = { ...y, data: y.data.slice() } as NDArray
    spoil(copy, ...args)
    return copy
  }
}
const replaceAll = (y: NDArray, f: (x: number) => number): void => {
  y.data.forEach((x, i) => {
    y.data[i] = f(x)
  })
}

type Mutant = [bug: string, fn: string, mutation: Mutation, fusedMutation?: Fused<NDArray, Place>]
const mutants: Mutant[] = [
  ["log1p as log(1 + x)", "log1p", { log1p: each((x) => Math.log(1 + x)) }],
  ["expm1 as exp(x) - 1", "expm1", { expm1: each((x) => Math.exp(x) - 1) }],
  ["pow as exp(p log x)", "pow", { pow: pairs((x, p) => Math.exp(p * Math.log(x))) }],
  ["ECMAScript's pow", "pow", { pow: pairs((x, p) => x ** p) }],
  ["exp that overflows early", "exp", { exp: each((x) => (x > 88.4 ? Number.POSITIVE_INFINITY : Math.exp(x))) }],
  ["log(0) finite", "log", { log: each((x) => (x === 0 ? -88.03 : Math.log(x))) }],
  [
    "logistic with absolute accuracy",
    "logistic",
    { logistic: each((x) => Math.round(2 ** 24 / (1 + Math.exp(-x))) / 2 ** 24) },
  ],
  ["tanh above 1", "tanh", { tanh: each((x) => Math.tanh(x) * (1 + 2 ** -22)) }],
  ["tanh(small) flushed", "tanh", { tanh: each((x) => (Math.abs(x) < 1e-7 ? 0 : Math.tanh(x))) }],
  ["erf by a short formula", "erf", { erf: each((x) => Math.tanh(1.128379167 * x + 0.1009 * x ** 3)) }],
  ["subnormals flushed", "mul", { mul: pairs((a, b) => (Math.abs(a * b) < 2 ** -126 ? 0 : a * b)) }],
  ["-0 lost", "neg", { neg: each((x) => 0 - x) }],
  ["sign(NaN) = 0", "sign", { sign: each((x) => (x > 0 ? 1 : x < 0 ? -1 : 0)) }],
  ["halves rounded up", "round", { round: each((x) => Math.floor(x + 0.5)) }],
  ["0/0 = 1", "div", { div: pairs((a, b) => (a === b ? 1 : a / b)) }],
  ["NaN == NaN", "eq", { eq: pairs((a, b) => Number(Object.is(a, b) || a === b)) }],
  [
    "maximum drops NaN",
    "maximum",
    { maximum: pairs((a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b))) },
  ],
  [
    "max drops NaN",
    "max",
    {
      max: spoiled(kernels.max, (y, [x]) =>
        replaceAll(y, (top) => (Number.isNaN(top) ? Math.max(...[...x.data].filter((v) => !Number.isNaN(v))) : top)),
      ),
    },
  ],
  [
    "argmax takes the last of ties",
    "argmax",
    { argmax: spoiled(kernels.argmax, (y, [x]) => replaceAll(y, () => x.data.lastIndexOf(Math.max(...x.data)))) },
  ],
  [
    "empty sum is garbage",
    "sum",
    { sum: spoiled(kernels.sum, (y, [x]) => x.data.length === 0 && replaceAll(y, () => 3.6e-41)) },
  ],
  [
    "empty matmul is garbage",
    "matmul",
    { matmul: spoiled(kernels.matmul, (y, [a]) => a.data.length === 0 && replaceAll(y, () => 3.6e-41)) },
  ],
  [
    "matmul skips zeros",
    "matmul",
    { matmul: spoiled(kernels.matmul, (y) => replaceAll(y, (x) => (Number.isNaN(x) ? 0 : x))) },
  ],
  ["sum in float32", "sum", { sum: spoiled(kernels.sum, (y) => replaceAll(y, (x) => x * (1 + 2 ** -20))) }],
  [
    "cumsum ignores exclusive",
    "cumsum",
    { cumsum: (args, params, out) => kernels.cumsum(args, { ...params, exclusive: false }, out) },
  ],
  [
    "reverse of the wrong axis",
    "reverse",
    { reverse: (args, { axes }, out) => kernels.reverse(args, { axes: axes.map(() => 0) }, out) },
  ],
  [
    "slice off by one",
    "slice",
    {
      slice: ([x], { start, end }, out) =>
        kernels.slice(
          [x],
          {
            start: start.map((at, i) =>
              Math.max(0, Math.min(at + 1, (x.shape[i] as number) - (out.shape[i] as number))),
            ),
            end,
          },
          out,
        ),
    },
  ],
  ["pad with zeros only", "pad", { pad: (args, params, out) => kernels.pad(args, { ...params, value: 0 }, out) }],
  [
    "of equal elements the last comes first",
    "argsort",
    {
      argsort: spoiled(kernels.argsort, (y, [x], { descending }) => {
        const sign = descending ? -1 : 1
        const order = [...x.data.keys()].sort((i, j) => sign * ((x.data[i] as number) - (x.data[j] as number)) || j - i)
        if (y.shape.length === 1) y.data.set(order)
      }),
    },
  ],
  [
    "NaN sorted first",
    "sort",
    {
      sort: (args, params, out) =>
        kernels.sort(args, { ...params, descending: params.descending || args[0].data.some(Number.isNaN) }, out),
    },
  ],
  [
    "scatter overwrites",
    "scatterAddAlongAxis",
    {
      scatterAddAlongAxis: spoiled(
        kernels.scatterAddAlongAxis,
        (y, [updates, indices]) =>
          y.shape.length === 1 &&
          indices.data.forEach((at, i) => {
            y.data[at] = updates.data[i] as number
          }),
      ),
    },
  ],
  ["casts wrap around", "cast", { cast: spoiled(kernels.cast, (y, [x]) => y.dtype === "int32" && y.data.set(x.data)) }],
  [
    "where multiplies by the mask",
    "where",
    {
      where: ([c, a, b], params, out) => {
        const [yes, no] = [
          kernels.cast([c], { dtype: a.dtype }, place({ ...c, dtype: a.dtype })),
          kernels.cast([kernels.not([c], {}, place(c))], { dtype: a.dtype }, place({ ...c, dtype: a.dtype })),
        ]
        return kernels.add([kernels.mul([yes, a], params, out), kernels.mul([no, b], params, out)], params, out)
      },
    },
  ],
  [
    "softmax without the shift",
    "softmax",
    {},
    {
      softmax: ([x], { axis }, out) => {
        const e = kernels.exp([x], {}, place(x))
        const total = kernels.sum(
          [e],
          { axes: [axis] },
          place({ dtype: x.dtype, shape: x.shape.map((n, i) => (i === axis ? 1 : n)) }),
        )
        return kernels.div([e, total], {}, out)
      },
    },
  ],
]

function mutant(mutation: Mutation, fusedMutation: Fused<NDArray, Place> = {}): SyncBackend<NDArray> {
  const compile = compileWith({ ...kernels, ...mutation }, { ...fused, ...fusedMutation })
  return { ...js(), name: "mutant", compile }
}

const casesOf = (fn: string) => goldens.filter((file) => file.cases[0]?.fn === fn)

describe("is caught by the golden cases", () => {
  test.each(mutants)("%s", async (...[, fn, mutation, fusedMutation]: Mutant) => {
    const cases = casesOf(fn)
    const { summary } = await runConformance(mutant(mutation, fusedMutation), { cases })
    expect(summary.failed).toBeGreaterThan(0)
  })

  test("and the backend without a bug is not", async () => {
    const cases = [...new Set(mutants.map(([, fn]) => fn))].flatMap(casesOf)
    const { summary } = await runConformance(mutant({}), { cases })
    expect(summary.failed).toBe(0)
  })
})

test("a bug that is known and seen again fails no run, one that is fixed does", async () => {
  const cases = casesOf("sign")
  const buggy = mutant({ sign: each((x) => (x > 0 ? 1 : x < 0 ? -1 : 0)) })
  const { results } = await runConformance(buggy, { cases })
  const failures = results
    .filter(({ status }) => status === "failed")
    .map(({ id, detail = "" }) => ({
      backend: "mutant",
      match: id,
      reason: "this mutant takes the sign of NaN for zero",
      upstream: "the list above",
      observed: detail.slice(0, 30),
    }))
  const knownFailures = { schema: "gradual.known-failures/1", failures }
  const run = async (backend: SyncBackend<NDArray>) => (await runConformance(backend, { cases, knownFailures })).summary
  expect(await run(buggy)).toEqual({ passed: 12, failed: 0, skipped: 0, known: 2 })
  expect(await run(mutant({}))).toEqual({ passed: 12, failed: 2, skipped: 0 })
})
