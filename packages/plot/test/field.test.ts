import { GradualError } from "@gradual/core"
import { catalogue } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { type FieldFigure, type FieldPanel, fieldFigure } from "../src/index.ts"
import { ordered, ranked, several, still, turned } from "./listed.ts"

const field = (...operators: Parameters<typeof fieldFigure>[0]["operators"]): FieldFigure =>
  fieldFigure({ operators, p: 4 })
const panelOf = (figure: FieldFigure): FieldPanel => figure.panels[0]!
const resultAt = ({ results, plane }: FieldPanel, x: number, y: number): number =>
  results.data[Math.floor((y / plane.height) * results.rows) * results.columns + Math.floor(x * results.columns)]!

describe("over two values", () => {
  test("colors are the first result, whose values the place gives", () => {
    const panel = panelOf(field(catalogue.gradual))
    expect(panel.plane.shape).toBe("square")
    expect(resultAt(panel, 0.2, 0.9)).toBeCloseTo(0.2 ** 4, 1)
    expect(resultAt(panel, 0.9, 0.2)).toBeCloseTo(1 - 0.1 ** 4, 1)
  })

  test("arrows are its gradient: their direction, and their length against the longest", () => {
    const { arrows, steepest } = panelOf(field(turned))
    for (const { angle, size } of arrows) expect([angle, size]).toEqual([Math.PI / 2, 1])
    expect(steepest).toBe(4)
    const slopes = panelOf(field(catalogue.gradual))
    for (const { x, y, angle, size } of slopes.arrows) {
      const slope = 4 * (x >= y ? 1 - x : x) ** 3
      expect(angle).toBeCloseTo(0, 12)
      expect(size).toBeCloseTo(Math.max(0.2, Math.sqrt(slope / slopes.steepest)), 12)
    }
  })

  test("where there is no gradient there are dots", () => {
    const figure = field(still)
    expect(panelOf(figure).arrows.every(({ size }) => size === 0)).toBe(true)
    expect(figure.toSvg()).toContain(">no gradient anywhere</text>")
    expect(figure.toSvg().match(/<circle/g)).toHaveLength(15 * 15)
    expect(figure.toText().match(/·/g)).toHaveLength(15 * 15)
  })

  test("a subset has one value more than it holds, and rows as many as they need", () => {
    expect(panelOf(field(several)).row).toBe("v = (v₁, v₂, 0.5)")
    const four = fieldFigure({ operators: [several], p: 4, parameters: { k: 3 } })
    expect(panelOf(four).row).toBe("v = (v₁, v₂, 0.33, 0.67)")
    expect(panelOf(field({ ...ordered, leastEntries: 3 })).row).toBe("v = (v₁, v₂, 0.5)")
    expect(panelOf(field(ordered)).row).toBe("")
  })

  test("colors reach over ranks, and over what lies beyond", () => {
    expect(panelOf(field(catalogue.gradual)).range).toEqual([0, 1])
    expect(panelOf(field(turned)).range[1]).toBeCloseTo(4, 1)
    const { range } = panelOf(field(ranked))
    expect(range[0]).toBe(1)
    expect(range[1]).toBeCloseTo(5, 1)
  })
})

describe("over distributions", () => {
  const panel = panelOf(field(catalogue.scaledSoftmax))
  const softmax = (v: readonly number[]) => {
    const weights = v.map((x) => Math.exp(4 * x))
    const total = weights.reduce((sum, each) => sum + each, 0)
    return weights.map((each) => each / total)
  }

  test("the upper corner is (1, 0, 0), the left one (0, 1, 0), the right one (0, 0, 1)", () => {
    const up = Math.sqrt(3) / 2
    expect(panel.plane.shape).toBe("triangle")
    const corners = [
      { x: 0.5, y: up },
      { x: 0, y: 0 },
      { x: 1, y: 0 },
    ].map(panel.plane.values)
    for (const [i, corner] of corners.entries())
      for (const [j, value] of corner.entries()) expect(value).toBeCloseTo(Number(i === j), 12)
    for (const place of panel.arrows) {
      const row = panel.plane.values(place)
      expect(Math.min(...row)).toBeGreaterThan(0)
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
    }
    expect(resultAt(panel, 0.5, up - 0.01)).toBeCloseTo(softmax([1, 0, 0])[0]!, 1)
  })

  test("arrows are the gradient along them: a step that way raises the first result as it says", () => {
    const step = 1e-6
    for (const { x, y, angle, size } of panel.arrows) {
      // a distance in the plane is √2 times as long between distributions
      const [dx, dy] = [(Math.cos(angle) * step) / Math.SQRT2, (Math.sin(angle) * step) / Math.SQRT2]
      const rise = (by: number) => softmax(panel.plane.values({ x: x + by * dx, y: y + by * dy }))[0]!
      const slope = (rise(1) - rise(-1)) / (2 * step)
      expect(slope / panel.steepest).toBeCloseTo(size ** 2, 6)
    }
  })
})

describe("as SVG", () => {
  const figure = field(catalogue.softmaxBlend, catalogue.scaledSoftmax)
  const svg = figure.toSvg()

  test("says what it shows, with a legend for each panel", () => {
    expect(figure.title).toBe("softmaxBlend, scaledSoftmax, p = 4")
    for (const words of ["first value v₁", "second value v₂", "v = (1, 0, 0)", "(0, 1, 0)", "(0, 0, 1)", "0.25"])
      expect(svg).toContain(`>${words}</text>`)
    expect(svg.match(/>y₁</g)).toHaveLength(2)
    expect(svg.match(/longest arrow: [\d.]+</g)).toHaveLength(2)
    expect(svg).not.toMatch(/NaN|undefined|Infinity|<style|currentColor/)
  })

  test("is small, and the same every time", () => {
    for (const listed of [catalogue.gradual, catalogue.scaledSoftmax, catalogue.logitGain])
      expect(field(listed).toSvg().length).toBeLessThan(60_000)
    expect(field(catalogue.softmaxBlend, catalogue.scaledSoftmax).toSvg()).toBe(svg)
  })

  test("has its shape drawn where the results change: a jump is a line", () => {
    const [, jump] = /<g aria-label="contour">(.*?)<\/g>/.exec(field(catalogue.gradual).toSvg()) ?? []
    expect(jump?.match(/<path/g)).toHaveLength(20)
  })

  test("as PNG has the same size", async () => {
    const png = await figure.toPng({ scale: 1 })
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? []
    const view = new DataView(png.buffer, png.byteOffset)
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([Number(width), Number(height)])
  })
})

describe("as text", () => {
  test("has an arrow for each gradient, in the shape of the plane", () => {
    const lines = field(turned).toText().split("\n")
    expect(lines[0]).toBe("turned, p = 4  (arrows: the first result's gradient; dots: where it is 0)")
    expect(lines.slice(1, 16).every((line) => /^( ↑){15}$/.test(line))).toBe(true)
    expect(lines[16]).toBe("  to the right: v₁ from 0 to 1, upwards: v₂")
    const triangle = field(catalogue.scaledSoftmax).toText().split("\n").slice(1, 15)
    expect(triangle.map((line) => line.match(/\S/g)?.length)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1))
    expect(triangle[0]!.trim()).toBe("↑")
    expect(triangle[13]).toMatch(/^ ↗.* ↖$/)
  })

  test("colors by the first result when asked to", () => {
    const start = String.fromCharCode(27)
    expect(field(catalogue.gradual).toText()).not.toContain(start)
    const colored = field(catalogue.gradual).toText({ color: true })
    for (const code of [75, 208]) expect(colored).toContain(`${start}[38;5;${code}m`)
  })
})

test.each([
  [{ operators: [] }, "fieldFigure: at least one operator expected. Received: none."],
  [{ p: Number.POSITIVE_INFINITY }, "fieldFigure: p must be finite. Received: p=[Infinity]."],
  [
    { operators: [{ ...several, parameters: { k: { domain: { min: 0, max: 1e9 }, example: 1e9 } } }] },
    "fieldFigure: k of several must be below 100. Received: k=1000000000.",
  ],
  [{ p: -1 }, "fieldFigure: p of gradual must lie in [0, ∞]. Received: p=-1."],
])("%o is refused with a reason", (change, message) => {
  const draw = () => fieldFigure({ operators: [catalogue.gradual], p: 4, ...change })
  expect(draw).toThrow(GradualError)
  expect(draw).toThrow(message)
})
