import { beforeAll, describe, expect, test } from "vitest"
import { compareSelection, featureSelection, kept, steps } from "../src/feature-selection/example.ts"
import { expectSamePicture, recordedPicture } from "./pictures.ts"

const run = { seed: 1, progress: () => {} } as const
const runs = {} as Record<"js" | "wasm", ReturnType<typeof compareSelection>>
beforeAll(() => {
  runs.js = compareSelection({ ...run, backend: "js" })
  runs.wasm = compareSelection({ ...run, backend: "wasm" })
})

/** Ones for the highest scores, without any operator. */
function best(scores: readonly number[]): number[] {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number))
  return scores.map((_, i) => Number(order.indexOf(i) < kept))
}

describe.each(["js", "wasm"] as const)("on %s", (backend) => {
  test("the mask always lets five features' worth through, and p grows at every step", () => {
    const { curve } = runs[backend].selection
    expect(curve).toHaveLength(steps)
    for (const { mask } of curve) expect(mask.reduce((sum, share) => sum + share, 0)).toBeCloseTo(kept, 9)
    curve.slice(1).forEach(({ p }, i) => {
      expect(p).toBeGreaterThan(curve[i]?.p as number)
    })
  })

  test("it starts with all features alike, and ends with five: the soft mask is the hard one, the top five of the scores", () => {
    const { curve, soft, hard, scores } = runs[backend].selection
    for (const share of curve[0]?.mask ?? []) expect(share).toBeCloseTo(kept / 30, 12)
    expect(soft.mask).toEqual(hard.mask)
    expect(hard.mask).toEqual(best(scores))
  })

  test("the accuracy is held: hardened, with five features of thirty, and on tumors never seen", () => {
    const { selection, all } = runs[backend]
    expect(selection.hard.accuracy).toBe(selection.soft.accuracy)
    expect(all.hard.accuracy).toBeGreaterThan(0.95)
    expect(selection.hard.accuracy).toBeGreaterThanOrEqual(all.hard.accuracy - 0.01)
    const halfway = selection.curve[steps / 2]
    expect(selection.hard.accuracy).toBeGreaterThanOrEqual((halfway?.accuracy as number) - 0.02)
  })
})

test("both backends learn the same: one curve to rounding, and the same five features", () => {
  const { js, wasm } = runs
  expect(wasm.selection.hard).toEqual(js.selection.hard)
  // float64 on either: sums in another order differ by 1e-16 or so, and p makes up to 1e5 times as much of scores' differences
  js.selection.curve.forEach((step, at) => {
    const other = wasm.selection.curve[at]
    expect(Math.abs(step.loss - (other?.loss as number))).toBeLessThan(1e-9)
    step.mask.forEach((share, i) => {
      expect(Math.abs(share - (other?.mask[i] as number))).toBeLessThan(1e-9)
    })
  })
})

test("the pictures in the guide are those that it draws", () => {
  const { pictures, report } = featureSelection.run({ ...run, backend: "wasm" })
  for (const [name, svg] of Object.entries(pictures)) expectSamePicture(svg, recordedPicture(name))
  expect(report).toMatch(/^chosen: (\w[\w ]+, ){4}\w[\w ]+$/m)
})
