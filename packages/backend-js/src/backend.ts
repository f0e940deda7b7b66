import {
  dtypes,
  foldConstants,
  interpret,
  type Kernels,
  type NDArray,
  type Program,
  type SyncBackend,
  type SyncExecutable,
} from "@gradual/core"
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

/** The table: all that this backend knows. */
export const kernels: Kernels<NDArray> = {
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

const interpreter = { name: "js", kernels, fused }

function compile(program: Program): SyncExecutable<NDArray> {
  // a program without inputs runs once: folding it would be running it, an equation at a time
  const runs =
    program.inputs.length === 0 ? program : foldConstants(program, (known) => interpret(known, interpreter)([]))
  return { run: interpret(runs, interpreter), dispose: () => {} }
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
 * console.log(loss.data[0], slope.data)
 * ```
 */
export function js(): SyncBackend<NDArray> {
  return {
    specVersion: 1,
    name: "js",
    capabilities: {
      dtypes,
      sync: true,
      subnormals: "keep",
      signedZero: true,
      nonFinite: "ieee",
      accuracy: "ieee",
    },
    fused: new Set(Object.keys(fused)),
    compile,
    upload: (value) => value,
    read: (handle) => handle,
    dispose: () => {}, // the host collects garbage
    typeOf: () => undefined, // its handles are plain values, checked like any others
  }
}
