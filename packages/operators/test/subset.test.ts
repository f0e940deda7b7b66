import { GradualError } from "@gradual/core"
import {
  gumbelTopK,
  hardArgmax,
  hardTopK,
  perturbedArgmax,
  sigmoidTopK,
  softArgmax,
  softTopK,
} from "@gradual/operators"
import { describe, expect, test } from "vitest"

describe.each(Object.entries({ softTopK, sigmoidTopK, hardTopK }))("%s", (name, topK) => {
  test("names what there is and what was asked for", () => {
    expect(() => topK([0.2, 0.4], 3)).toThrow(
      `${name}: k must not exceed the number of entries. Received: k=3 of 2 entries.`,
    )
    expect(() => topK([[1, 2, 3]], [[4]])).toThrow(`${name}: k must not exceed the number of entries.`)
    expect(() => topK([0.2, 0.4], -1)).toThrow(`${name}: k must lie in [0, ∞]. Received: k=-1.`)
    expect(() => topK([0.2, 0.4], [1, 2])).toThrow(`${name}: k must be one number for each row.`)
  })

  test("has the broadcast shape", () => {
    expect(topK([1, 2, 3], [[1], [2]]).shape).toEqual([2, 3])
  })
})

test("other ways to treat ties are refused", () => {
  expect(() => hardArgmax([1, 2], { ties: "last" as never })).toThrow('hardArgmax: ties must be "first" or "share".')
  expect(() => hardTopK([1, 2], 1, { ties: "last" as never })).toThrow('hardTopK: ties must be "first" or "share".')
})

test("softArgmax drops the axis, of which there must be something", () => {
  expect(softArgmax([[1, 2, 3]], 2).shape).toEqual([1])
  expect(softArgmax([[1, 2, 3]], 2, { axis: 0 }).shape).toEqual([3])
  expect(() => softArgmax([])).toThrow("softArgmax: at least one entry along the axis expected.")
})

test("draws have the axes of the noise before those of the logits", () => {
  expect(gumbelTopK([1, 2, 3], [[0, 0, 0]], 2, 1, { axis: 0 }).shape).toEqual([1, 3])
  expect(() => gumbelTopK([1, 2], [0, 0], 3)).toThrow("gumbelTopK: k must not exceed the number of entries.")
})

test("perturbedArgmax wants samples of the scores' shape, and one p for a row", () => {
  expect(perturbedArgmax([1, 2], [[0, 1]]).shape).toEqual([2])
  for (const noise of [[0, 1], [[0, 1, 2]]])
    expect(() => perturbedArgmax([1, 2], noise)).toThrow("perturbedArgmax: noise must have a first axis of samples")
  expect(() => perturbedArgmax([1, 2], [[0, 1]], [1, 2])).toThrow(
    "perturbedArgmax: p must be a number, or one for each row",
  )
  expect(() => perturbedArgmax([1, 2], [[0, 1]], 0)).toThrow(GradualError)
})
