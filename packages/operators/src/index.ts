// Operators
export { gradual } from "./gradual.ts"
export { logitGain } from "./logit-gain.ts"
export { powerNormalize } from "./power-normalize.ts"
export { scaledSoftmax } from "./scaled-softmax.ts"
export { softmaxBlend } from "./softmax-blend.ts"
export type { Domains, Operator, OperatorOptions } from "./operator.ts"

// Their catalogue
export { catalogue, type Listed, type OperatorName } from "./catalogue.ts"
export { type CatalogueEntry, type Claim, type Counterexample, type Law, laws } from "./catalogue-entry.ts"
export { type Domain, inDomain, showDomain } from "./domain.ts"
