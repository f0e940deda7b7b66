import type { Aval, Kernels } from "@gradual/core"
import type { Handle, Runtime } from "../runtime.ts"
import { arithmetic } from "./arithmetic.ts"
import { blocks } from "./blocks.ts"
import { compare } from "./compare.ts"
import { contract } from "./contract.ts"
import { convert } from "./convert.ts"
import { create } from "./create.ts"
import { indexing } from "./indexing.ts"
import { order } from "./order.ts"
import { reduction } from "./reduce.ts"
import { scan } from "./scan.ts"
import { shape } from "./shape.ts"
import { transcendental } from "./transcendental.ts"

type AnyKernel = (args: readonly Handle[], params: unknown, out: Aval) => Handle

/** The table for a runtime. A kernel's intermediate tensors are freed when it returns or throws, none runs for no elements. */
export function kernelsOf(runtime: Runtime): Kernels<Handle> {
  const { tf } = runtime
  const table: Kernels<Handle> = {
    ...arithmetic(runtime),
    ...blocks(runtime),
    ...compare(runtime),
    ...contract(runtime),
    ...convert(runtime),
    ...create(runtime),
    ...indexing(runtime),
    ...order(runtime),
    ...reduction(runtime),
    ...scan(runtime),
    ...shape(runtime),
    ...transcendental(runtime),
  }
  const guard =
    (kernel: AnyKernel): AnyKernel =>
    (args, params, out) =>
      tf.tidy(() => (out.shape.includes(0) ? nothing(runtime, out) : kernel(args, params, out)))
  return Object.fromEntries(
    Object.entries(table).map(([name, kernel]) => [name, guard(kernel as AnyKernel)]),
  ) as unknown as Kernels<Handle>
}

/** A tensor without elements: what runtimes do there varies from errors to garbage. */
function nothing({ tf }: Runtime, { dtype, shape }: Aval): Handle {
  return tf.zeros([...shape], dtype as "float32" | "int32" | "bool")
}
