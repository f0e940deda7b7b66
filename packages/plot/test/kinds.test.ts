import { catalogue } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { fieldFigure, sweepFigure } from "../src/index.ts"
import { ordered, ranked, several, undefinedBelow } from "./listed.ts"

const values = [0.5, 0.1, 0.9, 0.7]
const p = [1, 4]

describe("sorted values", () => {
  const figure = sweepFigure({ operators: [ordered], values, p })
  const curves = figure.panels[0]!.curves

  test("have a curve for each place, the greatest in its own color", () => {
    expect(curves.map(({ label }) => label)).toEqual(["1st", "2nd", "3rd", "4th"])
    expect(curves.map(({ points }) => points[0]!.y)).toEqual([0.1, 0.5, 0.7, 0.9])
    const [top] = sweepFigure({ operators: [catalogue.gradual], values: [0.5], p }).panels[0]!.curves
    expect(curves.map(({ color }) => color.hex === top!.color.hex)).toEqual([false, false, false, true])
  })

  test("lead to dots: the values in order", () => {
    expect(curves.map(({ input }) => input)).toEqual([0.1, 0.5, 0.7, 0.9].map((y) => ({ x: 4, y })))
    expect(figure.caption).toContain("dots: the values in order")
  })

  test("have places named as people name them", () => {
    const many = Array.from({ length: 22 }, (_, i) => i / 22)
    const labels = sweepFigure({ operators: [ordered], values: many, p }).panels[0]!.curves.map(({ label }) => label)
    expect([10, 11, 12, 20, 21].map((i) => labels[i])).toEqual(["11th", "12th", "13th", "21st", "22nd"])
  })
})

describe("ranks", () => {
  test("have an axis of ranks and no dots: values are no ranks", () => {
    const five = [...values, 0.2]
    const figure = sweepFigure({ operators: [ranked], values: five, p })
    expect(figure.panels[0]!.y).toEqual({ label: "rank", domain: [1, 5], scale: "linear" })
    expect(figure.panels[0]!.curves.every(({ input }) => input === undefined)).toBe(true)
    expect(figure.caption).toBe("lines: the rank of each value, from 1, as p grows")
    expect(figure.toSvg()).not.toMatch(/<circle|NaN|undefined/)
    expect(figure.toSvg()).toContain(">rank</text>")
  })

  test("beside other results leave these their own axis", () => {
    const { panels, caption } = sweepFigure({ operators: [ranked, catalogue.gradual, ordered], values, p })
    expect(panels.map(({ y }) => y.domain)).toEqual([
      [1, 4.6],
      [0, 1],
      [0, 1],
    ])
    expect(caption).toBe("dots: the values; lines: the results as p grows")
  })
})

describe("other parameters", () => {
  test("are the catalogue's examples, or those that are given", () => {
    const usual = sweepFigure({ operators: [several], values, p })
    expect(usual.title).toBe("several, k = 2")
    expect(usual.panels[0]).toMatchObject({ call: "several(v, k, p)" })
    expect(usual.panels[0]!.curves[0]!.points[0]!.y).toBe(1)
    const given = sweepFigure({ operators: [several, catalogue.gradual], values, p, parameters: { k: 3 } })
    expect(given.panels.map(({ title }) => title)).toEqual(["several, k = 3", "gradual"])
    expect(given.panels[0]!.curves[0]!.points[0]!.y).toBe(1.5)
    expect(fieldFigure({ operators: [several], p: 1, parameters: { k: 4 } }).title).toBe("several, k = 4, p = 1")
  })

  test("tell how many of a subset stand out", () => {
    const [one, two] = [1, 2].map((k) => {
      const { curves } = sweepFigure({ operators: [several], values, p, parameters: { k } }).panels[0]!
      return curves.map(({ color }) => color.hex)
    })
    expect(one!.map((hex) => hex === one![2])).toEqual([false, false, true, false])
    expect(two!.map((hex) => hex === two![2])).toEqual([false, false, true, true])
  })

  test.each([
    [{ q: 1 }, "sweepFigure: parameters of several expected. Received: q."],
    [{ k: 0 }, "sweepFigure: k of several must lie in [1, 9]. Received: k=0."],
  ])("%o is refused with a reason", (parameters, message) => {
    expect(() => sweepFigure({ operators: [several], values, p, parameters })).toThrow(message)
  })
})

test("a formula too long for a line is broken, and moves what is below down", () => {
  const long = { ...catalogue.gradual, formula: "one word and another ".repeat(12).trim() }
  const height = (svg: string) => Number(/height="(\d+)"/.exec(svg)?.[1])
  const [short, tall] = [catalogue.gradual, long].map((each) => sweepFigure({ operators: [each], values, p }).toSvg())
  expect(height(tall!)).toBe(height(short!) + 36)
  const said = [...tall!.matchAll(/fill="#6b6b6b">([^<]*)</g)].map(([, line]) => line)
  expect(said.slice(0, -1).join(" ")).toBe(`gradual(v, p) = ${long.formula}`)
  const pair = sweepFigure({ operators: [catalogue.gradual, long], values, p }).toSvg()
  expect(pair.match(/another/g)).toHaveLength(12)
})

test("results that are no numbers are not drawn in silence", () => {
  const message = "finite results of undefinedBelow expected. Received: NaN."
  expect(() => sweepFigure({ operators: [undefinedBelow], values, p })).toThrow(`sweepFigure: ${message}`)
  expect(() => fieldFigure({ operators: [undefinedBelow], p: 4 })).toThrow(`fieldFigure: ${message}`)
})
