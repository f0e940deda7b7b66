/**
 * A length that is known only when the model runs. A prime stands for it, so that shapes stay lists of numbers: a multiple
 * of the prime is that multiple of the length.
 */
export interface DynamicLength {
  readonly name: string
  readonly prime: number
  /** The input of the model, and its axis, that has this length. */
  readonly input: string
  readonly axis: number
}

/** A number of a shape taken apart: `factor` times the lengths of `dynamic`. */
export interface Factors {
  readonly factor: number
  readonly dynamic: readonly DynamicLength[]
}

/** Takes a number of a shape apart. */
export function factorsOf(length: number, all: readonly DynamicLength[]): Factors {
  const dynamic: DynamicLength[] = []
  let factor = length
  for (const each of all) for (; factor !== 0 && factor % each.prime === 0; factor /= each.prime) dynamic.push(each)
  return { factor, dynamic }
}

/** Whether a number of a shape is known only when the model runs. */
export function isDynamic(length: number, all: readonly DynamicLength[]): boolean {
  return factorsOf(length, all).dynamic.length > 0
}

/** A length as ONNX writes it: the number, a name, or a product of them. */
export function writeLength(length: number, all: readonly DynamicLength[]): number | string {
  const { factor, dynamic } = factorsOf(length, all)
  if (dynamic.length === 0) return length
  return [...(factor === 1 ? [] : [factor]), ...dynamic.map(({ name }) => name)].join("*")
}
