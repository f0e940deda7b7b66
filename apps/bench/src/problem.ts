import type { Problem } from "./contender.ts"

/** The number of entries that compete, and of rows of them. */
export function rowsOf({ shape, values }: Problem): { rows: number; length: number } {
  const length = shape.at(-1) as number
  return { rows: values.length / length, length }
}

/** Uniform values in [0, 1), the same on every machine. */
export function makeProblem(shape: readonly number[], p: number): Problem {
  const values = new Float32Array(shape.reduce((size, length) => size * length, 1))
  const next = generator(1)
  for (let i = 0; i < values.length; i++) values[i] = next()
  return { shape, values, p: Math.fround(p) }
}

/** Mulberry32 (Tommy Ettinger, public domain): 24 bits of each word, so that float32 holds them exactly. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 8) / 2 ** 24
  }
}
