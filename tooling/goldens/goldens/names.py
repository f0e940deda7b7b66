"""What must have cases."""

OPS = (
    "neg abs sign floor ceil round exp expm1 log log1p sqrt sin cos atan tanh erf logistic not "
    "add sub mul maximum minimum div pow eq ne lt le gt ge and or where "
    "sum prod max min argmax argmin cumsum sort argsort takeAlongAxis scatterAddAlongAxis "
    "reshape transpose broadcastTo concat slice pad reverse matmul constant iota cast"
).split()
OPERATORS = "gradual scaledSoftmax powerNormalize softmaxBlend logitGain straightThroughArgmax sparsemax entmax15 entmax normmax softRank permutahedronRank softTopK sigmoidTopK softSort neuralSort oddEvenSort softSortRank neuralSortRank straightThroughTopK permutahedronSort permutahedronRankKl permutahedronSortKl".split()
FUNCTIONS = "hardArgmax weightedSoftRank softSortMatrix neuralSortMatrix oddEvenMatrix applyPermutation softSortTopK softQuantile softMedian standardize crossEntropyLoss sparsemaxLoss entmax15Loss entmaxLoss hardTopK softArgmax gumbelSoftmax gumbelTopK perturbedArgmax spearman ndcg".split()
COMPOSITES = "mean softmax logSoftmax logSumExp softplus clip topK cumprod".split()
