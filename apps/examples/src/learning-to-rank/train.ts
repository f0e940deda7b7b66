import {
  compile,
  type Data,
  type NDArray,
  ndarray,
  type SyncBackend,
  sub,
  type Tensor,
  valueAndGrad,
} from "@gradual/core"
import { exponentialSchedule, softRank } from "@gradual/operators"
import type { Cars, Groups } from "../data/cars.ts"
import { uniform } from "../data/random.ts"
import { adam, type Parameters } from "../training/adam.ts"
import { meanSpearman, scoresOf } from "./model.ts"

/** How ranking is learned. */
export interface RankingOptions {
  readonly steps: number
  /** Decides the weights at the start. */
  readonly seed: number
  /** Called now and then with the number of the step. */
  readonly progress?: (step: number) => void
}

/** What is seen at a step, before it changes the weights. */
export interface RankingStep {
  readonly step: number
  readonly p: number
  /** 1 less the soft correlation, on the cars that are trained on. */
  readonly loss: number
}

/** Spearman's correlation, the mean over the years. */
export interface Correlations {
  readonly train: number
  readonly test: number
}

/** What was learned. */
export interface Ranking {
  readonly curve: readonly RankingStep[]
  /** What the weights are worth at every tenth step, and after the last. */
  readonly judged: readonly (Correlations & { readonly step: number })[]
  /** Of unit length. */
  readonly weights: readonly number[]
}

/** At the start every pair of cars counts; at the end only pairs whose scores are near, and the loss is nearly the true one. */
const sharpness = { from: 2, to: 20 }
/** Of Adam. */
const rate = { from: 0.3, to: 0.03 }

/** How many steps are between two looks at what the weights are worth. */
const between = 10

/** Learns weights whose scores rank cars as their economy does. */
export function learnRanking<H extends { readonly data: Data }>(
  backend: SyncBackend<H>,
  data: Cars,
  { steps, seed, progress = () => {} }: RankingOptions,
): Ranking {
  const loss = (parameters: { readonly weights: Tensor }, x: Tensor, ranks: Tensor, p: Tensor) =>
    sub(1, meanSpearman(parameters.weights, x, ranks, p))
  const step = compile.sync(backend, valueAndGrad(loss))
  const ranks = trueRanks(backend, data.train)
  const judge = judgeOf(backend, data)

  const start = Float64Array.from(uniform(data.names.length, seed), (share) => 2 * share - 1)
  let parameters: Parameters<"weights"> = { weights: ndarray("float64", [start.length, 1], start) }
  const sharpnessAt = exponentialSchedule({ ...sharpness, steps: steps - 1 })
  const rateAt = exponentialSchedule({ ...rate, steps: steps - 1 })
  const update = adam<"weights">()
  const curve: RankingStep[] = []
  const judged: Ranking["judged"][number][] = []
  const look = (at: number) => judged.push({ step: at, ...judge(parameters.weights.data) })
  for (let at = 0; at < steps; at++) {
    if (at % between === 0) {
      progress(at)
      look(at)
    }
    const p = sharpnessAt(at)
    const [value, gradients] = step(parameters, data.train.features, ranks, p)
    curve.push({ step: at, p, loss: value.data[0] as number })
    parameters = update(parameters, gradients, { weights: rateAt(at) })
  }
  look(steps)
  const length = Math.hypot(...parameters.weights.data)
  return { curve, judged, weights: [...parameters.weights.data].map((weight) => weight / length) }
}

/** Makes what says how well weights rank: with p = ∞, where soft ranks are the ranks. */
export function judgeOf<H extends { readonly data: Data }>(
  backend: SyncBackend<H>,
  { train, test }: Cars,
): (weights: ArrayLike<number>) => Correlations {
  const spearman = compile.sync(backend, meanSpearman)
  const ranks = { train: trueRanks(backend, train), test: trueRanks(backend, test) }
  return (weights) => {
    const column = ndarray("float64", [weights.length, 1], Float64Array.from(weights))
    const of = (groups: Groups, truth: NDArray) =>
      spearman(column, groups.features, truth, Number.POSITIVE_INFINITY).data[0] as number
    return { train: of(train, ranks.train), test: of(test, ranks.test) }
  }
}

/** The ranks of cars by economy, the mean rank for equal ones; 0 where there is no car. */
function trueRanks<H>(backend: SyncBackend<H>, { economy }: Groups): NDArray {
  const rank = compile.sync(backend, (values: Tensor) => softRank(values, Number.POSITIVE_INFINITY))
  return backend.read(rank(economy)) as NDArray // a synchronous backend reads at once
}

/** What becomes of ranks as p grows. */
export interface Sweep {
  readonly p: readonly number[]
  readonly cars: readonly { readonly economy: number; readonly ranks: readonly number[] }[]
}

/** The soft ranks of the first group's cars over p. */
export function ranksOverP<H extends { readonly data: Data }>(
  backend: SyncBackend<H>,
  groups: Groups,
  weights: readonly number[],
): Sweep {
  const p = Array.from({ length: 121 }, (_, i) => 10 ** (i / 40 - 1))
  const soft = compile.sync(backend, (w: Tensor, x: Tensor, ranks: Tensor, each: Tensor) =>
    softRank(scoresOf(w, x, ranks), each),
  )
  const column = ndarray("float64", [weights.length, 1], Float64Array.from(weights))
  const truth = trueRanks(backend, groups)
  const economy = [...groups.economy.data.subarray(0, groups.economy.shape[1])].filter(Number.isFinite)
  const rows = p.map((each) => [...soft(column, groups.features, truth, each).data])
  return { p, cars: economy.map((mpg, car) => ({ economy: mpg, ranks: rows.map((row) => row[car] as number) })) }
}
