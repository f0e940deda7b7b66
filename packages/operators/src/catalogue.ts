import type { CatalogueEntry } from "./catalogue-entry.ts"
import { gradual, gradualEntry } from "./gradual.ts"
import { logitGain, logitGainEntry } from "./logit-gain.ts"
import type { Operator } from "./operator.ts"
import { powerNormalize, powerNormalizeEntry } from "./power-normalize.ts"
import { scaledSoftmax, scaledSoftmaxEntry } from "./scaled-softmax.ts"
import { softmaxBlend, softmaxBlendEntry } from "./softmax-blend.ts"

/** An operator's entry together with the operator. */
export type Listed = CatalogueEntry & { readonly operator: Operator }

/** Every operator by its name: the one list that the command, the plots, the tests and the documents are made from. */
export const catalogue: {
  readonly gradual: Listed
  readonly scaledSoftmax: Listed
  readonly powerNormalize: Listed
  readonly softmaxBlend: Listed
  readonly logitGain: Listed
} = Object.freeze({
  gradual: { ...gradualEntry, operator: gradual },
  scaledSoftmax: { ...scaledSoftmaxEntry, operator: scaledSoftmax },
  powerNormalize: { ...powerNormalizeEntry, operator: powerNormalize },
  softmaxBlend: { ...softmaxBlendEntry, operator: softmaxBlend },
  logitGain: { ...logitGainEntry, operator: logitGain },
})

/** The name of an operator in the catalogue. */
export type OperatorName = keyof typeof catalogue
