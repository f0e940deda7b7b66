import { type Data, type DType, fail } from "@gradual/core"
import { host, type Memory } from "./host.ts"
import { spans } from "./spans.ts"

/** A piece of the memory. It goes back when nobody holds it any more. */
export interface Block {
  readonly address: number
  readonly bytes: number
  holders: number
}

/** One growable memory, and who has which part of it. */
export interface Heap {
  readonly memory: Memory
  readonly isShared: boolean
  /** Lends at least `bytes`, held once. What is in it is left over. */
  lend(bytes: number): Block
  hold(block: Block): Block
  release(block: Block): void
  /** The bytes that are lent. */
  lent(): number
  /** Elements at an address. The view holds until memory is lent next. */
  view(dtype: DType, address: number, length: number): Data
}

export const sizes: Readonly<Record<DType, 1 | 4 | 8>> = { float32: 4, float64: 8, int32: 4, bool: 1 }
const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array }

const page = 2 ** 16
const mostPages = 2 ** 16
/** Blocks begin at multiples of this: of a line of the cache. */
const line = 64
/** A vector may reach this far past the end of what is asked for. */
const margin = 64

/** What a block of so many bytes takes. */
export const rounded = (bytes: number): number => Math.ceil((bytes + margin) / line) * line

/** A heap of its own, in a memory that threads may share. */
export function heap(isShared = false): Heap {
  const { Memory } = host()!
  const memory = new Memory({ initial: 1, maximum: mostPages, shared: isShared })
  const free = spans({ address: line, bytes: page - line })
  let lent = 0

  const grow = (bytes: number): void => {
    const end = memory.buffer.byteLength
    const needed = Math.ceil((bytes - free.endingAt(end).bytes) / page)
    // by a quarter at least, so that growing stays rare; by what is needed where that is too much
    for (const pages of [Math.max(needed, Math.ceil(end / page / 4)), needed])
      if (end / page + pages <= mostPages && hasGrown(memory, pages)) {
        free.give({ address: end, bytes: pages * page })
        return
      }
    throw fail(
      "SHAPE",
      "wasm",
      "its memory ends at 4 GiB, or where the host has no more",
      `${bytes} more bytes beside ${lent}`,
      "Dispose of results that are not needed",
    )
  }

  return {
    memory,
    isShared,
    lend: (asked) => {
      const bytes = rounded(asked)
      let address = free.take(bytes)
      if (address === undefined) {
        grow(bytes)
        address = free.take(bytes)!
      }
      lent += bytes
      return { address, bytes, holders: 1 }
    },
    hold: (block) => {
      block.holders += 1
      return block
    },
    release: (block) => {
      block.holders -= 1
      if (block.holders > 0) return
      lent -= block.bytes
      free.give(block)
    },
    lent: () => lent,
    view: (dtype, address, length) => new arrays[dtype](memory.buffer, address, length),
  }
}

function hasGrown(memory: Memory, pages: number): boolean {
  try {
    memory.grow(pages)
    return true
  } catch {
    return false // the host has no more
  }
}
