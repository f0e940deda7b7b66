import * as Plot from "@observablehq/plot"
import { ink, round, sheet, text } from "./document.ts"
import type { FieldContent, FieldPanel } from "./field.ts"
import { shade } from "./palette.ts"
import { plotted } from "./plotted.ts"
import { simplified } from "./simplify.ts"

/** How wide the plane is, and what is left around it. */
const side = 380
const margin = { top: 24, right: 96, bottom: 66, left: 52 }
const bar = { left: 26, width: 14 }
const size = 13

/** How many colors there are. */
const bands = 20

/** Draws a figure of fields as an SVG document. */
export function toFieldSvg({ title, caption, panels }: FieldContent): string {
  const heights = panels.map(({ plane }) => margin.top + side * plane.height + margin.bottom)
  const width = margin.left + side + margin.right
  const columns = panels.length < 4 ? panels.length : panels.length === 4 ? 2 : 3
  return sheet({ title, caption, panels, columns, width, height: Math.round(Math.max(...heights)) }, drawPanel)
}

function drawPanel(panel: FieldPanel): string {
  const { plane, range, row, steepest } = panel
  const height = side * plane.height
  const isTriangle = plane.shape === "triangle"
  const { group } = plotted({
    width: margin.left + side + margin.right,
    height: margin.top + height + margin.bottom,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, plane.height], axis: null },
    color: { type: "threshold", ...colorsOf(range) },
    length: { type: "identity" },
    marks: [...background(panel), ...(isTriangle ? [] : axes()), ...arrows(panel)],
  })
  const longest = steepest > 0 ? `longest arrow: ${short(steepest, 2)}` : "no gradient anywhere"
  const below = margin.top + height
  const middle = margin.left + side / 2
  return [
    thinned(group),
    isTriangle ? corners(below) : squareLabels(below),
    text(middle, below + 56, row === "" ? longest : `${row}; ${longest}`, { size, anchor: "middle" }),
    legend(range, height),
  ].join("\n")
}

/** Bands of results; of a triangle only what lies in it. */
function background({ plane, results, range }: FieldPanel): Plot.Markish[] {
  const { thresholds, range: colors } = colorsOf(range)
  const { columns, rows, data } = results
  const contours = Plot.contour(data as number[], {
    width: columns,
    height: rows,
    x1: 0,
    y1: 0,
    x2: 1,
    y2: plane.height,
    fill: (result: number) => result,
    thresholds,
    stroke: "none",
  })
  const floor = Plot.rect([0], { x1: 0, x2: 1, y1: 0, y2: plane.height, fill: colors[0] as string })
  return [floor, contours, ...(plane.shape === "triangle" ? [] : [Plot.frame({ stroke: ink })])]
}

function axes(): Plot.Markish[] {
  const shared = {
    ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
    tickFormat: String,
    tickSize: 5,
    label: null,
    fontSize: size,
    color: ink,
  }
  return [Plot.axisX(shared), Plot.axisY(shared)]
}

function arrows({ arrows: all, plane }: FieldPanel): Plot.Markish[] {
  const longest = side * plane.step * 0.85
  const some = all.filter((arrow) => arrow.size > 0)
  const none = all.filter((arrow) => arrow.size === 0)
  return [
    Plot.vector(some, {
      x: "x",
      y: "y",
      rotate: ({ angle }: { angle: number }) => 90 - (angle * 180) / Math.PI,
      length: ({ size: share }: { size: number }) => share * longest,
      stroke: ink,
      strokeWidth: 1.2,
      r: 2.5,
      anchor: "middle",
    }),
    Plot.dot(none, { x: "x", y: "y", r: 1.3, fill: ink }),
  ]
}

/** Where one color ends and the next begins: colors stand for round numbers, so that no constant result lies on a border. */
function colorsOf([low, high]: FieldPanel["range"]): { thresholds: number[]; domain: number[]; range: string[] } {
  const thresholds = Array.from({ length: bands }, (_, i) => low + ((i + 0.5) / bands) * (high - low))
  const range = Array.from({ length: bands + 1 }, (_, i) => shade(i / bands).hex)
  return { thresholds, domain: thresholds, range }
}

function squareLabels(below: number): string {
  const up = margin.top + side / 2
  return [
    text(margin.left + side / 2, below + 36, "first value v₁", { size, anchor: "middle" }),
    `<g transform="translate(14,${up}) rotate(-90)">${text(0, 0, "second value v₂", { size, anchor: "middle" })}</g>`,
  ].join("\n")
}

/** White over all that is no distribution, the outline, and what the corners are. */
function corners(below: number): string {
  const [left, right, middle] = [margin.left, margin.left + side, margin.left + side / 2]
  const outline = `M${left},${below}L${right},${below}L${middle},${margin.top}Z`
  const box = `M${left - 1},${below + 1}V${margin.top - 1}H${right + 1}V${below + 1}Z`
  return [
    `<path d="${box}${outline}" fill="white" fill-rule="evenodd"/>`,
    `<path d="${outline}" fill="none" stroke="${ink}" stroke-linejoin="round"/>`,
    text(middle, margin.top - 8, "v = (1, 0, 0)", { size, anchor: "middle" }),
    text(left + 8, below + 20, "(0, 1, 0)", { size, anchor: "middle" }),
    text(right - 8, below + 20, "(0, 0, 1)", { size, anchor: "middle" }),
  ].join("\n")
}

/** What the colors mean. */
function legend([low, high]: FieldPanel["range"], height: number): string {
  const left = margin.left + side + bar.left
  const one = height / (bands + 1)
  const top = (share: number) => margin.top + height * (1 - share)
  const boxes = Array.from({ length: bands + 1 }, (_, i) => {
    const y = round(top((i + 1) / (bands + 1)))
    return `<rect x="${left}" y="${y}" width="${bar.width}" height="${round(one + 0.5)}" fill="${shade(i / bands).hex}"/>`
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = margin.top + height - one / 2 - share * (height - one)
    return text(left + bar.width + 6, y + size * 0.35, short(low + share * (high - low), 3), { size })
  })
  const name = text(left + bar.width / 2, margin.top - 8, "y₁", { size, anchor: "middle" })
  return [...boxes, ...ticks, name].join("")
}

/** What is not seen makes a document large: digits beyond a tenth of a pixel, and points of straight lines. */
function thinned(group: string): string {
  return group
    .replaceAll(/\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10))
    .replaceAll(/(?<= d=")M[^"]*Z(?=")/g, (path) => simplified(path, 0.2))
}

function short(x: number, digits: number): string {
  return String(Number(x.toPrecision(digits)))
}
