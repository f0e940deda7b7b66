import type { SortParams, Var } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { copyElement } from "../emit/access.ts"
import { addressOf, plus, times } from "./integers.ts"
import { keyAt, keyType } from "./keys.ts"
import { columnStart, matricesOf } from "./matrices.ts"
import { advance, count, type Routine, repeat } from "./routine.ts"

/** Keys with the places of their elements: of 32 bits above the place in one word, of 64 before it. */
interface Pairs {
  readonly words: 1 | 2
  readonly bytes: number
}

/** Sorts lines: keys with their places are merged, from runs of one on; of equal keys the first stays first. */
const sorting =
  (isPlaces: boolean): Routine =>
  ({ inputs, params, output }) => {
    const [{ dtype, shape }] = inputs as readonly [Var]
    const { axis, descending } = params as SortParams
    const matrices = matricesOf(shape, axis)
    const { outer, rows: length, columns } = matrices
    const room = 2 ** Math.max(1, Math.ceil(Math.log2(length)))
    const words = keyType(dtype) === "i64" ? 2 : 1
    const pairs: Pairs = { words, bytes: 8 * words }
    return [
      {
        units: outer * columns,
        keeps: [room * pairs.bytes, room * pairs.bytes],
        write: (code, addresses, forUnits) => {
          const [x] = addresses.inputs as readonly [Value]
          const [here, there] = addresses.kept as readonly [Value, Value]
          const pairAt = (base: Value, at: Value) => plus(code, base, times(code, at, pairs.bytes))
          const largest = code.op("i64.shr_u", [wide(code, code.number(-1)), wide(code, code.number(1))])
          if (room > length)
            for (const run of addresses.kept)
              count(code, code.number(length), code.number(room), (at) =>
                code.store("i64.store", pairAt(run, at), largest),
              )
          forUnits((line) => {
            const start = columnStart(code, line, matrices)
            const element = (base: Value, place: Value) =>
              addressOf(code, base, plus(code, start, times(code, place, columns)), dtype)
            repeat(code, length, (place) => {
              const key = keyAt(code, dtype, element(x, place), descending ? "down" : "up")
              const pair = pairAt(here, place)
              code.store("i64.store", pair, words === 1 ? above(code, key, place) : key)
              if (words === 2) code.store("i64.store", pair, wide(code, place), { offset: 8 })
            })
            const sorted = mergeRuns(code, here, there, { ...pairs, length, room })
            repeat(code, length, (at) => {
              const place = code.load("i32.load", pairAt(sorted, at), words === 1 ? 0 : 8)
              const target = addressOf(
                code,
                addresses.output,
                plus(code, start, times(code, at, columns)),
                output.dtype,
              )
              if (isPlaces) code.store("i32.store", target, place)
              else copyElement(code, dtype, element(x, place), target)
            })
          })
        },
      },
    ]
  }

export const sort: Routine = sorting(false)
export const argsort: Routine = sorting(true)

const wide = (code: Code, x: Value): Value => code.op("i64.extend_i32_s", [x])
/** A word in the order of a key, and then of a place. */
const above = (code: Code, key: Value, place: Value): Value =>
  code.op("i64.or", [code.op("i64.shl", [wide(code, key), wide(code, code.number(32))]), wide(code, place)])

/** Merges runs into runs of twice their length, back and forth, until there is one; gives where it is. */
function mergeRuns(
  code: Code,
  here: Value,
  there: Value,
  { length, room, ...pairs }: Pairs & { readonly length: number; readonly room: number },
): Value {
  const [source, target] = [code.variable(here), code.variable(there)]
  const bytes = code.variable(code.number(pairs.bytes))
  code.loop(() => {
    const twice = plus(code, bytes, bytes)
    const merge = (at: Value) => mergeTwo(code, plus(code, source, at), plus(code, target, at), bytes, pairs)
    repeat(code, length * pairs.bytes, merge, twice)
    const before = code.variable(source)
    code.assign(source, target)
    code.assign(target, before)
    code.assign(bytes, twice)
    return code.op("i32.lt_u", [bytes, code.number(room * pairs.bytes)])
  })
  return source
}

/** Merges two runs of one length from both ends at once: neither way passes the end of a run before all is done. */
function mergeTwo(code: Code, source: Value, target: Value, length: Value, { words, bytes }: Pairs): void {
  const bytesIf = (condition: Value) => times(code, condition, bytes)
  const not = (condition: Value) => code.op("i32.eqz", [condition])
  const isLess = (one: Value, other: Value) =>
    code.op("i64.lt_s", [code.load("i64.load", one), code.load("i64.load", other)])
  const move = (to: Value, condition: Value, one: Value, other: Value) => {
    for (let offset = 0; offset < 8 * words; offset += 8) {
      const [a, b] = [code.load("i64.load", one, offset), code.load("i64.load", other, offset)]
      code.store("i64.store", to, code.select(condition, a, b), { offset })
    }
  }
  const middle = plus(code, source, length)
  const end = plus(code, target, length)
  const [a, b, up] = [source, middle, target].map((address) => code.variable(address)) as [Value, Value, Value]
  const ends = [middle, plus(code, middle, length), plus(code, end, length)]
  const [c, d, down] = ends.map((after) => code.variable(plus(code, after, -bytes))) as [Value, Value, Value]
  code.loop(() => {
    const isB = isLess(b, a)
    move(up, isB, b, a)
    advance(code, a, bytesIf(not(isB)))
    advance(code, b, bytesIf(isB))
    const isC = isLess(d, c)
    move(down, isC, c, d)
    code.assign(c, code.op("i32.sub", [c, bytesIf(isC)]))
    code.assign(d, code.op("i32.sub", [d, bytesIf(not(isC))]))
    advance(code, up, bytes)
    advance(code, down, -bytes)
    return code.op("i32.lt_u", [up, end])
  })
}
