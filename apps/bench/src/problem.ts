/** Numbers that a workload needs besides values and p: weights, or labels. */
export interface Extra {
  readonly dtype: "float32" | "int32"
  readonly shape: readonly number[]
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>
}

/** What every contender computes from: the same numbers for all. */
export interface Problem {
  /** At least one axis; entries of the last compete. */
  readonly shape: readonly number[]
  readonly values: Float32Array<ArrayBuffer>
  /** A float32 number, so that all contenders and the truth mean the same one. */
  readonly p: number
  /** Rows of these belong to rows of the values. */
  readonly extra: readonly Extra[]
}

/** The number of entries that compete, and of rows of them. */
export function rowsOf({ shape, values }: Pick<Problem, "shape" | "values">): { rows: number; length: number } {
  const length = shape.at(-1) as number
  return { rows: values.length / length, length }
}

/** The first rows of a problem as a problem: views of the same numbers. */
export function firstRows(problem: Problem, count: number): Problem {
  const { rows, length } = rowsOf(problem)
  const cut = ({ dtype, data }: Extra): Extra => {
    const width = data.length / rows
    return { dtype, shape: [count, width], data: data.subarray(0, count * width) }
  }
  return {
    shape: [count, length],
    values: problem.values.subarray(0, count * length),
    p: problem.p,
    extra: problem.extra.map(cut),
  }
}

/** Uniform numbers in [0, 1), the same on every machine. */
export function uniform(size: number, seed: number): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(size)
  const next = generator(seed)
  for (let i = 0; i < size; i++) numbers[i] = next()
  return numbers
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
