import * as Plot from "@observablehq/plot"
import { ink, round, sheet, text, textWidth } from "./document.ts"
import type { Axis, Curve, FigureContent, Panel } from "./figure.ts"
import { plotted } from "./plotted.ts"
import { byEnd, spread, thin } from "./spread.ts"

const grid = "#e3e3e3"
const label = { size: 13, gap: 17, lead: 16, least: 48 }
const margin = { top: 12, bottom: 48, left: 52 }

/** One panel is wide; several are small and stand in up to three columns. */
function layout(count: number): { columns: number; width: number; height: number } {
  if (count === 1) return { columns: 1, width: 720, height: 420 }
  return { columns: count === 2 || count === 4 ? 2 : 3, width: 430, height: 310 }
}

/** Draws a figure as an SVG document. */
export function toSvg({ title, caption, panels, x }: FigureContent): string {
  const { columns, width, height } = layout(panels.length)
  return sheet({ title, caption, panels, columns, width, height }, (panel) => drawPanel(panel, x, width, height))
}

function drawPanel({ curves, y }: Panel, x: Axis, width: number, height: number): string {
  // short labels get some room, too: the next panel's axis has its name there
  const marginRight =
    label.lead + 8 + Math.max(label.least, ...curves.map((curve) => textWidth(curve.label, label.size)))
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
  const { group, toY } = plotted({
    width,
    height,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    marginRight,
    x: { type: x.scale, domain: [...x.domain], label: null },
    y: { type: y.scale, domain: [...y.domain], label: null, nice: y.domain[0] !== 0 || y.domain[1] !== 1 },
    marks,
  })
  const right = width - marginRight
  return [
    group,
    labels(curves, toY, right, height),
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
