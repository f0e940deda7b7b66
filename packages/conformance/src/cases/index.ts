import type { OpName } from "@gradual/core"
import type { FunctionName, OperatorName } from "@gradual/operators"
import type { CaseFile } from "../schema.ts"
import { compositeCases, functionCases, opCases, operatorCases } from "./generated/index.ts"

/** The cases of every op and operator: a function without cases does not compile here. */
const required: Readonly<Record<OpName | OperatorName | FunctionName, CaseFile>> = {
  ...opCases,
  ...operatorCases,
  ...functionCases,
}

/** All golden cases that come with the package, by function. Their truth is computed at 60 digits: see tooling/goldens. */
export const goldens: readonly CaseFile[] = Object.values({ ...required, ...compositeCases })
