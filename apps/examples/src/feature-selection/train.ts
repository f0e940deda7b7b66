import { compile, type Data, type SyncBackend, type Tensor, valueAndGrad } from "@gradual/core"
import { exponentialSchedule } from "@gradual/operators"
import type { BreastCancer, Samples } from "../data/breast-cancer.ts"
import { adam, type Parameters, zeros } from "../training/adam.ts"
import { logitsOf, lossOf, type Model, maskOf } from "./model.ts"

/** How a selection is learned. */
export interface SelectionOptions {
  /** How many features are to be kept. */
  readonly k: number
  readonly steps: number
  /** Called now and then with the number of the step. */
  readonly progress?: (step: number) => void
}

/** What is seen at a step, before it changes the model. */
export interface SelectionStep {
  readonly p: number
  /** On the training rows. */
  readonly loss: number
  /** On the test rows. */
  readonly accuracy: number
  readonly mask: readonly number[]
}

/** What was learned. */
export interface Selection {
  readonly curve: readonly SelectionStep[]
  /** The mask at the end of the schedule, and that of the limit, p = ∞: ones for the k features of the highest scores. */
  readonly soft: Outcome
  readonly hard: Outcome
  readonly scores: readonly number[]
}

/** A mask, and the share of test rows that the model labels rightly through it. */
export interface Outcome {
  readonly mask: readonly number[]
  readonly accuracy: number
}

/** At the start every feature counts; at the end only features whose scores differ by less than 1/100000 share a place. */
const sharpness = { from: 0.2, to: 1e5 }
/** The share of the steps after which scores rest: while they learn, near ones can keep a place between them for ever. */
const settled = 0.75
/** Rates of Adam. What the mask sees of scores is p times as much: it is to move by the same amount at any p. */
const ratesAt = (p: number, isSettled: boolean) => ({ scores: isSettled ? 0 : 0.01 / p, weights: 0.05, bias: 0.05 })

/** Learns scores and weights together while p grows. The same numbers for the same data, on any backend up to rounding. */
export function learnSelection<H extends { readonly data: Data }>(
  backend: SyncBackend<H>,
  { names, train, test }: BreastCancer,
  { k, steps, progress = () => {} }: SelectionOptions,
): Selection {
  const step = compile.sync(
    backend,
    valueAndGrad((model: Model<Tensor>, x: Tensor, y: Tensor, p: Tensor) => lossOf(model, x, y, k, p)),
  )
  const masked = compile.sync(backend, (scores: Tensor, p: Tensor) => maskOf(scores, k, p))
  const logits = compile.sync(backend, logitsOf)

  let model: Parameters<keyof Model<Tensor>> = {
    scores: zeros(names.length),
    weights: zeros(names.length, 1),
    bias: zeros(1),
  }
  const look = (p: number): Outcome => {
    const mask = masked(model.scores, p)
    return { mask: [...mask.data], accuracy: accuracyOf(logits(model, test.features, mask).data, test) }
  }
  const sharpnessAt = exponentialSchedule({ ...sharpness, steps: steps - 1 })
  const update = adam<keyof Model<Tensor>>()
  const curve: SelectionStep[] = []
  for (let at = 0; at < steps; at++) {
    if (at % 10 === 0) progress(at)
    const p = sharpnessAt(at)
    const [loss, gradients] = step(model, train.features, train.labels, p)
    curve.push({ p, loss: loss.data[0] as number, ...look(p) })
    model = update(model, gradients, ratesAt(p, at >= settled * steps))
  }
  return { curve, soft: look(sharpness.to), hard: look(Number.POSITIVE_INFINITY), scores: [...model.scores.data] }
}

/** The names of what a mask lets through. */
export function chosen(mask: readonly number[], names: readonly string[]): readonly string[] {
  return names.filter((_, i) => (mask[i] as number) > 0)
}

/** The share of rows whose label the sign of the logit tells. */
function accuracyOf(logits: Data, { labels }: Samples): number {
  const right = labels.data.filter((label, i) => label === Number((logits[i] as number) > 0))
  return right.length / labels.data.length
}
