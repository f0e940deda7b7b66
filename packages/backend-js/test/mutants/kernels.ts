import type { Fused, Kernels, NDArray, SyncBackend } from "@gradual/core"
import { type Place, place } from "../../src/arena.ts"
import { compileWith, kernels } from "../../src/backend.ts"
import { map, zip } from "../../src/elementwise.ts"
import { fused } from "../../src/fused.ts"
import { js } from "../../src/index.ts"

// Kernels with one bug each, most of them bugs that runtimes have or had.

type Mutation = Partial<Kernels<NDArray, Place>>
type Elementwise = Kernels<NDArray, Place>

/** The kernel of a function of one number. */
export const each = (f: (x: number) => number): Elementwise["exp"] => map(f)
/** The kernel of a function of two. */
export const pairs = (f: (a: number, b: number) => number): Elementwise["add"] =>
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

/** A bug, the case that must catch it, and the kernels that have it. */
type Mutant = readonly [bug: string, caughtBy: string, kernels: Mutation, fused?: Fused<NDArray, Place>]

/** The js backend with other kernels. */
export function withKernels(mutation: Mutation, fusedMutation: Fused<NDArray, Place> = {}): SyncBackend<NDArray> {
  const compile = compileWith({ ...kernels, ...mutation }, { ...fused, ...fusedMutation })
  return { ...js(), name: "mutant", compile }
}

export const kernelMutants: readonly Mutant[] = [
  ["log1p as log(1 + x)", "log1p/points-f32", { log1p: each((x) => Math.log(1 + x)) }],
  ["expm1 as exp(x) - 1", "expm1/points-f32", { expm1: each((x) => Math.exp(x) - 1) }],
  ["pow as exp(p log x)", "pow/zero-zero-f32", { pow: pairs((x, p) => Math.exp(p * Math.log(x))) }],
  ["ECMAScript's pow", "pow/one-inf-f32", { pow: pairs((x, p) => x ** p) }],
  [
    "exp that overflows early",
    "exp/overflow",
    { exp: each((x) => (x > 88.4 ? Number.POSITIVE_INFINITY : Math.exp(x))) },
  ],
  ["log(0) finite", "log/edges-f32", { log: each((x) => (x === 0 ? -88.03 : Math.log(x))) }],
  [
    "logistic with absolute accuracy",
    "logistic/points-f32",
    { logistic: each((x) => Math.round(2 ** 24 / (1 + Math.exp(-x))) / 2 ** 24) },
  ],
  ["tanh above 1", "tanh/points-f32", { tanh: each((x) => Math.tanh(x) * (1 + 2 ** -22)) }],
  ["tanh(small) flushed", "tanh/points-f32", { tanh: each((x) => (Math.abs(x) < 1e-7 ? 0 : Math.tanh(x))) }],
  ["erf by a short formula", "erf/points-f32", { erf: each((x) => Math.tanh(1.128379167 * x + 0.1009 * x ** 3)) }],
  ["subnormals flushed", "mul/subnormal-f32", { mul: pairs((a, b) => (Math.abs(a * b) < 2 ** -126 ? 0 : a * b)) }],
  ["-0 lost", "neg/signed-zero-f32", { neg: each((x) => 0 - x) }],
  ["sign(NaN) = 0", "sign/edges-f32", { sign: each((x) => (x > 0 ? 1 : x < 0 ? -1 : 0)) }],
  ["halves rounded up", "round/edges-f32", { round: each((x) => Math.floor(x + 0.5)) }],
  ["0/0 = 1", "div/zero-zero-f32", { div: pairs((a, b) => (a === b ? 1 : a / b)) }],
  ["NaN == NaN", "eq/points-f32", { eq: pairs((a, b) => Number(Object.is(a, b) || a === b)) }],
  [
    "maximum drops NaN",
    "maximum/nan-first-f32",
    { maximum: pairs((a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b))) },
  ],
  [
    "max drops NaN",
    "max/nan-f32",
    {
      max: spoiled(kernels.max, (y, [x]) =>
        replaceAll(y, (top) => (Number.isNaN(top) ? Math.max(...[...x.data].filter((v) => !Number.isNaN(v))) : top)),
      ),
    },
  ],
  [
    "argmax takes the last of ties",
    "argmax/ties-f32",
    { argmax: spoiled(kernels.argmax, (y, [x]) => replaceAll(y, () => x.data.lastIndexOf(Math.max(...x.data)))) },
  ],
  [
    "empty sum is garbage",
    "sum/empty-f32",
    { sum: spoiled(kernels.sum, (y, [x]) => x.data.length === 0 && replaceAll(y, () => 3.6e-41)) },
  ],
  [
    "empty matmul is garbage",
    "matmul/no-terms-f32",
    { matmul: spoiled(kernels.matmul, (y, [a]) => a.data.length === 0 && replaceAll(y, () => 3.6e-41)) },
  ],
  [
    "matmul skips zeros",
    "matmul/zero-inf-f32",
    { matmul: spoiled(kernels.matmul, (y) => replaceAll(y, (x) => (Number.isNaN(x) ? 0 : x))) },
  ],
  ["sum in float32", "sum/n17-f32", { sum: spoiled(kernels.sum, (y) => replaceAll(y, (x) => x * (1 + 2 ** -20))) }],
  [
    "cumsum ignores exclusive",
    "cumsum/exclusive-f32",
    { cumsum: (args, params, out) => kernels.cumsum(args, { ...params, exclusive: false }, out) },
  ],
  [
    "reverse of the wrong axis",
    "reverse/last",
    { reverse: (args, { axes }, out) => kernels.reverse(args, { axes: axes.map(() => 0) }, out) },
  ],
  [
    "slice off by one",
    "slice/block-f32",
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
  ["pad with zeros only", "pad/value", { pad: (args, params, out) => kernels.pad(args, { ...params, value: 0 }, out) }],
  [
    "of equal elements the last comes first",
    "argsort/ties-f32",
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
    "sort/nan-f32",
    {
      sort: (args, params, out) =>
        kernels.sort(args, { ...params, descending: params.descending || args[0].data.some(Number.isNaN) }, out),
    },
  ],
  [
    "scatter overwrites",
    "scatterAddAlongAxis/repeated-f32",
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
  [
    "casts wrap around",
    "cast/saturates",
    { cast: spoiled(kernels.cast, (y, [x]) => y.dtype === "int32" && y.data.set(x.data)) },
  ],
  [
    "where multiplies by the mask",
    "where/selects-f32",
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
    "softmax/overflow-f32",
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
  ["pow of a logarithm in float32", "pow/points-f32", { pow: pairs((x, p) => Math.exp(p * Math.fround(Math.log(x)))) }],
  ["log as a polynomial, absolutely accurate", "log/points-f32", { log: each((x) => Math.log(x) + 2 ** -22) }],
  ["log of a subnormal infinite", "log/subnormal-f32", { log: each((x) => Math.log(Math.abs(x) < 2 ** -126 ? 0 : x)) }],
  [
    "x < y false where the difference is subnormal",
    "lt/subnormal-f32",
    { lt: pairs((a, b) => Number(a - b <= -(2 ** -126))) },
  ],
  ["int32 kept as float32", "mul/int32-exact", { mul: pairs((a, b) => Math.fround(a * b)) }],
  [
    "argmax of NaN out of range",
    "argmax/nan-f32",
    { argmax: spoiled(kernels.argmax, (y, [x]) => x.data.some(Number.isNaN) && replaceAll(y, () => x.data.length)) },
  ],
  ["a mean of nothing is 0", "mean/empty-f32", { div: pairs((a, b) => (a === 0 && b === 0 ? 0 : a / b)) }],
  [
    "clip of NaN is its lower bound",
    "clip/beyond-f32",
    {},
    { clip: ([x], { min, max }, out) => map((v) => (v > min ? Math.min(v, max) : min))([x], {}, out) },
  ],
  [
    "broadcasts repeat in the wrong order",
    "broadcastTo/rows-f32",
    { broadcastTo: spoiled(kernels.broadcastTo, (y) => y.data.sort()) },
  ],
  ["x − y of infinities is 0", "sub/inf-inf-f32", { sub: pairs((a, b) => (a === b ? 0 : a - b)) }],
]
