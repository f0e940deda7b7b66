import { type Bound, join } from "./bounds.ts"

/** Which values come first: the least (NaN last), the greatest (NaN first), or the least with NaN first. */
export type Order = "ascending" | "descending" | "least"

/** What values are ordered by: NaN is before or after all numbers. */
type Key = readonly [group: number, value: number]

function keyOf(order: Order, value: number): Key {
  if (Number.isNaN(value)) return [order === "ascending" ? 1 : -1, 0]
  return [0, order === "descending" ? -value : value]
}

function compare([group, value]: Key, [otherGroup, otherValue]: Key): number {
  return group - otherGroup || Number(value > otherValue) - Number(value < otherValue)
}

/** The keys of the value that comes first, and of the one that comes last, among those that a bound holds. */
function keysOf(order: Order, { lo, hi, nan }: Bound): readonly [first: Key, last: Key] {
  const values = [...(lo <= hi ? [lo, hi] : []), ...(nan ? [Number.NaN] : [])]
  const keys = values.map((value) => keyOf(order, value)).sort(compare)
  return [keys[0] as Key, keys.at(-1) as Key]
}

/** For each place of the sorted line the elements, by index, that may come there. Equal ones keep their order. */
export function candidates(order: Order, line: readonly Bound[]): readonly (readonly [number, ...number[]])[] {
  const keys = line.map((bound) => keysOf(order, bound))
  const isBefore = (i: number, j: number): boolean => {
    const [, last] = keys[i] as (typeof keys)[number]
    const [first] = keys[j] as (typeof keys)[number]
    const sign = line[i] === line[j] ? 0 : compare(last, first)
    return sign < 0 || (sign === 0 && i < j)
  }
  const others = (i: number): number[] => [...line.keys()].filter((j) => j !== i)
  const places = line.map((_, i) => ({
    first: others(i).filter((j) => isBefore(j, i)).length,
    last: line.length - 1 - others(i).filter((j) => isBefore(i, j)).length,
  }))
  return line.map(
    (_, at) => places.flatMap(({ first, last }, i) => (first <= at && at <= last ? [i] : [])) as [number, ...number[]],
  )
}

/** The value at a place of the sorted line, of its candidates. Which of several zeros it is, is not said. */
export function oneOf(line: readonly Bound[], indices: readonly [number, ...number[]]): Bound {
  const [first, ...rest] = indices
  const value = join([line[first] as Bound, ...rest.map((index) => line[index] as Bound)])
  if (value.lo !== 0 && value.hi !== 0) return value
  return { lo: value.lo === 0 ? -0 : value.lo, hi: value.hi === 0 ? 0 : value.hi, nan: value.nan }
}
