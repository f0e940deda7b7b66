// Running
export { idsOfAll, type Progress, type RunOptions, runConformance } from "./run.ts"
export { type CaseOptions, runCase } from "./run-case.ts"
export { type LawOptions, lawIds, runLaws } from "./laws.ts"
export { probeIds, runProbes } from "./probes/index.ts"

// Random programs
export { type Counterexample, checkRandomPrograms, type RandomOptions, type RandomReport } from "./random/check.ts"
export { formatRandom } from "./random/format.ts"
export type { Tally } from "./random/judge.ts"

// Cases
export { goldens } from "./cases/index.ts"
export { type CaseFunction, functionNames, functionOf } from "./functions.ts"
export { parseCases } from "./parse.ts"
export type { Case, CaseFile, CaseNumber, CaseTensor, Truth } from "./schema.ts"
export { toCaseTensor, toValues } from "./numbers.ts"

export { type KnownFailure, type KnownFailures, parseKnownFailures } from "./known-failures.ts"

// Judging
export { type Budgets, budgetsOf, ieeeBudgets } from "./budgets.ts"
export { type Budget, type CompareOptions, type Comparison, compare } from "./compare.ts"
export { ulp } from "./numbers.ts"

// Reporting
export { type Report, reportOf, type Result, type Summary, toJson, type Worst } from "./report.ts"
export type { Run } from "./reporters/run.ts"
export { toHtml } from "./reporters/html/index.ts"
export { toJUnit } from "./reporters/junit.ts"
export { type FormatOptions, formatReport } from "./reporters/terminal.ts"
