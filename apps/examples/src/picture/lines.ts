import * as Plot from "@observablehq/plot"
import { parseHTML } from "linkedom"

/** A line of a panel. */
export interface Line {
  readonly points: readonly (readonly [x: number, y: number])[]
  readonly color: string
  /** Written beside its end. */
  readonly label?: string
  readonly dashed?: boolean
}

/** Lines over one pair of axes. */
export interface Panel {
  readonly title: string
  readonly x: { readonly label: string; readonly scale: "linear" | "log" }
  /** Points beyond the domain are left out. */
  readonly y: { readonly domain: readonly [low: number, high: number] }
  /** Later ones lie over earlier ones. */
  readonly lines: readonly Line[]
}

/** A picture: panels side by side. */
export interface Picture {
  readonly title: string
  /** How to read it, in a line. */
  readonly caption: string
  readonly panels: readonly Panel[]
}

/** Orange and blues that no common kind of color blindness confuses (Okabe and Ito 2008), and what stands back. */
export const colors = { accent: "#d55e00", main: "#1e6cb2", other: "#56b4e9", faint: "#bdbdbd" } as const

const ink = "#222222"
const grey = "#6b6b6b"
const edge = 20
const header = 84
const panel = { width: 440, height: 300 }
const margin = { top: 10, bottom: 46, left: 52 }
const size = 13
const gap = 16

/** Draws a picture as an SVG document. The same picture always gives the same bytes. */
export function draw({ title, caption, panels }: Picture): string {
  const rights = panels.map(roomForLabels)
  const widths = rights.map((right) => panel.width + right)
  const width = widths.reduce((sum, each) => sum + each, 2 * edge)
  const height = header + panel.height + 34
  const drawn = panels.map((each, i) => {
    const left = widths.slice(0, i).reduce((sum, one) => sum + one, edge)
    const plot = drawPanel(each, widths[i] as number, rights[i] as number)
    return `${text(left, header, each.title, size + 1, ink, true)}<g transform="translate(${left},${header + 10})">${plot}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Verdana, Helvetica, Arial, sans-serif" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="white"/>`,
    text(edge, 34, title, 19, ink, true),
    text(edge, 56, caption, size, grey),
    ...drawn,
    "</svg>\n",
  ].join("\n")
}

/** At the right of a panel; letters of DejaVu Sans are 0.6 em wide on average. */
function roomForLabels({ lines }: Panel): number {
  const longest = Math.max(0, ...lines.map(({ label = "" }) => label.length))
  return edge + Math.ceil(longest * 0.6 * size)
}

/** What of a drawn plot is used here. */
interface Drawn {
  readonly innerHTML: string
  scale(name: "y"): { apply(value: number): number }
  querySelectorAll(selector: string): Iterable<{ remove(): void }>
}

function drawPanel({ x, y, lines }: Panel, width: number, marginRight: number): string {
  const { document } = parseHTML("<html></html>")
  const [low, high] = y.domain
  const points = lines.flatMap(({ points, color, dashed }, z) =>
    points.filter(([, py]) => py >= low && py <= high).map(([px, py]) => ({ x: px, y: py, z, color, dashed })),
  )
  const style = { x: "x", y: "y", z: "z", stroke: "color", strokeWidth: 1.8 }
  const tickFormat = x.scale === "log" ? powerText : String
  const axis = { fontSize: size - 1, color: ink }
  const plot = Plot.plot({
    document,
    width,
    height: panel.height,
    marginTop: margin.top,
    marginRight,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { type: x.scale, label: null },
    y: { domain: y.domain, label: null },
    marks: [
      Plot.gridY({ ticks: 5, stroke: "#e3e3e3", strokeOpacity: 1 }),
      Plot.axisY({ ...axis, ticks: 5, tickSize: 0 }),
      Plot.axisX({
        ...axis,
        ticks: 5,
        tickSize: 5,
        tickFormat,
        label: x.label,
        labelAnchor: "center",
        labelArrow: "none",
      }),
      Plot.line(
        points.filter(({ dashed }) => dashed !== true),
        style,
      ),
      Plot.line(
        points.filter(({ dashed }) => dashed === true),
        { ...style, strokeDasharray: "5,4" },
      ),
    ],
  } as unknown as Plot.PlotOptions) as unknown as Drawn
  for (const rules of plot.querySelectorAll("style")) rules.remove() // attributes say all of it
  const labels = labelsOf(lines, (value) => plot.scale("y").apply(value))
    .map(({ label, color, at }) => text(width - marginRight + 8, at + 4, label, size - 1, color))
    .join("")
  return `<g fill="${ink}" font-size="10" text-anchor="middle">${plot.innerHTML}</g>${labels}`
}

/** Powers of ten as they are written; nothing between them. */
function powerText(x: number): string {
  return Number.isInteger(Math.log10(x)) ? String(x) : ""
}

/** The names of lines at the height of their ends, moved down where they would overlap. */
function labelsOf(lines: readonly Line[], toY: (value: number) => number) {
  const wanted = lines
    .flatMap(({ label, color, points }) => {
      const end = points.at(-1)
      return label === undefined || end === undefined ? [] : [{ label, color, at: toY(end[1]) }]
    })
    .sort((a, b) => a.at - b.at)
  let free = Number.NEGATIVE_INFINITY
  return wanted.map((each) => {
    const at = Math.max(each.at, free)
    free = at + gap
    return { ...each, at }
  })
}

function text(x: number, y: number, content: string, fontSize: number, fill: string, bold = false): string {
  const weight = bold ? ` font-weight="bold"` : ""
  const at = `x="${Math.round(x * 100) / 100}" y="${Math.round(y * 100) / 100}"`
  return `<text ${at} font-size="${fontSize}" fill="${fill}"${weight}>${escapeXml(content)}</text>`
}

function escapeXml(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
