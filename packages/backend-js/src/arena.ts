import { allocate, type Aval, type Data, type NDArray, sizeOf } from "@gradual/core"

/** Where a kernel puts its result: the type, and on demand an array of it. What is in the array is left over: write all. */
export interface Place extends Aval {
  make(): NDArray
}

/** A place of its own. */
export function place({ dtype, shape }: Aval): Place {
  return { dtype, shape, make: () => ({ dtype, shape, data: allocate(dtype, sizeOf(shape)) }) as NDArray }
}

/** The arrays of one run. Those that no value refers to any more are lent again: fresh memory is slow to touch. */
export interface Arena {
  place(aval: Aval): Place
  /** Counts a value that refers to its array; several may (reshape shares). */
  hold(value: NDArray): NDArray
  /** The value is not needed any more. */
  release(value: NDArray): void
}

/** A new arena. It owns only what its places made: inputs and constants are never lent. */
export function arena(): Arena {
  const idle = new Map<string, Data[]>()
  const holders = new Map<Data, number>()
  return {
    place: ({ dtype, shape }) => ({
      dtype,
      shape,
      make: () => {
        const size = sizeOf(shape)
        const data = idle.get(`${dtype}${size}`)?.pop() ?? allocate(dtype, size)
        holders.set(data, 0)
        return { dtype, shape, data } as NDArray
      },
    }),
    hold: (value) => {
      const held = holders.get(value.data)
      if (held !== undefined) holders.set(value.data, held + 1)
      return value
    },
    release: ({ dtype, data }) => {
      const held = holders.get(data)
      if (held === undefined) return
      holders.set(data, held - 1)
      if (held > 1) return
      holders.delete(data)
      const key = `${dtype}${data.length}`
      const list = idle.get(key)
      if (list === undefined) idle.set(key, [data])
      else list.push(data)
    },
  }
}
