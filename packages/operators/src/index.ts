// Operators
export { entmax } from "./entmax/entmax.ts"
export { entmax15 } from "./entmax/entmax15.ts"
export { normmax } from "./entmax/normmax.ts"
export { sparsemax } from "./entmax/sparsemax.ts"
export { gradual } from "./gradual.ts"
export { logitGain } from "./logit-gain.ts"
export { permutahedronRank } from "./order/permutahedron-rank.ts"
export { permutahedronRankKl } from "./order/permutahedron-rank-kl.ts"
export { permutahedronSort } from "./order/permutahedron-sort.ts"
export { permutahedronSortKl } from "./order/permutahedron-sort-kl.ts"
export { ndcg } from "./losses/ndcg.ts"
export { spearman } from "./losses/spearman.ts"
export { softRank } from "./order/soft-rank.ts"
export { weightedSoftRank } from "./order/weighted-soft-rank.ts"
export { applyPermutation } from "./order/apply-permutation.ts"
export { neuralSort } from "./order/neural-sort.ts"
export { neuralSortMatrix } from "./order/neural-sort-matrix.ts"
export { neuralSortRank } from "./order/neural-sort-rank.ts"
export { oddEvenMatrix } from "./order/odd-even-matrix.ts"
export { oddEvenSort } from "./order/odd-even-sort.ts"
export { softMedian } from "./order/soft-median.ts"
export { softQuantile } from "./order/soft-quantile.ts"
export { softSort } from "./order/soft-sort.ts"
export { softSortMatrix } from "./order/soft-sort-matrix.ts"
export { softSortRank } from "./order/soft-sort-rank.ts"
export { softSortTopK } from "./order/soft-sort-top-k.ts"
export { standardize } from "./order/standardize.ts"
export { powerNormalize } from "./power-normalize.ts"
export { scaledSoftmax } from "./scaled-softmax.ts"
export { softmaxBlend } from "./softmax-blend.ts"
export { straightThroughArgmax } from "./choice/straight-through-argmax.ts"
export { sigmoidTopK } from "./subset/sigmoid-top-k.ts"
export { straightThroughTopK } from "./subset/straight-through-top-k.ts"
export { softTopK } from "./subset/soft-top-k.ts"
export type { Subset } from "./subset/subset.ts"
export type { Domains, Operator, OperatorOptions } from "./operator.ts"
export type { ChunkOptions } from "./order/chunks.ts"
export type { QuantileMethod, QuantileOptions } from "./order/soft-quantile.ts"
export type { Ranking, Sorting, SortingOptions } from "./order/sorting.ts"

// Hard choices, and where the maximum is
export { type HardOptions, hardArgmax, type Ties } from "./choice/hard-argmax.ts"
export { hardTopK } from "./subset/hard-top-k.ts"
export { softArgmax } from "./choice/soft-argmax.ts"

// Draws of given noise, and noise
export { type DrawOptions, gumbelSoftmax } from "./noise/gumbel-softmax.ts"
export { gumbelTopK } from "./noise/gumbel-top-k.ts"
export { perturbedArgmax } from "./noise/perturbed-argmax.ts"
export { gaussianNoise, gumbelNoise, type NoiseOptions, uniformNoise } from "./noise/sources.ts"

// Losses of class labels
export { crossEntropyLoss, entmax15Loss, entmaxLoss, sparsemaxLoss } from "./losses/losses.ts"
export type { LossOptions } from "./losses/labelled.ts"

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
export { type Domain, inDomain, isUnbounded, showDomain } from "./domain.ts"
export type { Described, DescribedFunction } from "./described.ts"
export { type FunctionName, functions } from "./functions.ts"
export { hardResults, type Kind } from "./kinds.ts"
export { type Listed, parametersOf, type TensorFunction, withParameters } from "./listed.ts"

// Schedules for p and temperature
export {
  type EntropySchedule,
  type EntropyScheduleOptions,
  entropySchedule,
  normalizedEntropy,
} from "./schedules/entropy.ts"
export { constantSchedule, cosineSchedule, exponentialSchedule, linearSchedule } from "./schedules/ramps.ts"
export type { Schedule, ScheduleOptions } from "./schedules/schedule.ts"
