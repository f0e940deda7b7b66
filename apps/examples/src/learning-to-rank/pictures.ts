import { colors, draw, type Line } from "../picture/lines.ts"
import type { Comparison } from "./example.ts"

/** The loss, and what it stands for: rank correlation, beside that of least squares. */
export function pictureOfLearning({ ranking: { curve, judged }, regression }: Comparison): string {
  const last = judged.at(-1)?.step ?? 0
  const level = (y: number, color: string, label: string): Line => ({
    points: [
      [0, y],
      [last, y],
    ],
    color,
    label,
    dashed: true,
  })
  return draw({
    title: "Learning to rank cars by economy",
    caption: "a weighted sum of seven features; dashed: the weights of least squares",
    panels: [
      {
        title: "loss: 1 − soft rank correlation",
        x: { label: "step", scale: "linear" },
        y: { domain: [0, Math.ceil(Math.max(...curve.map(({ loss }) => loss)))] },
        lines: [{ points: curve.map(({ step, loss }) => [step, loss]), color: colors.accent }],
      },
      {
        title: "Spearman's rank correlation",
        x: { label: "step", scale: "linear" },
        y: { domain: [0.7, 1] },
        lines: [
          level(regression.test, colors.main, "least squares, test"),
          { points: judged.map(({ step, train }) => [step, train]), color: colors.faint, label: "soft rank, train" },
          { points: judged.map(({ step, test }) => [step, test]), color: colors.accent, label: "soft rank, test" },
        ],
      },
    ],
  })
}

/** The soft ranks of a year's test cars as p grows: from all alike to the ranks of their scores. */
export function pictureOfRanks({ sweep: { p, cars } }: Comparison): string {
  const byEconomy = [...cars].sort((a, b) => a.economy - b.economy)
  const lines = byEconomy.map(({ economy, ranks }, i): Line => {
    const isHigh = i >= byEconomy.length / 2
    return {
      points: p.map((each, at) => [each, ranks[at] as number]),
      color: isHigh ? colors.accent : colors.main,
      label: `${economy} mpg`,
    }
  })
  return draw({
    title: "Soft ranks of learned scores",
    caption: "softRank(scores, p) of the test cars of 1970; orange: the more economical half",
    panels: [{ title: "rank", x: { label: "p", scale: "log" }, y: { domain: [1, byEconomy.length] }, lines }],
  })
}
