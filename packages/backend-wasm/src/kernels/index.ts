import { arithmetic } from "./arithmetic.ts"
import { compare } from "./compare.ts"
import { convert } from "./convert.ts"
import type { LoopKernel } from "./kernel.ts"
import { transcendental } from "./transcendental.ts"

/** What loops can compute. All else is computed array by array. */
export const loopKernels: ReadonlyMap<string, LoopKernel> = new Map(
  Object.entries({ ...arithmetic, ...compare, ...convert, ...transcendental }),
)

/** Ops that are worth keeping the result of, rather than to compute them again. */
export const costly: ReadonlySet<string> = new Set([...Object.keys(transcendental), "div"])
