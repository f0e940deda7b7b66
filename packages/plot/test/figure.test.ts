import { GradualError } from "@gradual/core"
import { catalogue, choose } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { type Figure, sweepFigure } from "../src/index.ts"
import { still } from "./listed.ts"

const values = [0.1304, 0.5134, 0.7426, 0.7159, 0.5705]
const gradual = (options: { values?: number[]; p?: number[]; inputs?: boolean } = {}): Figure =>
  sweepFigure({ operators: [catalogue.gradual], values, p: [1, 19], ...options })
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] as string)

describe("a figure's curves", () => {
  test("are the operator's results, from the given p to the given p and between", () => {
    const [panel] = gradual().panels
    const points = panel!.curves[1]!.points
    expect([points[0]!.x, points.at(-1)!.x]).toEqual([1, 19])
    expect(points.length).toBeGreaterThan(200)
    for (const { x, y } of points) expect(y).toBeCloseTo(0.5134 ** x, 12)
    const top = panel!.curves[2]!.points
    for (const { x, y } of top) expect(y).toBeCloseTo(1 - (1 - 0.7426) ** x, 12)
  })

  test("pass through every p that is asked for, in order and once", () => {
    const xs = gradual({ p: [5, 1, 2.5, 5] }).panels[0]!.curves[0]!.points.map(({ x }) => x)
    expect(xs).toEqual([...new Set(xs)].sort((a, b) => a - b))
    expect(xs).toEqual(expect.arrayContaining([1, 2.5, 5]))
  })

  test("start at dots, which are the values where the operator is the identity", () => {
    const [panel] = gradual({ p: [0, 19] }).panels
    expect(panel!.curves.map(({ input }) => input)).toEqual(values.map((y) => ({ x: 1, y })))
    const [softmax] = sweepFigure({ operators: [catalogue.scaledSoftmax], values, p: [0, 19] }).panels
    expect(softmax!.curves[0]!.input).toEqual({ x: 0, y: 0.1304 })
    expect(gradual({ inputs: false }).panels[0]!.curves.every(({ input }) => input === undefined)).toBe(true)
  })

  test("have colors that tell the maximum, ties included, and distinct ones for distinct values", () => {
    const hex = (row: number[]) => gradual({ values: row }).panels[0]!.curves.map(({ color }) => color.hex)
    const [a, b, c, d] = hex([0.2, 0.8, 0.4, 0.8])
    expect(b).toBe(d)
    expect(new Set([a, b, c]).size).toBe(3)
    expect(hex([0.1, 0.2])[1]).toBe(b)
  })
})

describe("as SVG", () => {
  test("says its title, its axes and every value, on white, in fonts that are there", () => {
    const svg = gradual().toSvg()
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="760" height="526"/)
    expect(svg).toContain('<rect width="100%" height="100%" fill="white"/>')
    expect(svg).toContain("<title>gradual</title>")
    for (const word of ["sharpness p", "result", ...values.map((v) => `v = ${v}`)])
      expect(svg).toContain(`>${word}</text>`)
    expect(svg).not.toContain("<style")
    expect(svg).not.toContain("currentColor")
    expect(svg.match(/<svg/g)).toHaveLength(1)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  })

  test("has a line and a dot for each value in each panel", () => {
    const operators = choose({ kind: "choice" })
    const svg = sweepFigure({ operators, values, p: [1, 19] }).toSvg()
    expect(matches(svg, /(<path d="M(?:[\d.]+,[\d.]+L){100,})/g)).toHaveLength(5 * operators.length)
    expect(matches(svg, /<circle[^>]* (r)="5"/g)).toHaveLength(5 * operators.length)
    for (const { name } of operators) expect(svg).toMatch(new RegExp(`>${name}(, [^<]*)?</text>`))
  })

  test("labels do not touch where curves end together, and stay in order", () => {
    const svg = gradual({ values: [0, 0.1, 0.2, 0.3, 0.4, 0.5] }).toSvg()
    const labels = [...svg.matchAll(/y="([\d.]+)" font-size="13" fill="#[0-9a-f]+">v = ([\d.]+)</g)]
    const found = labels.map(([, y, v]) => ({ y: Number(y), v: Number(v) })).sort((a, b) => a.y - b.y)
    expect(found.map(({ v }) => v)).toEqual([0.5, 0.4, 0.3, 0.2, 0.1, 0])
    for (const [i, { y }] of found.entries()) if (i > 0) expect(y - found[i - 1]!.y).toBeGreaterThanOrEqual(16.9)
  })

  test("labels of curves that are the same keep the order of the values", () => {
    const svg = sweepFigure({ operators: [still], values: [0.1, 0.3, 0.2], p: [1, 2] }).toSvg()
    const labels = [...svg.matchAll(/y="([\d.]+)" font-size="13" fill="#[0-9a-f]+">v = ([\d.]+)</g)]
    expect(
      labels
        .map(([, y, v]) => [Number(y), v])
        .sort()
        .map(([, v]) => v),
    ).toEqual(["0.3", "0.2", "0.1"])
  })

  test("names what there is room for when there are many values, the first and the last included", () => {
    const many = Array.from({ length: 100 }, (_, i) => i / 100)
    const svg = gradual({ values: many }).toSvg()
    const labels = matches(svg, />v = ([\d.]+)</g).map(Number)
    expect(labels.length).toBeGreaterThan(10)
    expect(labels.length).toBeLessThan(30)
    expect(labels).toEqual(expect.arrayContaining([0, 0.99]))
  })

  test("is the same every time", () => {
    expect(gradual().toSvg()).toBe(gradual().toSvg())
  })

  test("escapes a title", () => {
    const svg = sweepFigure({ operators: [catalogue.gradual], values, p: [1, 2], title: `a < b & "c"` }).toSvg()
    expect(svg).toContain("<title>a &lt; b &amp; &quot;c&quot;</title>")
  })

  test("a wide range of p has a logarithmic axis with plain numbers", () => {
    const figure = gradual({ p: [1, 1000] })
    expect(figure.x.scale).toBe("log")
    expect(matches(figure.toSvg(), /dy="0.71em"[^>]*>([^<]+)</g)).toEqual([])
    for (const tick of ["1", "10", "100", "1000"]) expect(figure.toSvg()).toContain(`>${tick}</text>`)
    expect(gradual({ p: [0, 1000] }).x.scale).toBe("linear")
  })

  test("values outside [0, 1] widen the axis", () => {
    const figure = sweepFigure({ operators: [catalogue.scaledSoftmax], values: [-3, 2], p: [0, 5] })
    expect(figure.panels[0]!.y.domain).toEqual([-3, 2])
    expect(figure.toSvg()).not.toContain("NaN")
  })

  test("one p alone is drawn as marks, one value alone as one curve", () => {
    const one = gradual({ p: [3] })
    expect(one.caption).toContain("crosses")
    expect(one.toSvg()).not.toMatch(/NaN|undefined/)
    expect(one.toText()).toContain("●")
    expect(gradual({ values: [0.5] }).toSvg()).not.toMatch(/NaN|undefined/)
  })
})

describe("as PNG", () => {
  const size = (png: Uint8Array) => {
    const view = new DataView(png.buffer, png.byteOffset)
    return [view.getUint32(16), view.getUint32(20)]
  }

  test("has the SVG's size times the scale", async () => {
    const png = await gradual().toPng()
    expect([...png.slice(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
    expect(size(png)).toEqual([1520, 1052])
    expect(size(await gradual().toPng({ scale: 1 }))).toEqual([760, 526])
  })

  test("is the same every time", async () => {
    expect(Buffer.compare(await gradual().toPng(), await gradual().toPng())).toBe(0)
  })

  test("has its text: without the fonts none would be drawn, silently", async () => {
    const { Resvg } = await import("@resvg/resvg-js")
    const svg = gradual().toSvg()
    const bare = new Resvg(svg, {
      background: "white",
      fitTo: { mode: "zoom", value: 2 },
      font: { loadSystemFonts: false },
    })
    const png = await gradual().toPng()
    expect(png.length).toBeGreaterThan(bare.render().asPng().length + 10_000)
  })
})

describe("as text", () => {
  test("has the asked size, axes, labels in order and dots for the values", () => {
    const lines = gradual().toText({ width: 60, height: 10 }).split("\n")
    expect(lines).toHaveLength(13)
    expect(Math.max(...lines.slice(1).map((line) => [...line].length))).toBeLessThanOrEqual(60)
    expect(lines[1]).toMatch(/^ {2}1 ┤.* v = 0\.7426$/)
    expect(lines[10]).toMatch(/^ {2}0 ┤.* v = 0\.1304$/)
    expect(lines[12]).toMatch(/^ +1 +sharpness p +19$/)
    const dots = lines.filter((line) => line.includes("●"))
    expect(dots.length).toBeGreaterThanOrEqual(3)
    const named = lines.flatMap((line) => / v = (0\.\d+)/.exec(line)?.[1] ?? [])
    expect(named).toEqual(["0.7426", "0.7159", "0.5705", "0.5134", "0.1304"])
  })

  test("draws what the results are: the maximum rises to the top line", () => {
    const rows = gradual({ values: [0.5], inputs: false })
      .toText({ width: 60, height: 11 })
      .split("\n")
      .slice(1, 12)
    const right = rows.findIndex((row) => /[⠁-⣿]/.test(row.slice(40, 45)))
    const left = rows.findLastIndex((row) => /[⠁-⣿]/.test(row.slice(5, 6)))
    expect([left, right]).toEqual([5, 0])
  })

  test("colors only when asked to", () => {
    const start = String.fromCharCode(27)
    expect(gradual().toText()).not.toContain(start)
    const colored = gradual().toText({ color: true })
    expect(colored).toContain(`${start}[38;5;208m`)
    const codes = new RegExp(`${start}\\[[0-9;]*m`, "g")
    expect(colored.replaceAll(codes, "")).toBe(gradual().toText())
  })
})

describe("what cannot be drawn is refused with a reason", () => {
  test.each([
    [{ operators: [] }, "sweepFigure: at least one operator expected. Received: none."],
    [{ values: [] }, "sweepFigure: values must not be empty. Received: values=[]."],
    [{ p: [] }, "sweepFigure: p must not be empty. Received: p=[]."],
    [{ values: [0.1, Number.NaN] }, "sweepFigure: values must be finite. Received: values=[0.1,NaN]."],
    [{ p: [1, Number.POSITIVE_INFINITY] }, "sweepFigure: p must be finite. Received: p=[1,Infinity]."],
    [{ p: [-1, 2] }, "sweepFigure: p of gradual must lie in [0, ∞]. Received: p=-1."],
  ])("%o", (change, message) => {
    const draw = () => sweepFigure({ operators: [catalogue.gradual], values, p: [1, 19], ...change })
    expect(draw).toThrow(GradualError)
    expect(draw).toThrow(message)
  })
})
