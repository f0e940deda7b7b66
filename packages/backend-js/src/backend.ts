import {
  type Aval,
  dtypes,
  type Fused,
  foldConstants,
  interpret,
  type Kernels,
  type NDArray,
  type Program,
  type SyncBackend,
  type SyncExecutable,
} from "@gradual/core"
import { arena, type Place } from "./arena.ts"
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

/**
 * Makes programs ready with tables of kernels, for ops and for composites. Each run has its own arena: what it lends goes with
 * it.
 */
export function compileWith(
  kernels: Kernels<NDArray, Place>,
  fused: Fused<NDArray, Place>,
): (program: Program) => SyncExecutable<NDArray> {
  const ready = (program: Program) => {
    let lent = arena()
    const placed = placing(
      { ...kernels, ...fused },
      (aval) => lent.place(aval),
      (value) => lent.hold(value),
    )
    const run = interpret(program, { name: "js", kernels: placed, dispose: (value) => lent.release(value) })
    return (inputs: readonly NDArray[]) => {
      try {
        return run(inputs)
      } finally {
        lent = arena() // a program that waits for its next call holds no memory
      }
    }
  }
  return (program) => {
    // a program without inputs runs once: folding it would be running it, an equation at a time
    const runs = program.inputs.length === 0 ? program : foldConstants(program, (known) => ready(known)([]))
    return { run: ready(runs), dispose: () => {} }
  }
}

type AnyKernel<Out> = (args: readonly NDArray[], params: unknown, out: Out) => NDArray

/** Kernels that are told a type, of kernels that are given a place. */
function placing(kernels: object, place: (aval: Aval) => Place, hold: (value: NDArray) => NDArray): Kernels<NDArray> {
  const entries = Object.entries(kernels as Readonly<Record<string, AnyKernel<Place>>>).map(([name, kernel]) => {
    const placed: AnyKernel<Aval> = (args, params, out) => hold(kernel(args, params, place(out)))
    return [name, placed] as const
  })
  return Object.fromEntries(entries) as unknown as Kernels<NDArray>
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
