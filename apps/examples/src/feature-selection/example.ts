import { type BreastCancer, breastCancer } from "../data/breast-cancer.ts"
import { backends, type Example, type RunOptions } from "../example.ts"
import { percent, rows } from "../report.ts"
import { pictureOfLearning, pictureOfMask } from "./pictures.ts"
import { chosen, learnSelection, type Selection } from "./train.ts"

/** How many of the thirty features are kept. */
export const kept = 5
/** How often the model is changed. */
export const steps = 200

/** A selection, and for comparison what the same model makes of all features. */
export interface Comparison {
  readonly data: BreastCancer
  readonly selection: Selection
  readonly all: Selection
}

/** Learns both. */
export function compareSelection({ backend: name, seed, progress }: RunOptions): Comparison {
  const data = breastCancer(seed)
  // backends differ in what they keep results in: either is known here only by its name
  const learn = (k: number): Selection => {
    const options = { k, steps, progress: (at: number) => progress(`${k} features: step ${at} of ${steps}`) }
    return name === "js" ? learnSelection(backends.js(), data, options) : learnSelection(backends.wasm(), data, options)
  }
  return { data, selection: learn(kept), all: learn(data.names.length) }
}

function report({ data, selection, all }: Comparison): string {
  const { curve, soft, hard } = selection
  const every = steps / 8
  const shown = curve.flatMap(({ p, loss, accuracy, mask }, at) => {
    const used = mask.filter((share) => share > 0).length
    return at % every === 0 || at === steps - 1
      ? [[String(at), p.toFixed(2), loss.toFixed(4), percent(accuracy), String(used)]]
      : []
  })
  return `${data.train.labels.shape[0]} tumors to learn from, ${data.test.labels.shape[0]} to be judged by; ${kept} of ${data.names.length} features are kept

${rows([["step", "p", "loss", "accuracy", "features used"], ...shown])}
chosen: ${chosen(hard.mask, data.names).join(", ")}
accuracy on the test rows: ${percent(soft.accuracy)} soft, ${percent(hard.accuracy)} hard, ${percent(all.hard.accuracy)} with all features
`
}

/** Learned feature selection: a soft top-k of learnable scores, hardened by a schedule. */
export const featureSelection: Example = {
  name: "feature-selection",
  summary: "which five of thirty features tell malignant tumors from benign ones, learned with the model itself",
  guide: "docs/guides/feature-selection.md",
  run(options) {
    const comparison = compareSelection(options)
    return {
      report: report(comparison),
      pictures: {
        "feature-selection-learning.svg": pictureOfLearning(comparison),
        "feature-selection-mask.svg": pictureOfMask(comparison),
      },
    }
  },
}
