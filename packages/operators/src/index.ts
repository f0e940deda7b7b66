// Operators
export { sparsemax } from "./entmax/sparsemax.ts"
export { gradual } from "./gradual.ts"
export { logitGain } from "./logit-gain.ts"
export { permutahedronRank } from "./order/permutahedron-rank.ts"
export { softRank } from "./order/soft-rank.ts"
export { weightedSoftRank } from "./order/weighted-soft-rank.ts"
export { powerNormalize } from "./power-normalize.ts"
export { scaledSoftmax } from "./scaled-softmax.ts"
export { softmaxBlend } from "./softmax-blend.ts"
export { straightThroughArgmax } from "./choice/straight-through-argmax.ts"
export { sigmoidTopK } from "./subset/sigmoid-top-k.ts"
export { softTopK } from "./subset/soft-top-k.ts"
export type { Subset } from "./subset/subset.ts"
export type { Domains, Operator, OperatorOptions } from "./operator.ts"

// Hard choices
export { type HardOptions, hardArgmax, type Ties } from "./choice/hard-argmax.ts"

// Their catalogue
export { catalogue, type OperatorName } from "./catalogue.ts"
export {
  type CatalogueEntry,
  type Claim,
  type Counterexample,
  type Law,
  laws,
  type Parameter,
} from "./catalogue-entry.ts"
export { choose, type Conditions } from "./choose.ts"
export { type Domain, inDomain, showDomain } from "./domain.ts"
export type { Described, DescribedFunction } from "./described.ts"
export { type FunctionName, functions } from "./functions.ts"
export { hardResults, type Kind } from "./kinds.ts"
export { type Listed, type TensorFunction, withParameters } from "./listed.ts"

// Schedules for p and temperature
export {
  type EntropySchedule,
  type EntropyScheduleOptions,
  entropySchedule,
  normalizedEntropy,
} from "./schedules/entropy.ts"
export { constantSchedule, cosineSchedule, exponentialSchedule, linearSchedule } from "./schedules/ramps.ts"
export type { Schedule, ScheduleOptions } from "./schedules/schedule.ts"
