import {
  dtypes,
  type Fused,
  foldConstants,
  type Kernels,
  type NDArray,
  type Program,
  type SyncBackend,
  type SyncExecutable,
} from "@gradual/core"
import type { Place } from "./arena.ts"
import { fused } from "./fused.ts"
import { arithmetic } from "./kernels/arithmetic.ts"
import { blocks } from "./kernels/blocks.ts"
import { compare } from "./kernels/compare.ts"
import { contract } from "./kernels/contract.ts"
import { convert } from "./kernels/convert.ts"
import { create } from "./kernels/create.ts"
import { indexing } from "./kernels/indexing.ts"
import { order } from "./kernels/order.ts"
import { reduction } from "./kernels/reduce.ts"
import { scan } from "./kernels/scan.ts"
import { shape } from "./kernels/shape.ts"
import { transcendental } from "./kernels/transcendental.ts"
import { prepare } from "./prepare.ts"
import { type Blocks, cached } from "./rows.ts"

/** The table: a kernel for every op, each of which is given a place to put its result. */
export const kernels: Kernels<NDArray, Place> = {
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

/** Makes programs ready with tables of kernels, for ops and for composites, and large values cut into blocks. */
export function compileWith(
  kernels: Kernels<NDArray, Place>,
  fused: Fused<NDArray, Place>,
  blocks: Blocks = cached,
): (program: Program) => SyncExecutable<NDArray> {
  const ready = (program: Program) => prepare({ ...kernels, ...fused }, program, blocks)
  return (program) => {
    // a program without inputs runs once: folding it would be running it, an equation at a time
    const runs = program.inputs.length === 0 ? program : foldConstants(program, (known) => ready(known)([]))
    return { run: ready(runs), dispose: () => {} }
  }
}

/**
 * Gradual in plain JavaScript: no dependencies, no set-up, synchronous or not. The executable specification that other
 * backends are compared with: every elementwise result within 1 ulp, sums in float64.
 *
 * @example
 * ```ts
 * import { compile, mean, valueAndGrad } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { gradual } from "@gradual/operators"
 * const f = compile.sync(js(), valueAndGrad((values, p) => mean(gradual(values, p))))
 * const [loss, slope] = f([0.2, 0.4, 0.6, 0.8], 3)
 * console.log(loss.data[0], slope.data) // 0.32, [0.03, 0.12, 0.27, 0.03]
 * ```
 */
export function js(): SyncBackend<NDArray> {
  return {
    specVersion: 1,
    name: "js",
    capabilities: {
      dtypes,
      headroom: true,
      sync: true,
      subnormals: "keep",
      signedZero: true,
      nonFinite: "ieee",
      accuracy: "ieee",
    },
    fused: new Set(Object.keys(fused)),
    compile: compileWith(kernels, fused),
    upload: (value) => value,
    read: (handle) => handle,
    dispose: () => {}, // the host collects garbage
    typeOf: () => undefined, // its handles are plain values, checked like any others
  }
}
