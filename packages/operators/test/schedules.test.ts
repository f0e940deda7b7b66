import {
  constantSchedule,
  cosineSchedule,
  entropySchedule,
  exponentialSchedule,
  linearSchedule,
  normalizedEntropy,
  type Schedule,
} from "@gradual/operators"
import { describe, expect, test } from "vitest"

const ramps = { linearSchedule, exponentialSchedule, cosineSchedule }
const steps = Array.from({ length: 30 }, (_, step) => step)
const valueError = (message: string) => expect.objectContaining({ code: "VALUE", message })
const thrown = (f: () => unknown): unknown => {
  try {
    return f()
  } catch (error) {
    return error
  }
}

describe.each(Object.entries(ramps))("%s", (name, make) => {
  const up = make({ from: 0.1, to: 0.7, steps: 20, hold: 5 })
  const down = make({ from: 0.7, to: 0.1, steps: 20, hold: 5 })

  test("holds, then leads from end to end, which it meets exactly, and stays there", () => {
    expect([0, 1, 5].map(up)).toEqual([0.1, 0.1, 0.1])
    expect([25, 26, 1e9, Number.POSITIVE_INFINITY].map(up)).toEqual([0.7, 0.7, 0.7, 0.7])
    expect([0, 5, 25, 1e9].map(down)).toEqual([0.7, 0.7, 0.1, 0.1])
  })

  test("goes one way all along, also between whole steps", () => {
    const along = Array.from({ length: 200 }, (_, i) => 5 + i / 10)
    along.slice(1).forEach((step, i) => {
      expect(up(step)).toBeGreaterThan(up(along[i] as number))
      expect(down(step)).toBeLessThan(down(along[i] as number))
    })
  })

  test("starts at once without hold, and stays where from is to", () => {
    const p = make({ from: 1, to: 2, steps: 1 })
    expect([p(0), p(1)]).toEqual([1, 2])
    expect(p(0.5)).toBeGreaterThan(1)
    expect(steps.map(make({ from: 3, to: 3, steps: 7 }))).toEqual(steps.map(() => 3))
  })

  test("keeps no state: any order of steps gives the same numbers", () => {
    const forward = steps.map(up)
    expect([...steps].reverse().map(up).reverse()).toEqual(forward)
  })

  test("refuses what it cannot lead to", () => {
    const good = { from: 1, to: 2, steps: 10, hold: 0 }
    const bad = [
      ["from", Number.NaN],
      ["from", -1],
      ["to", Number.POSITIVE_INFINITY],
      ["to", "2"],
      ["steps", 0],
      ["steps", undefined],
      ["hold", -1],
    ] as const
    for (const [option, value] of bad)
      expect(thrown(() => make({ ...good, [option]: value }))).toEqual(
        valueError(expect.stringMatching(`^${name}: ${option} must be a finite number .*\\. Received: ${option}=`)),
      )
    for (const step of [Number.NaN, -1])
      expect(thrown(() => make(good)(step))).toEqual(
        valueError(`${name}: step must be a number of 0 or more. Received: step=${step}.`),
      )
  })
})

test("a constant is the same at every step", () => {
  expect(steps.map(constantSchedule(3))).toEqual(steps.map(() => 3))
  expect(constantSchedule(0)(0)).toBe(0)
  expect(thrown(() => constantSchedule(Number.NaN))).toEqual(
    valueError("constantSchedule: value must be a finite number of 0 or more. Received: value=NaN."),
  )
  expect(thrown(() => constantSchedule(1)(Number.NaN))).toEqual(valueError(expect.stringMatching("step must be")))
})

test("each takes its own way", () => {
  const options = { from: 1, to: 16, steps: 4 }
  expect(steps.slice(0, 5).map(linearSchedule(options))).toEqual([1, 4.75, 8.5, 12.25, 16])
  expect(steps.slice(0, 5).map(exponentialSchedule(options))).toEqual([1, 2, 4, 8, 16])
  // (1 − cos(π/4))/2 = 0.14644660940672624
  const cosine = steps.slice(0, 5).map(cosineSchedule(options))
  expect(cosine[1]).toBeCloseTo(1 + 15 * 0.14644660940672624, 12)
  expect(cosine[2]).toBeCloseTo(8.5, 12)
  expect((cosine[1] as number) + (cosine[3] as number)).toBeCloseTo(17, 12)
  expect(thrown(() => exponentialSchedule({ ...options, from: 0 }))).toEqual(
    valueError("exponentialSchedule: from must be a finite number above 0. Received: from=0."),
  )
})

describe("normalizedEntropy", () => {
  test("is 1 for equal shares, 0 for a one-hot, and between for others", () => {
    for (let n = 2; n < 40; n++) expect(normalizedEntropy(Array.from({ length: n }, () => 0.3))).toBeCloseTo(1, 14)
    expect(normalizedEntropy([0, 1, 0])).toBe(0)
    expect(normalizedEntropy([0.5, 0.5, 0, 0])).toBeCloseTo(0.5, 15)
    // −(0.9·log₂ 0.9 + 0.1·log₂ 0.1)
    expect(normalizedEntropy(Float64Array.of(0.9, 0.1))).toBeCloseTo(0.46899559358928117, 14)
  })

  test("never leaves [0, 1], however even shares round", () => {
    for (let n = 2; n < 200; n++) expect(normalizedEntropy(new Float64Array(n).fill(1 / n))).toBeLessThanOrEqual(1)
  })

  test("does not mind the scale of shares, and takes the mean over rows", () => {
    expect(normalizedEntropy([9, 1])).toBeCloseTo(normalizedEntropy(Float64Array.of(0.9, 0.1)), 14)
    const rows = { dtype: "float32", shape: [3, 2], data: Float32Array.of(1, 1, 1, 0, 0, 0) } as const
    expect(normalizedEntropy(rows)).toBeCloseTo(1 / 3, 15)
  })

  test("is 0 where there is nothing to decide, and refuses what is no share", () => {
    expect(normalizedEntropy([[0.7], [1]])).toBe(0)
    expect(normalizedEntropy(1)).toBe(0)
    for (const entry of [-0.1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(thrown(() => normalizedEntropy([0.5, entry]))).toEqual(
        valueError(expect.stringMatching(/^normalizedEntropy: every entry must be a finite number of 0 or more/)),
      )
    expect(thrown(() => normalizedEntropy([]))).toEqual(valueError(expect.stringMatching("at least one entry")))
  })
})

describe("entropySchedule", () => {
  /** softmax(p·v), in plain arithmetic. */
  const softmax = (p: number, values: readonly number[]) => {
    const top = Math.max(...values)
    const weights = values.map((v) => Math.exp(p * (v - top)))
    const sum = weights.reduce((a, b) => a + b, 0)
    return Float64Array.from(weights, (w) => w / sum)
  }
  const follow = (values: readonly number[], target: Schedule, count: number, from = 1) => {
    const next = entropySchedule({ target })
    const taken = [{ p: from, entropy: normalizedEntropy(softmax(from, values)) }]
    for (let step = 0; step < count; step++) {
      const p = next(step, taken.at(-1) as { p: number; entropy: number })
      taken.push({ p, entropy: normalizedEntropy(softmax(p, values)) })
    }
    return taken
  }

  test("p grows where the choice is less decided than wanted, and falls where it is more", () => {
    const next = entropySchedule({ target: constantSchedule(0.5), gain: 0.1 })
    expect(next(0, { p: 2, entropy: 0.7 })).toBeCloseTo(2 * Math.exp(0.02), 14)
    expect(next(0, { p: 2, entropy: 0.4 })).toBeCloseTo(2 * Math.exp(-0.01), 14)
    expect(next(0, { p: 2, entropy: 0.5 })).toBe(2)
  })

  test("no step is larger than maxFactor, and none leaves the bounds", () => {
    const next = entropySchedule({ target: constantSchedule(0), gain: 100, maxFactor: 1.5, min: 0.5, max: 10 })
    expect(next(0, { p: 2, entropy: 1 })).toBeCloseTo(3, 14)
    expect(next(0, { p: 9, entropy: 1 })).toBe(10)
    const back = entropySchedule({ target: constantSchedule(1), gain: 100, maxFactor: 1.5, min: 0.5, max: 10 })
    expect(back(0, { p: 3, entropy: 0 })).toBeCloseTo(2, 14)
    expect(back(0, { p: 0.6, entropy: 0 })).toBe(0.5)
  })

  test.each([1e-3, 1, 1e3])("comes to rest at the target, with scores of scale %f", (scale) => {
    const scores = [0.1, 0.5, 0.2, 0.9, 0.3].map((v) => v * scale)
    const taken = follow(scores, constantSchedule(0.3), 400)
    expect(taken.at(-1)?.entropy).toBeCloseTo(0.3, 6)
  })

  test.each([3, 30, 1000])("follows a falling target with %i scores, to the end", (n) => {
    const scores = Array.from({ length: n }, (_, i) => Math.sin(i * i))
    const taken = follow(scores, linearSchedule({ from: 1, to: 0.05, steps: 500 }), 700)
    expect(taken.at(-1)?.entropy).toBeCloseTo(0.05, 2)
    const p = taken.map((each) => each.p)
    expect(Math.max(...p.slice(1).map((each, i) => each / (p[i] as number)))).toBeLessThanOrEqual(1.1 + 1e-12)
  })

  test("refuses options and measurements that make no sense", () => {
    const target = constantSchedule(0.5)
    const says = (f: () => unknown) => (thrown(f) as Error).message
    expect(says(() => entropySchedule({ target: 0.5 as never }))).toBe(
      "entropySchedule: target must be a schedule. Received: target=0.5. For one number use constantSchedule.",
    )
    expect(says(() => entropySchedule({ target, gain: 0 }))).toMatch("gain must be a finite number above 0")
    expect(says(() => entropySchedule({ target, maxFactor: 1 }))).toMatch("maxFactor must be a finite number above 1")
    expect(says(() => entropySchedule({ target, min: 2, max: 1 }))).toMatch(
      "max must be a finite number of min or more",
    )
    const next = entropySchedule({ target })
    expect(says(() => next(0, { p: 0, entropy: 0.5 }))).toMatch("p must be a finite number above 0")
    expect(says(() => next(0, { p: 1, entropy: Number.NaN }))).toMatch(
      "entropy must be in [0, 1]. Received: entropy=NaN",
    )
    const wrong = entropySchedule({ target: constantSchedule(2) })
    expect(says(() => wrong(0, { p: 1, entropy: 0.5 }))).toMatch("target(step) must be in [0, 1]")
  })
})
