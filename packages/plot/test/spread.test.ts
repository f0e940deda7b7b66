import { expect, test } from "vitest"
import { spread, thin } from "../src/spread.ts"

test("positions far enough apart stay where they are", () => {
  expect(spread([0, 10, 25], 10, 0, 100)).toEqual([0, 10, 25])
})

test("positions that are too near move apart evenly about where they were", () => {
  expect(spread([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60])
  expect(spread([10, 50, 52, 90], 10, 0, 100)).toEqual([10, 46, 56, 90])
})

test("positions stay within the bounds", () => {
  expect(spread([99, 100, 100], 10, 0, 100)).toEqual([80, 90, 100])
  expect(spread([0, 0, 1], 10, 0, 100)).toEqual([0, 10, 20])
})

test("a chain of neighbours moves as one", () => {
  const places = spread([0, 1, 2, 3, 4, 60], 5, -100, 100)
  expect(places).toEqual([-8, -3, 2, 7, 12, 60])
})

test("thinning keeps the ends", () => {
  expect(thin(3, 5)).toEqual([0, 1, 2])
  expect(thin(101, 5)).toEqual([0, 25, 50, 75, 100])
  expect(thin(5, 1)).toEqual([0])
})
