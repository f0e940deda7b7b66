import { ndarray } from "@gradual/core"
import { describe, expect, test } from "vitest"
import { breastCancer } from "../src/data/breast-cancer.ts"
import { cars } from "../src/data/cars.ts"
import { shuffled } from "../src/data/random.ts"
import { adam, zeros } from "../src/training/adam.ts"

const meanAndDeviation = (numbers: readonly number[]) => {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length
  return [mean, Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length)] as const
}

describe("data", () => {
  test("tumors: all of them, each in one part, as many benign ones as there are", () => {
    const { names, train, test: rest } = breastCancer(1)
    expect(names).toHaveLength(30)
    expect([train.features.shape, rest.features.shape]).toEqual([
      [398, 30],
      [171, 30],
    ])
    expect([...train.labels.data, ...rest.labels.data].filter((label) => label === 1)).toHaveLength(357)
    const [mean, deviation] = meanAndDeviation([...train.features.data].filter((_, i) => i % 30 === 3))
    expect(mean).toBeCloseTo(0, 12)
    expect(deviation).toBeCloseTo(1, 12)
  })

  test("cars: all of them in twelve groups, and nothing where there is none", () => {
    const { names, train, test: rest } = cars(1)
    expect(names).toEqual(["cylinders", "displacement", "horsepower", "weight", "acceleration", "europe", "japan"])
    expect([train.economy.shape[0], rest.economy.shape[0]]).toEqual([12, 12])
    const there = [...train.economy.data, ...rest.economy.data].filter(Number.isFinite)
    expect(there).toHaveLength(392)
    expect(meanAndDeviation(there)[0]).toBeCloseTo(23.4459, 4) // the mean of the published data
    const empty = train.economy.data.findIndex((mpg) => !Number.isFinite(mpg))
    expect([...train.features.data.subarray(7 * empty, 7 * empty + 7)]).toEqual([0, 0, 0, 0, 0, 0, 0])
  })

  test("the seed decides the order, and each order has everything once", () => {
    expect(shuffled(50, 3)).toEqual(shuffled(50, 3))
    expect(shuffled(50, 3)).not.toEqual(shuffled(50, 4))
    expect([...shuffled(50, 3)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })
})

describe("adam", () => {
  test("its first step is as long as the rate, against the gradient, whatever the gradient's size", () => {
    const { x } = adam<"x">()({ x: zeros(2) }, { x: { data: Float64Array.of(1e-3, -1e3) } }, { x: 0.1 })
    expect(x.data[0]).toBeCloseTo(-0.1, 5)
    expect(x.data[1]).toBeCloseTo(0.1, 5)
  })

  test("finds the bottom of a bowl that is a thousand times steeper one way", () => {
    const update = adam<"x">()
    let parameters = { x: ndarray("float64", [2], Float64Array.of(1, 1)) }
    for (let step = 0; step < 500; step++) {
      const [a = 0, b = 0] = parameters.x.data
      parameters = update(parameters, { x: { data: Float64Array.of(a, 1000 * b) } }, { x: 0.1 * 0.99 ** step })
    }
    for (const each of parameters.x.data) expect(each).toBeCloseTo(0, 3)
  })
})
