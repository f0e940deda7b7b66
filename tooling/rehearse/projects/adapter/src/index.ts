import { interpret, type Kernels, type SyncBackend } from "@gradual/core"
import { PlainArray, read, upload } from "./array.ts"
import { arithmetic, compare, transcendental } from "./elementwise.ts"
import { blocks, convert, create, shape } from "./move.ts"
import { contract, indexing, order, reduction, scan } from "./rows.ts"

const kernels: Kernels<PlainArray> = {
  ...arithmetic,
  ...blocks,
  ...compare,
  ...contract,
  ...convert,
  ...create,
  ...indexing,
  ...order,
  ...reduction,
  ...scan,
  ...shape,
  ...transcendental,
}

/** Gradual on plain arrays. */
export function plain(): SyncBackend<PlainArray> {
  return {
    specVersion: 1,
    name: "plain",
    capabilities: {
      dtypes: ["float32", "float64", "int32", "bool"],
      headroom: true,
      sync: true,
      subnormals: "keep",
      signedZero: true,
      nonFinite: "ieee",
      accuracy: "ieee",
    },
    fused: new Set(),
    compile: (program) => ({ run: interpret(program, { name: "plain", kernels }), dispose: () => {} }),
    upload,
    read,
    dispose: () => {},
    typeOf: (value) => (value instanceof PlainArray ? value : undefined),
  }
}
