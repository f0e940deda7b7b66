import { allocate, type DataOf, fail, type NDArray, ndarray, type Shape, show, sizeOf } from "@gradual/core"

/** What noise to make, and of what. */
export interface NoiseOptions {
  readonly shape: Shape
  /** A source of numbers in [0, 1), each as likely as the next; called for one element after the other. */
  readonly random: () => number
  /** Default float32. */
  readonly dtype?: "float32" | "float64"
}

/**
 * Numbers between 0 and 1, both left out: a logarithm of them is finite. In float32 from 2⁻²⁴ to 1 − 2⁻²⁴, in float64 from 2⁻⁵³ to
 * 1 − 2⁻⁵³. The same bits on every host for the same source.
 *
 * @throws GradualError `SHAPE` for a bad shape, `VALUE` when the source gives a number outside [0, 1].
 * @example
 * ```ts
 * import { uniformNoise } from "@gradual/operators"
 * console.log(uniformNoise({ shape: [2], random: () => 0 }).data.every((u) => u === 2 ** -24)) // true
 * ```
 */
export function uniformNoise({ shape, random, dtype = "float32" }: NoiseOptions): NDArray {
  const least = dtype === "float32" ? 2 ** -24 : 2 ** -53
  const round = dtype === "float32" ? Math.fround : Number
  return filled("uniformNoise", shape, dtype, () => held(round(uniform("uniformNoise", random)), least))
}

/**
 * Noise of the standard Gumbel distribution, `−ln(−ln u)`: the place of the maximum of logits plus such noise is a draw from their
 * softmax. Never infinite. The same numbers on every host for the same source, as far as its `Math.log` is the same: engines
 * differ by an ulp of float64 at most, which rounding to float32 almost always hides.
 *
 * @throws GradualError `SHAPE` for a bad shape, `VALUE` when the source gives a number outside [0, 1].
 * @example
 * ```ts
 * import { gumbelNoise } from "@gradual/operators"
 * import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64"
 * import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus"
 *
 * const generator = xoroshiro128plus(1) // any seed
 * const noise = gumbelNoise({ shape: [2, 3], random: () => uniformFloat64(generator) })
 * console.log(noise.data.every(Number.isFinite)) // true
 * ```
 */
export function gumbelNoise({ shape, random, dtype = "float32" }: NoiseOptions): NDArray {
  return filled("gumbelNoise", shape, dtype, () => -Math.log(-Math.log(held(uniform("gumbelNoise", random), 2 ** -53))))
}

/**
 * Noise of the standard normal distribution, two numbers of the source for each (Box and Muller's transform). Never infinite. The
 * same numbers on every host for the same source, as far as its `Math.log` and `Math.cos` are the same.
 *
 * @throws GradualError `SHAPE` for a bad shape, `VALUE` when the source gives a number outside [0, 1].
 * @example
 * ```ts
 * import { gaussianNoise } from "@gradual/operators"
 * console.log(gaussianNoise({ shape: [3], random: Math.random }).shape) // [3]
 * ```
 */
export function gaussianNoise({ shape, random, dtype = "float32" }: NoiseOptions): NDArray {
  return filled("gaussianNoise", shape, dtype, () => {
    const radius = Math.sqrt(-2 * Math.log(held(uniform("gaussianNoise", random), 2 ** -53)))
    return radius * Math.cos(2 * Math.PI * uniform("gaussianNoise", random))
  })
}

/** The next number of a source. */
function uniform(op: string, random: () => number): number {
  const u = random()
  if (!(u >= 0 && u <= 1)) throw fail("VALUE", op, "random must give numbers in [0, 1)", show(u))
  return u
}

/** Kept away from 0 and 1. */
function held(u: number, least: number): number {
  return Math.min(Math.max(u, least), 1 - least)
}

function filled(op: string, shape: Shape, dtype: "float32" | "float64", next: () => number): NDArray {
  if (dtype !== "float32" && dtype !== "float64") throw fail("DTYPE", op, "float32 or float64 expected", show(dtype))
  const data = allocate(dtype, sizeOf(shape)) as DataOf["float32" | "float64"]
  for (let i = 0; i < data.length; i++) data[i] = next()
  return ndarray(dtype, shape, data)
}
