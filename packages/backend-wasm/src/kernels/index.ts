import type { Costs } from "../plan/divide.ts"
import { arithmetic } from "./arithmetic.ts"
import { compare } from "./compare.ts"
import { convert } from "./convert.ts"
import type { LoopKernel } from "./kernel.ts"
import { doubtful, transcendental } from "./transcendental.ts"

export { doubtful }

/** What loops can compute. All else is computed by routines. */
export const loopKernels: ReadonlyMap<string, LoopKernel> = new Map(
  Object.entries({ ...arithmetic, ...compare, ...convert, ...transcendental }),
)

const long: ReadonlySet<string> = new Set(Object.keys(transcendental).filter((name) => name !== "sqrt"))

/** What ops cost in loops. */
export const costs: Costs = {
  isCostly: ({ op }) => long.has(op.name) || op.name === "div" || op.name === "sqrt",
  isLong: ({ op }) => long.has(op.name),
}
