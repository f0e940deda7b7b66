import type { Formulas } from "../contender.ts"
import type { WorkloadName } from "../workloads.ts"

/** `name = op(inputs)`, as in `["isMax", "Equal", "values", "top"]`. */
export type Line = readonly [name: string, op: string, ...inputs: string[]]

/**
 * A graph written by hand for ONNX Runtime, which has no gradients of its own. Given are `values`, `p`, `weights` or `labels`, the
 * numbers `1` and `1/count` (for the mean over the outputs), and `last`, the last axis.
 */
export interface OrtFormula {
  /** Ends with `outputs`. */
  readonly forward: readonly Line[]
  /** Ends with `value` and `gradient`. */
  readonly backward: readonly Line[]
}

/** The mean of `gradual`, with four powers of every element; then with one, for which the branch is chosen first. */
const gradual: Formulas<OrtFormula> = {
  posted: {
    forward: [
      ["top", "ReduceMax", "values", "last"],
      ["isMax", "Equal", "values", "top"],
      ["rest", "Sub", "1", "values"],
      ["restPower", "Pow", "rest", "p"],
      ["atMax", "Sub", "1", "restPower"],
      ["below", "Pow", "values", "p"],
      ["outputs", "Where", "isMax", "atMax", "below"],
    ],
    backward: [
      ["value", "ReduceMean", "outputs"],
      ["less", "Sub", "p", "1"],
      ["restSlope", "Pow", "rest", "less"],
      ["slopeAtMax", "Mul", "p", "restSlope"],
      ["valueSlope", "Pow", "values", "less"],
      ["slopeBelow", "Mul", "p", "valueSlope"],
      ["slope", "Where", "isMax", "slopeAtMax", "slopeBelow"],
      ["gradient", "Mul", "slope", "1/count"],
    ],
  },
  shared: {
    forward: [
      ["top", "ReduceMax", "values", "last"],
      ["isMax", "Equal", "values", "top"],
      ["rest", "Sub", "1", "values"],
      ["base", "Where", "isMax", "rest", "values"],
      ["less", "Sub", "p", "1"],
      ["lower", "Pow", "base", "less"],
      ["power", "Mul", "base", "lower"],
      ["atMax", "Sub", "1", "power"],
      ["outputs", "Where", "isMax", "atMax", "power"],
    ],
    backward: [
      ["value", "ReduceMean", "outputs"],
      ["scale", "Mul", "p", "1/count"],
      ["gradient", "Mul", "scale", "lower"],
    ],
  },
}

/** The mean of shares times weights, and what the slopes of the shares are times: w − Σ w·y, and p/count. */
const weightedShares: readonly Line[] = [
  ["weighted", "Mul", "outputs", "weights"],
  ["value", "ReduceMean", "weighted"],
  ["inner", "ReduceSum", "weighted", "last"],
  ["rest", "Sub", "weights", "inner"],
  ["scale", "Mul", "p", "1/count"],
]

/** Shares y, and p/count·y·(w − Σ w·y). */
const scaledSoftmax: Formulas<OrtFormula> = {
  posted: {
    forward: [
      ["scores", "Mul", "values", "p"],
      ["outputs", "Softmax", "scores"],
    ],
    backward: [...weightedShares, ["slope", "Mul", "outputs", "scale"], ["gradient", "Mul", "slope", "rest"]],
  },
}

/** With a power for the shares and another for their slopes; then with one for both. */
const powerNormalize: Formulas<OrtFormula> = {
  posted: sharesOfPowers([
    ["power", "Pow", "values", "p"],
    ["lower", "Pow", "values", "less"],
  ]),
  shared: sharesOfPowers([
    ["lower", "Pow", "values", "less"],
    ["power", "Mul", "values", "lower"],
  ]),
}

function sharesOfPowers(powers: readonly Line[]): OrtFormula {
  return {
    forward: [
      ["less", "Sub", "p", "1"],
      ...powers,
      ["total", "ReduceSum", "power", "last"],
      ["outputs", "Div", "power", "total"],
    ],
    backward: [
      ...weightedShares,
      ["rate", "Div", "scale", "total"],
      ["slope", "Mul", "lower", "rate"],
      ["gradient", "Mul", "slope", "rest"],
    ],
  }
}

/** −log y at the label, and p/count·(y − 1) there, p/count·y elsewhere. */
const crossEntropy: Formulas<OrtFormula> = {
  posted: {
    forward: [
      ["scores", "Mul", "values", "p"],
      ["logs", "LogSoftmax", "scores"],
      ["picked", "GatherElements", "logs", "labels"],
      ["outputs", "Neg", "picked"],
    ],
    backward: [
      ["value", "ReduceMean", "outputs"],
      ["shares", "Exp", "logs"],
      ["scale", "Mul", "p", "1/count"],
      ["slope", "Mul", "shares", "scale"],
      ["less", "Neg", "scale"],
      ["labelsShape", "Shape", "labels"],
      ["updates", "Expand", "less", "labelsShape"],
      ["gradient", "ScatterElements", "slope", "labels", "updates"],
    ],
  },
}

export const ortFormulas: Readonly<Record<WorkloadName, Formulas<OrtFormula>>> = {
  gradual,
  scaledSoftmax,
  powerNormalize,
  crossEntropy,
}
