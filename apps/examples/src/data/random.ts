import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64"
import { uniformInt } from "pure-rand/distribution/uniformInt"
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus"

/** Numbers in [0, 1) that the seed alone decides. */
export function uniform(count: number, seed: number): readonly number[] {
  const random = xoroshiro128plus(seed)
  return Array.from({ length: count }, () => uniformFloat64(random))
}

/** The numbers from 0 to count − 1 in an order that the seed alone decides (Fisher and Yates). */
export function shuffled(count: number, seed: number): readonly number[] {
  const random = xoroshiro128plus(seed)
  const order = Array.from({ length: count }, (_, i) => i)
  for (let last = count - 1; last > 0; last--) {
    const at = uniformInt(random, 0, last)
    ;[order[last], order[at]] = [order[at] as number, order[last] as number]
  }
  return order
}
