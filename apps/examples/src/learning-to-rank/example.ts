import type { Data, SyncBackend } from "@gradual/core"
import { type Cars, cars } from "../data/cars.ts"
import { backends, type Example, type RunOptions } from "../example.ts"
import { rows } from "../report.ts"
import { leastSquares } from "./least-squares.ts"
import { pictureOfLearning, pictureOfRanks } from "./pictures.ts"
import { type Correlations, judgeOf, learnRanking, type Ranking, ranksOverP, type Sweep } from "./train.ts"

/** How often the weights are changed. */
export const steps = 250

/** A ranking, and what it is compared with. */
export interface Comparison {
  readonly data: Cars
  readonly ranking: Ranking
  /** How well the weights of least squares rank. */
  readonly regression: Correlations
  readonly sweep: Sweep
}

/** Learns to rank, and what a regression makes of the same cars. */
export function compareRanking({ backend: name, ...options }: RunOptions): Comparison {
  // backends differ in what they keep results in: either is known here only by its name
  return name === "js" ? compareOn(backends.js(), options) : compareOn(backends.wasm(), options)
}

function compareOn<H extends { readonly data: Data }>(
  backend: SyncBackend<H>,
  { seed, progress }: Omit<RunOptions, "backend">,
): Comparison {
  const data = cars(seed)
  const ranking = learnRanking(backend, data, { steps, seed, progress: (at) => progress(`step ${at} of ${steps}`) })
  return {
    data,
    ranking,
    regression: judgeOf(backend, data)(leastSquares(data.train)),
    sweep: ranksOverP(backend, data.test, ranking.weights),
  }
}

function report({ data, ranking: { curve, judged, weights }, regression }: Comparison): string {
  const count = ({ economy }: Cars["train"]) => economy.data.filter(Number.isFinite).length
  const shown = judged
    .filter(({ step }) => step % 50 === 0)
    .map(({ step, train, test }) => {
      const seen = curve[Math.min(step, steps - 1)]
      return [String(step), ...[seen?.p ?? 0].map((p) => p.toFixed(2)), ...[seen?.loss ?? 0, train, test].map(digits)]
    })
  const last = judged.at(-1) as Correlations
  return `${count(data.train)} cars to learn from, ${count(data.test)} to be judged by, of ${data.train.economy.shape[0]} model years; each year is ranked by itself

${rows([["step", "p", "loss", "Spearman (train)", "Spearman (test)"], ...shown])}
weights: ${data.names.map((name, i) => `${name} ${(weights[i] as number).toFixed(2)}`).join(", ")}
Spearman on the test cars: ${digits(last.test)} by the soft rank loss, ${digits(regression.test)} by least squares, ${digits(judged[0]?.test ?? 0)} before training
`
}

const digits = (x: number): string => x.toFixed(3)

/** Learning to rank: the rank correlation itself, softened, is what is made large. */
export const learningToRank: Example = {
  name: "learning-to-rank",
  summary: "cars of a year by their economy, learned from a soft rank correlation",
  guide: "docs/guides/learning-to-rank.md",
  run(options) {
    const comparison = compareRanking(options)
    return {
      report: report(comparison),
      pictures: {
        "learning-to-rank-learning.svg": pictureOfLearning(comparison),
        "learning-to-rank-ranks.svg": pictureOfRanks(comparison),
      },
    }
  },
}
