import type { Capabilities, OpName } from "@gradual/core"
import type { FunctionName, OperatorName } from "@gradual/operators"
import { absolute, wgsl } from "./accuracy.ts"
import type { Budget } from "./compare.ts"

/** The budgets of a function: for its values, first and second derivatives. */
export interface Budgets {
  readonly output: Budget
  readonly gradient: Budget
  readonly second: Budget
}

const exactly: Budget = { ulps: 0, terms: 0 }
const rounded: Budget = { ulps: 0.5 + 2 ** -12, terms: 0 } // correctly rounded; the truth itself is known to float64
const within = (ulps: number, terms = 1): Budget => ({ ulps, terms })
const ofTensor = (ulps: number): Budget => ({ ulps, terms: 4, scale: "tensor" })

/** Moves or selects values: exact. Its derivatives move and add cotangents. */
const moving: Budgets = { output: exactly, gradient: within(1), second: within(1) }
/** One correctly rounded operation. Its derivatives are a few of them. */
const arithmetic: Budgets = { output: rounded, gradient: within(4), second: within(8) }
/** A function within 1 ulp (ours), or 4 (libraries). Its derivatives are short products of such. */
const transcendental: Budgets = { output: within(4), gradient: within(8), second: within(16) }
/** Adds terms, one rounding each. */
const adding: Budgets = { output: within(1), gradient: within(4), second: within(8) }
/** An operator: computed in float64 where there is float64, its gradients judged at the tensor's largest entry. */
const operator = (output: number, exponents = 1): Budgets => ({
  output: { ...within(output), exponents },
  gradient: ofTensor(4),
  second: ofTensor(16),
})

/**
 * What accuracy a backend with IEEE arithmetic owes, per function. Measured worst errors are reported beside; a backend's
 * own tests hold it to what it has reached.
 */
export const ieeeBudgets: Readonly<Record<OpName | OperatorName | FunctionName, Budgets>> = {
  abs: moving,
  add: arithmetic,
  and: moving,
  argmax: moving,
  argmin: moving,
  argsort: moving,
  atan: transcendental,
  broadcastTo: moving,
  cast: { ...moving, output: rounded },
  ceil: moving,
  concat: moving,
  constant: moving,
  cos: transcendental,
  cumsum: adding,
  div: arithmetic,
  eq: moving,
  erf: transcendental,
  exp: transcendental,
  expm1: transcendental,
  floor: moving,
  ge: moving,
  gt: moving,
  iota: moving,
  le: moving,
  log: transcendental,
  log1p: transcendental,
  logistic: transcendental,
  lt: moving,
  matmul: adding,
  max: moving,
  maximum: moving,
  min: moving,
  minimum: moving,
  mul: arithmetic,
  ne: moving,
  neg: moving,
  not: moving,
  or: moving,
  pad: moving,
  pow: transcendental,
  prod: adding,
  reshape: moving,
  reverse: moving,
  round: moving,
  scatterAddAlongAxis: adding,
  sign: moving,
  sin: transcendental,
  slice: moving,
  sort: moving,
  sqrt: arithmetic,
  sub: arithmetic,
  sum: adding,
  takeAlongAxis: moving,
  tanh: transcendental,
  transpose: moving,
  where: moving,
  gradual: operator(2),
  scaledSoftmax: operator(4),
  powerNormalize: operator(4),
  softmaxBlend: operator(4),
  sparsemax: operator(4),
  entmax15: operator(4),
  entmax: operator(4, 4), // exponentials of logarithms
  normmax: operator(4, 4),
  logitGain: operator(4, 4), // its exponent is a product of a logarithm of a quotient
  straightThroughArgmax: { ...operator(4), output: rounded },
  softTopK: operator(4),
  sigmoidTopK: operator(4),
  straightThroughTopK: { ...operator(4), output: rounded },
  hardArgmax: { ...moving, output: rounded },
  hardTopK: { ...moving, output: rounded },
  softArgmax: operator(4),
  gumbelSoftmax: operator(4),
  gumbelTopK: operator(4),
  perturbedArgmax: { ...operator(4), output: rounded },
  softRank: operator(4),
  permutahedronRank: operator(4),
  permutahedronRankKl: operator(4),
  permutahedronSort: operator(4),
  permutahedronSortKl: operator(4),
  spearman: operator(4),
  ndcg: operator(4),
  weightedSoftRank: operator(4),
  softSort: operator(4),
  neuralSort: operator(4),
  oddEvenSort: operator(4),
  softSortRank: operator(4),
  neuralSortRank: operator(4),
  softSortMatrix: operator(4),
  neuralSortMatrix: operator(4),
  oddEvenMatrix: operator(4),
  applyPermutation: operator(4),
  softSortTopK: operator(4),
  softQuantile: operator(4),
  softMedian: operator(4),
  standardize: operator(4),
  crossEntropyLoss: operator(4, 4),
  sparsemaxLoss: operator(4, 4),
  entmax15Loss: operator(4, 4),
  entmaxLoss: operator(4, 4),
}

/** Composites are short chains of ops. */
const composite: Budgets = { output: within(8), gradient: within(16), second: within(32) }
/** The derivatives of a softmax are differences of what may be nearly equal: judged at the tensor's largest entry. */
const shares: Budgets = { output: within(8), gradient: ofTensor(8), second: ofTensor(32) }
const named: Readonly<Record<string, Budgets>> = {
  clip: moving,
  softmax: shares,
  logSoftmax: shares,
  logSumExp: shares,
  ...ieeeBudgets,
}

/**
 * The budgets of a function by name; those of a composite for a name that has none of its own. Accuracy models other than
 * `ieee` allow the values of some ops more; what is made of ops owes, on backends that claim such a model, what follows.
 *
 * @example
 * ```ts
 * import { budgetsOf } from "@gradual/conformance"
 * console.log(budgetsOf("exp").output.ulps, budgetsOf("add").output.ulps, budgetsOf("div", "wgsl").output.ulps) // 4, 0.5002, 2.5
 * ```
 */
export function budgetsOf(fn: string, accuracy: Capabilities["accuracy"] = "ieee"): Budgets {
  const ieee = named[fn] ?? composite
  const output = accuracy === "ieee" ? undefined : { wgsl, absolute }[accuracy][fn as OpName]
  return output === undefined ? ieee : { ...ieee, output }
}
