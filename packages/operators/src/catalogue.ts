import { straightThroughTopK, straightThroughTopKEntry } from "./subset/straight-through-top-k.ts"
import { straightThroughArgmax, straightThroughArgmaxEntry } from "./choice/straight-through-argmax.ts"
import { entmax, entmaxEntry } from "./entmax/entmax.ts"
import { entmax15, entmax15Entry } from "./entmax/entmax15.ts"
import { normmax, normmaxEntry } from "./entmax/normmax.ts"
import { sparsemax, sparsemaxEntry } from "./entmax/sparsemax.ts"
import { gradual, gradualEntry } from "./gradual.ts"
import { type Listed, listed } from "./listed.ts"
import { logitGain, logitGainEntry } from "./logit-gain.ts"
import type { Operator } from "./operator.ts"
import { permutahedronRank, permutahedronRankEntry } from "./order/permutahedron-rank.ts"
import { permutahedronRankKl, permutahedronRankKlEntry } from "./order/permutahedron-rank-kl.ts"
import { permutahedronSort, permutahedronSortEntry } from "./order/permutahedron-sort.ts"
import { permutahedronSortKl, permutahedronSortKlEntry } from "./order/permutahedron-sort-kl.ts"
import { softRank, softRankEntry } from "./order/soft-rank.ts"
import { neuralSort, neuralSortEntry } from "./order/neural-sort.ts"
import { oddEvenSort, oddEvenSortEntry } from "./order/odd-even-sort.ts"
import { softSortRank, softSortRankEntry } from "./order/soft-sort-rank.ts"
import { neuralSortRank, neuralSortRankEntry } from "./order/neural-sort-rank.ts"
import { softSort, softSortEntry } from "./order/soft-sort.ts"
import { powerNormalize, powerNormalizeEntry } from "./power-normalize.ts"
import { scaledSoftmax, scaledSoftmaxEntry } from "./scaled-softmax.ts"
import { sigmoidTopK, sigmoidTopKEntry } from "./subset/sigmoid-top-k.ts"
import { softTopK, softTopKEntry } from "./subset/soft-top-k.ts"
import { softmaxBlend, softmaxBlendEntry } from "./softmax-blend.ts"

/** Every operator by its name: the one list that the command, the plots, the tests and the documents are made from. */
export const catalogue: {
  readonly gradual: Listed<Operator>
  readonly scaledSoftmax: Listed<Operator>
  readonly powerNormalize: Listed<Operator>
  readonly softmaxBlend: Listed<Operator>
  readonly logitGain: Listed<Operator>
  readonly straightThroughArgmax: Listed<typeof straightThroughArgmax>
  readonly sparsemax: Listed<typeof sparsemax>
  readonly entmax15: Listed<typeof entmax15>
  readonly entmax: Listed<typeof entmax>
  readonly normmax: Listed<typeof normmax>
  readonly softRank: Listed<typeof softRank>
  readonly permutahedronRank: Listed<typeof permutahedronRank>
  readonly permutahedronRankKl: Listed<typeof permutahedronRankKl>
  readonly permutahedronSort: Listed<typeof permutahedronSort>
  readonly permutahedronSortKl: Listed<typeof permutahedronSortKl>
  readonly softTopK: Listed<typeof softTopK>
  readonly sigmoidTopK: Listed<typeof sigmoidTopK>
  readonly softSort: Listed<typeof softSort>
  readonly neuralSort: Listed<typeof neuralSort>
  readonly oddEvenSort: Listed<typeof oddEvenSort>
  readonly softSortRank: Listed<typeof softSortRank>
  readonly neuralSortRank: Listed<typeof neuralSortRank>
  readonly straightThroughTopK: Listed<typeof straightThroughTopK>
} = Object.freeze({
  gradual: listed(gradualEntry, gradual),
  scaledSoftmax: listed(scaledSoftmaxEntry, scaledSoftmax),
  powerNormalize: listed(powerNormalizeEntry, powerNormalize),
  softmaxBlend: listed(softmaxBlendEntry, softmaxBlend),
  logitGain: listed(logitGainEntry, logitGain),
  straightThroughArgmax: listed(straightThroughArgmaxEntry, straightThroughArgmax),
  sparsemax: listed(sparsemaxEntry, sparsemax),
  entmax15: listed(entmax15Entry, entmax15),
  entmax: listed(entmaxEntry, entmax),
  normmax: listed(normmaxEntry, normmax),
  softRank: listed(softRankEntry, softRank),
  permutahedronRank: listed(permutahedronRankEntry, permutahedronRank),
  permutahedronRankKl: listed(permutahedronRankKlEntry, permutahedronRankKl),
  permutahedronSort: listed(permutahedronSortEntry, permutahedronSort),
  permutahedronSortKl: listed(permutahedronSortKlEntry, permutahedronSortKl),
  softTopK: listed(softTopKEntry, softTopK),
  sigmoidTopK: listed(sigmoidTopKEntry, sigmoidTopK),
  softSort: listed(softSortEntry, softSort),
  neuralSort: listed(neuralSortEntry, neuralSort),
  oddEvenSort: listed(oddEvenSortEntry, oddEvenSort),
  softSortRank: listed(softSortRankEntry, softSortRank),
  neuralSortRank: listed(neuralSortRankEntry, neuralSortRank),
  straightThroughTopK: listed(straightThroughTopKEntry, straightThroughTopK),
})

/** The name of an operator in the catalogue. */
export type OperatorName = keyof typeof catalogue
