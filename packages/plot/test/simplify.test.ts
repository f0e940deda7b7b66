import { expect, test } from "vitest"
import { simplified } from "../src/simplify.ts"

test("points on a straight line go, corners stay", () => {
  expect(simplified("M0,0L1,0L2,0L2,1L2,2L0,2L0,1L0,0Z", 0.1)).toBe("M0,0L2,0L2,2L0,2L0,0Z")
})

test("what stays is nowhere farther from what was than the distance", () => {
  const circle = Array.from({ length: 361 }, (_, i) => (i * Math.PI) / 180).map((t) => [
    100 * Math.cos(t),
    100 * Math.sin(t),
  ])
  const kept = [...simplified(`M${circle.map(String).join("L")}Z`, 0.5).matchAll(/[-\d.e]+,[-\d.e]+/g)]
  expect(kept.length).toBeLessThan(60)
  // of a circle of radius r, a chord of half-angle t is r·(1 − cos t) from its arc
  const angles = kept.map(([place]) => Math.atan2(...(place.split(",").map(Number).reverse() as [number, number])))
  for (const [i, angle] of angles.entries()) {
    const turn = (((angles[i + 1] ?? angle) - angle + 2 * Math.PI) % (2 * Math.PI)) / 2
    expect(100 * (1 - Math.cos(turn))).toBeLessThan(0.51)
  }
})

test("each part of a path is its own line", () => {
  expect(simplified("M0,0L1,0L2,0ZM5,5L6,5L7,5Z", 0.1)).toBe("M0,0L2,0ZM5,5L7,5Z")
})
