import * as Plot from "@observablehq/plot"
import { parseHTML } from "linkedom"
import type { Axis, Curve, FigureContent, Panel } from "./figure.ts"
import { byEnd, spread, thin } from "./spread.ts"

/** What of a drawn plot is used here. */
interface Drawn {
  readonly innerHTML: string
  scale(name: "x" | "y"): { apply(value: number): number } | undefined
  querySelectorAll(selector: string): Iterable<{ remove(): void }>
}

const font = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif"
const ink = "#222222"
const faint = "#6b6b6b"
const grid = "#e3e3e3"
const label = { size: 13, gap: 17, lead: 16 }
const margin = { top: 12, bottom: 48, left: 52 }
const header = { title: 34, caption: 24, panel: 50 }
const rowGap = 18
const edge = 20

/** One panel is wide; several are small and stand in up to three columns. */
function layout(count: number): { columns: number; width: number; height: number } {
  if (count === 1) return { columns: 1, width: 720, height: 420 }
  return { columns: count === 2 || count === 4 ? 2 : 3, width: 430, height: 310 }
}

/** Draws a figure as an SVG document. */
export function toSvg({ title, caption, panels, x, y }: FigureContent): string {
  const { columns, width, height } = layout(panels.length)
  const isSingle = panels.length === 1
  const top = edge + header.title + header.caption
  const panelHeader = isSingle ? 0 : header.panel
  const rowHeight = panelHeader + height + (isSingle ? 0 : rowGap)
  const subtitleSize = Math.min(...panels.map((panel) => fitted(panel.subtitle, width - edge, 13)))
  const drawn = panels.map((panel, i) => {
    const left = edge + (i % columns) * width
    const above = top + Math.floor(i / columns) * rowHeight
    const heading = isSingle
      ? ""
      : text(left, above + 18, panel.title, { size: 15, bold: true }) +
        text(left, above + 36, panel.subtitle, { size: subtitleSize, fill: faint })
    return `${heading}<g transform="translate(${left},${above + panelHeader})">${drawPanel(panel, x, y, width, height)}</g>`
  })
  const full = {
    width: columns * width + 2 * edge,
    height: top + Math.ceil(panels.length / columns) * rowHeight + edge / 2,
  }
  const [only] = panels
  const subtitle = isSingle && only !== undefined ? `${only.title}(v, p) = ${only.subtitle};  ${caption}` : caption
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${full.width}" height="${full.height}" viewBox="0 0 ${full.width} ${full.height}" font-family="${font}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="white"/>`,
    text(edge, edge + 16, title, { size: fitted(title, full.width - 2 * edge, 19, 0.65), bold: true }),
    text(edge, edge + 40, subtitle, { size: fitted(subtitle, full.width - 2 * edge, 13), fill: faint }),
    ...drawn,
    "</svg>\n",
  ].join("\n")
}

function drawPanel({ curves }: Panel, x: Axis, y: Axis, width: number, height: number): string {
  const marginRight = label.lead + 8 + Math.max(...curves.map((curve) => textWidth(curve.label, label.size)))
  const { document } = parseHTML("<html></html>")
  const order = [...byEnd(curves)].reverse() // what ends highest is drawn last, over the others
  const points = order.flatMap((curve, z) => curve.points.map((point) => ({ ...point, z, stroke: curve.color.hex })))
  const isDot = curves.every((curve) => curve.points.length === 1)
  const inputs = order.flatMap(({ input, color }) => (input === undefined ? [] : [{ ...input, fill: color.hex }]))
  const marks = [
    Plot.gridY({ ticks: 5, stroke: grid, strokeOpacity: 1 }),
    Plot.axisY({ ticks: 5, tickSize: 0, label: null, fontSize: label.size, color: ink }),
    Plot.axisX({
      ticks: ticksOf(x),
      tickFormat: (tick: number) => String(Number(tick.toPrecision(6))),
      tickSize: 5,
      label: null,
      fontSize: label.size,
      color: ink,
    }),
    isDot
      ? Plot.dot(points, { x: "x", y: "y", fill: "stroke", symbol: "times", stroke: "stroke", r: 5 })
      : Plot.line(points, { x: "x", y: "y", z: "z", stroke: "stroke", strokeWidth: 2.25, strokeLinejoin: "round" }),
    Plot.dot(inputs, {
      x: "x",
      y: "y",
      fill: "fill",
      r: inputs.length > 12 ? 3 : 5,
      stroke: "white",
      strokeWidth: 1.5,
    }),
  ]
  const plot = Plot.plot({
    document,
    width,
    height,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    marginRight,
    x: { type: x.scale, domain: [...x.domain], label: null },
    y: { type: y.scale, domain: [...y.domain], label: null, nice: y.domain[0] !== 0 || y.domain[1] !== 1 },
    marks,
  } as unknown as Plot.PlotOptions) as unknown as Drawn
  for (const style of plot.querySelectorAll("style")) style.remove() // all that it says is said by attributes here
  const right = width - marginRight
  return [
    // as a group: one document with one title, and nothing that takes its color from where it is shown
    `<g fill="${ink}" font-size="10" text-anchor="middle">${plot.innerHTML}</g>`,
    labels(curves, (value) => plot.scale("y")?.apply(value) ?? 0, right, height),
    text((margin.left + right) / 2, height - 8, x.label, { size: label.size, anchor: "middle" }),
    `<g transform="translate(14,${(margin.top + height - margin.bottom) / 2}) rotate(-90)">${text(0, 0, y.label, { size: label.size, anchor: "middle" })}</g>`,
  ].join("\n")
}

/** A label at the end of each curve, moved apart where ends are close, with a line that leads to it. */
function labels(curves: readonly Curve[], toY: (value: number) => number, right: number, height: number): string {
  const ends = byEnd(curves).map(({ label: name, color, points }) => ({
    name,
    hex: color.hex,
    y: toY(points.at(-1)?.y ?? 0),
  }))
  const low = margin.top
  const high = height - margin.bottom
  const shown = thin(ends.length, Math.floor((high - low) / label.gap) + 1).map((i) => ends[i] as (typeof ends)[number])
  const places = spread(
    shown.map(({ y }) => y),
    label.gap,
    low,
    high,
  )
  return shown
    .map(({ name, hex, y }, i) => {
      const at = places[i] as number
      const lead = `<path d="M${right + 2},${round(y)}L${right + label.lead - 2},${round(at)}" stroke="${hex}" stroke-opacity="0.55" fill="none"/>`
      return lead + text(right + label.lead + 2, at + label.size * 0.35, name, { size: label.size, fill: hex })
    })
    .join("")
}

/** Ticks that include both ends where whole numbers allow it; the powers of ten on a logarithmic axis. */
function ticksOf({ domain: [low, high], scale }: Axis): number[] | number {
  if (scale === "linear") {
    const steps = [7, 6, 5, 8, 4, 9, 10].find((count) => Number.isInteger(low) && (high - low) % count === 0)
    if (steps === undefined) return 8
    return Array.from({ length: steps + 1 }, (_, i) => low + (i * (high - low)) / steps)
  }
  const from = Math.ceil(Math.log10(low) - 1e-9)
  const to = Math.floor(Math.log10(high) + 1e-9)
  return Array.from({ length: to - from + 1 }, (_, i) => Number(`1e${from + i}`))
}

interface TextStyle {
  readonly size: number
  readonly fill?: string
  readonly bold?: boolean
  readonly anchor?: "start" | "middle"
}

function text(x: number, y: number, content: string, { size, fill = ink, bold, anchor }: TextStyle): string {
  const weight = bold === true ? ` font-weight="bold"` : ""
  const from = anchor === undefined ? "" : ` text-anchor="${anchor}"`
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}"${weight}${from}>${escapeXml(content)}</text>`
}

/** An estimate from how wide DejaVu Sans is: digits 0.64 em, sentences 0.57 em on average, and 0.65 em in bold. */
function textWidth(content: string, size: number, em = 0.64): number {
  return Math.ceil([...content].length * size * em)
}

/** The size, of `most` or less, at which a sentence fits. */
function fitted(content: string, width: number, most: number, em = 0.57): number {
  return Math.max(9, Math.min(most, Math.floor((width / textWidth(content, most, em)) * most * 2) / 2))
}

function round(x: number): number {
  return Math.round(x * 100) / 100
}

function escapeXml(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}
