import { type Aval, type Data, type DType, fail, type Shape, sizeOf } from "@gradual/core"
import type { Block, Heap } from "./memory.ts"

/** Values in the backend's memory. */
export class WasmArray implements Aval {
  readonly dtype: DType
  readonly shape: Shape
  readonly #heap: Heap
  #block: Block | undefined

  /** Takes over one hold of the block. */
  constructor(heap: Heap, { dtype, shape }: Aval, block: Block) {
    this.dtype = dtype
    this.shape = shape
    this.#heap = heap
    this.#block = block
  }

  /** Whether it is in this memory. */
  isIn(heap: Heap): boolean {
    return this.#heap === heap
  }

  /** Where its values are. @throws GradualError `DISPOSED` */
  get block(): Block {
    if (this.#block === undefined)
      throw fail("DISPOSED", "wasm", "the array was disposed of", `an array of shape [${this.shape}]`)
    return this.#block
  }

  /**
   * Its values, without a copy: a view of the memory, to read or to fill. It holds until the backend runs or makes something
   * next: take it anew each time.
   *
   * @throws GradualError `DISPOSED` after {@link dispose}.
   */
  get data(): Data {
    return this.#heap.view(this.dtype, this.block.address, sizeOf(this.shape))
  }

  /** Gives its memory back; again does nothing. */
  dispose(): void {
    if (this.#block !== undefined) this.#heap.release(this.#block)
    this.#block = undefined
  }
}
