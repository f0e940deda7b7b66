import { compare as compared, each, type Lanes, select } from "../emit/lanes.ts"
import type { LoopKernel } from "./kernel.ts"

/** The comparison of that name. True is −1 as an integer: of booleans the order is the other way round. */
function comparison(name: string, opposite: string): LoopKernel {
  return (code, args) => {
    const [a, b] = args as [Lanes, Lanes]
    const isOrder = name !== "eq" && name !== "ne"
    if (a.dtype === "bool") return compared(code, isOrder ? `${opposite}_s` : name, a, b)
    return compared(code, isOrder && a.dtype === "int32" ? `${name}_s` : name, a, b)
  }
}

export const compare: Readonly<Record<string, LoopKernel>> = {
  eq: comparison("eq", "eq"),
  ne: comparison("ne", "ne"),
  lt: comparison("lt", "gt"),
  le: comparison("le", "ge"),
  gt: comparison("gt", "lt"),
  ge: comparison("ge", "le"),
  and: (code, [a, b]) => each(code, "v128.and", "bool", a!, b!),
  or: (code, [a, b]) => each(code, "v128.or", "bool", a!, b!),
  not: (code, [x]) => each(code, "v128.not", "bool", x!),
  where: (code, [condition, a, b]) => select(code, condition!, a!, b!),
}
