import type { Aval, NDArray, SyncBackend, SyncExecutable } from "@gradual/core"
import { js } from "../src/index.ts"

/** What a device gives out: memory of its own, until it is disposed of. */
export class Handle {
  readonly aval: Aval
  value: NDArray | undefined
  constructor({ dtype, shape, data }: NDArray) {
    this.aval = { dtype, shape }
    this.value = { dtype, shape, data: data.slice() } as NDArray
  }
}

/** The js backend as if it were a device: values behind handles that are counted, and gone once they are disposed of. */
export interface Device {
  readonly backend: SyncBackend<Handle>
  /** How many handles are alive. */
  handles(): number
}

export function device(): Device {
  const host = js()
  let alive = 0
  const make = (value: NDArray): Handle => {
    alive += 1
    return new Handle(value)
  }
  const look = ({ value }: Handle): NDArray => {
    if (value === undefined) throw new Error("a handle was used after it was disposed of")
    return value
  }
  const backend: SyncBackend<Handle> = {
    ...host,
    name: "device",
    compile(program): SyncExecutable<Handle> {
      const { run, dispose } = host.compile(program)
      return { dispose, run: (inputs) => run(inputs.map(look)).map(make) }
    },
    upload: make,
    read: look,
    dispose(handle) {
      look(handle)
      handle.value = undefined
      alive -= 1
    },
    typeOf: (value) => (value instanceof Handle ? value.aval : undefined),
  }
  return { backend, handles: () => alive }
}
