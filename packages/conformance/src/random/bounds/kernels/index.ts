import type { Kernels } from "@gradual/core"
import type { Bounds } from "../bounds.ts"
import type { Context } from "../context.ts"
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

/** A kernel on bounds for every op. */
export function kernelsOf(context: Context): Kernels<Bounds> {
  return {
    ...arithmetic(context),
    ...blocks(context),
    ...compare(context),
    ...contract(context),
    ...convert(context),
    ...create(context),
    ...indexing(context),
    ...order(context),
    ...reduction(context),
    ...scan(context),
    ...shape(context),
    ...transcendental(context),
  }
}
