import { allocate, type Capabilities, type DType, type NDArray, ndarray, type Shape, sizeOf } from "@gradual/core"

/** What numbers are like: few and often equal, in general position in [0, 1) or of many sizes, or at the edges. */
export type Kind = "steps" | "unit" | "wide" | "edges"

/** A tensor by choices, one for each element and around again. Any choices make one; smaller ones make simpler numbers. */
export function valuesOf(
  dtype: DType,
  shape: Shape,
  kind: Kind,
  choices: readonly number[],
  claims: Capabilities,
): NDArray {
  const make =
    dtype === "bool" ? (n: number) => n % 2 : dtype === "int32" ? integers[kind] : floats(dtype, claims)[kind]
  const data = allocate(dtype, sizeOf(shape))
  for (let i = 0; i < data.length; i++) data[i] = make(choices[i % choices.length] ?? 0)
  return ndarray<DType>(dtype, shape, data)
}

/** 0, 1, −1, 2, −2, … */
const zigzag = (n: number): number => (n % 2 === 1 ? (n + 1) / 2 : -n / 2) + 0

const steps = (n: number): number => zigzag(n % 17) / 4

/** One in three is an edge. */
const edgy = (edges: readonly number[], otherwise: (n: number) => number) => (n: number) => {
  const rest = Math.floor(n / 3)
  return n % 3 === 2 ? (edges[rest % edges.length] as number) : otherwise(rest)
}

const wholeEdges = [1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 16, 46341, -1_000_000_007]
const whole = (n: number): number => zigzag(n % 9)
const integers: Readonly<Record<Kind, (n: number) => number>> = {
  steps: whole,
  unit: (n) => n % 5,
  wide: (n) => zigzag(n % 4001),
  edges: edgy(wholeEdges, whole),
}

function floats(dtype: DType, { subnormals, nonFinite }: Capabilities): Readonly<Record<Kind, (n: number) => number>> {
  const edges = [-0, 1, -1, 1 - 2 ** -24, 1 + 2 ** -23, 1e-8, -1e-30, 2 ** -126, 16777216, 1e10, -88, 88, 3e38]
  if (dtype === "float64") edges.push(1 - 2 ** -53, 1e-300, -1e300)
  if (subnormals === "keep") edges.push(dtype === "float64" ? 5e-324 : 2 ** -149, 1e-40)
  if (nonFinite === "ieee") edges.push(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN)
  return {
    steps,
    unit: (n) => (n % 9973) / 9973,
    wide: (n) => (n % 2 === 1 ? -1 : 1) * (1 + (n % 1009) / 1009) * 2 ** ((n % 13) - 6),
    edges: edgy(edges, steps),
  }
}
