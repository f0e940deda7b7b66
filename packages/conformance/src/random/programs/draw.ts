import type { DType, Tensor } from "@gradual/core"

/** Where a step gets its operands and parameters from: the values so far, and a list of numbers that choose. */
export interface Draw {
  /** The dtypes there are. */
  readonly dtypes: readonly DType[]
  /** A whole number from 0 up to `n`, not included. Programs shrink towards 0. */
  below(n: number): number
  /** One of a list that is not empty. Programs shrink towards the first. */
  oneOf<T>(list: readonly T[]): T
  /** One of the values so far that suit, if there is one. Programs shrink towards the newest. */
  find(suits: (x: Tensor) => boolean): Tensor | undefined
}

/** Draws by a list of choices. Where it ends, all further choices are 0: any list makes a program. */
export function drawFrom(
  choices: readonly number[],
  dtypes: readonly DType[],
  values: readonly Tensor[],
  onUse: (x: Tensor) => void,
): Draw {
  let next = 0
  const below = (n: number): number => (choices[next++] ?? 0) % Math.max(1, n)
  const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const find = (suits: (x: Tensor) => boolean): Tensor | undefined => {
    const suitable = values.filter(suits).reverse()
    if (suitable.length === 0) return undefined
    const chosen = oneOf(suitable)
    onUse(chosen)
    return chosen
  }
  return { dtypes, below, oneOf, find }
}
