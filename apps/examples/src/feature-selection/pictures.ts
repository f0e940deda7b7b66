import { colors, draw, type Line } from "../picture/lines.ts"
import type { Comparison } from "./example.ts"
import type { Selection } from "./train.ts"

/** Loss and accuracy over the steps, beside those of the model with all features. */
export function pictureOfLearning({ selection, all }: Comparison): string {
  const over = (pick: (step: Selection["curve"][number]) => number): Line[] => [
    { points: all.curve.map((step, at) => [at, pick(step)]), color: colors.main, dashed: true, label: "all features" },
    { points: selection.curve.map((step, at) => [at, pick(step)]), color: colors.accent, label: "five features" },
  ]
  return draw({
    title: "Five features of thirty, learned while p grows",
    caption: "logistic regression on features weighted by softTopK(scores, 5, p); dashed: on all features",
    panels: [
      {
        title: "loss on the training rows",
        x: { label: "step", scale: "linear" },
        y: { domain: [0, 0.7] },
        lines: over(({ loss }) => loss),
      },
      {
        title: "accuracy on the test rows",
        x: { label: "step", scale: "linear" },
        y: { domain: [0.8, 1] },
        lines: over(({ accuracy }) => accuracy),
      },
    ],
  })
}

/** How much of every feature is let through, over p: in the end all of the chosen ones and nothing of the others. */
export function pictureOfMask({ data, selection: { curve, hard } }: Comparison): string {
  const isRamp = curve.filter(({ p }, at) => p !== curve[at + 1]?.p)
  const lines = data.names.map((name, i): Line => {
    const points = isRamp.map(({ p, mask }) => [p, mask[i] as number] as const)
    return hard.mask[i] === 1 ? { points, color: colors.accent, label: name } : { points, color: colors.faint }
  })
  return draw({
    title: "From a share of everything to five features",
    caption: "softTopK(scores, 5, p) while scores are learned and p grows; orange: what is chosen in the end",
    panels: [
      {
        title: "share of each feature",
        x: { label: "p", scale: "log" },
        y: { domain: [0, 1] },
        lines: [...lines].sort((a, b) => Number(a.label !== undefined) - Number(b.label !== undefined)),
      },
    ],
  })
}
