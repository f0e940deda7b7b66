import { softArgmaxFunction } from "./choice/soft-argmax.ts"
import { hardTopKFunction } from "./subset/hard-top-k.ts"
import { gumbelSoftmaxFunction } from "./noise/gumbel-softmax.ts"
import { gumbelTopKFunction } from "./noise/gumbel-top-k.ts"
import { perturbedArgmaxFunction } from "./noise/perturbed-argmax.ts"
import { hardArgmaxFunction } from "./choice/hard-argmax.ts"
import type { DescribedFunction } from "./described.ts"
import {
  crossEntropyLossFunction,
  entmax15LossFunction,
  entmaxLossFunction,
  sparsemaxLossFunction,
} from "./losses/losses.ts"
import { weightedSoftRankFunction } from "./order/weighted-soft-rank.ts"
import { applyPermutationFunction } from "./order/apply-permutation.ts"
import { neuralSortMatrixFunction } from "./order/neural-sort-matrix.ts"
import { oddEvenMatrixFunction } from "./order/odd-even-matrix.ts"
import { softMedianFunction } from "./order/soft-median.ts"
import { softQuantileFunction } from "./order/soft-quantile.ts"
import { softSortMatrixFunction } from "./order/soft-sort-matrix.ts"
import { softSortTopKFunction } from "./order/soft-sort-top-k.ts"
import { standardizeFunction } from "./order/standardize.ts"
import { ndcgFunction } from "./losses/ndcg.ts"
import { spearmanFunction } from "./losses/spearman.ts"

/** Every function beside the catalogue, by its name. */
export const functions: {
  readonly hardArgmax: DescribedFunction
  readonly softArgmax: DescribedFunction
  readonly hardTopK: DescribedFunction
  readonly gumbelSoftmax: DescribedFunction
  readonly gumbelTopK: DescribedFunction
  readonly perturbedArgmax: DescribedFunction
  readonly weightedSoftRank: DescribedFunction
  readonly softSortMatrix: DescribedFunction
  readonly neuralSortMatrix: DescribedFunction
  readonly oddEvenMatrix: DescribedFunction
  readonly applyPermutation: DescribedFunction
  readonly softSortTopK: DescribedFunction
  readonly softQuantile: DescribedFunction
  readonly softMedian: DescribedFunction
  readonly standardize: DescribedFunction
  readonly crossEntropyLoss: DescribedFunction
  readonly sparsemaxLoss: DescribedFunction
  readonly entmax15Loss: DescribedFunction
  readonly entmaxLoss: DescribedFunction
  readonly spearman: DescribedFunction
  readonly ndcg: DescribedFunction
} = Object.freeze({
  hardArgmax: hardArgmaxFunction,
  softArgmax: softArgmaxFunction,
  hardTopK: hardTopKFunction,
  gumbelSoftmax: gumbelSoftmaxFunction,
  gumbelTopK: gumbelTopKFunction,
  perturbedArgmax: perturbedArgmaxFunction,
  weightedSoftRank: weightedSoftRankFunction,
  softSortMatrix: softSortMatrixFunction,
  neuralSortMatrix: neuralSortMatrixFunction,
  oddEvenMatrix: oddEvenMatrixFunction,
  applyPermutation: applyPermutationFunction,
  softSortTopK: softSortTopKFunction,
  softQuantile: softQuantileFunction,
  softMedian: softMedianFunction,
  standardize: standardizeFunction,
  crossEntropyLoss: crossEntropyLossFunction,
  sparsemaxLoss: sparsemaxLossFunction,
  entmax15Loss: entmax15LossFunction,
  entmaxLoss: entmaxLossFunction,
  spearman: spearmanFunction,
  ndcg: ndcgFunction,
})

/** The name of a function beside the catalogue. */
export type FunctionName = keyof typeof functions
