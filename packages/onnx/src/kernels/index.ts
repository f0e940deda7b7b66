import { type Aval, type Fused, type Kernels, sizeOf } from "@gradual/core"
import { fusedOf } from "../fused.ts"
import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"
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

type AnyKernel = (args: readonly Value[], params: unknown, out: Aval) => Value

/** The tables for a graph: each kernel adds the nodes of its op, under the op's name, and none for no elements. */
export function tablesOf(o: Vocabulary): { readonly kernels: Kernels<Value>; readonly fused: Fused<Value> } {
  const kernels: Kernels<Value> = {
    ...arithmetic(o),
    ...blocks(o),
    ...compare(o),
    ...contract(o),
    ...convert(o),
    ...create(o),
    ...indexing(o),
    ...order(o),
    ...reduction(o),
    ...scan(o),
    ...shape(o),
    ...transcendental(o),
  }
  return { kernels: named(o, kernels), fused: named(o, fusedOf(o)) }
}

function named<T extends object>(o: Vocabulary, table: T): T {
  const entries = Object.entries(table as Readonly<Record<string, AnyKernel>>).map(([name, kernel]) => {
    const one: AnyKernel = (args, params, out) => {
      o.graph.enter(name)
      return sizeOf(out.shape) === 0 ? o.expand(o.scalar(0, out.dtype), out.shape) : kernel(args, params, out)
    }
    return [name, one] as const
  })
  return Object.fromEntries(entries) as unknown as T
}
