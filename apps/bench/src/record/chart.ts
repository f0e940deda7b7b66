import * as Plot from "@observablehq/plot"
import { parseHTML } from "linkedom"
import { nameOf } from "../measure/machine.ts"
import { digits } from "../report/numbers.ts"
import { workloadNames } from "../workloads.ts"
import type { Recorded } from "./recorded.ts"

const colors = { ours: "#d55e00", peer: "#1e6cb2", ink: "#222222", faint: "#6b6b6b" }
const width = 1240
const edge = 20
const bar = 17
const margin = { top: 28, bottom: 40, left: 150 }
const header = 66
const heading = 30

/** Nanoseconds per element as bars on logarithmic axes: a row of panels per shape, a panel per workload. */
export function chart(recorded: Recorded): string {
  const { results } = recorded
  const shapes = [...new Set(results.map(({ shape }) => shape.join(", ")))]
  let y = header
  const rows = shapes.map((shape) => {
    const row = panels(recorded, shape)
    const top = y
    y += heading + row.height
    const title = text(edge, top + 20, `[${shape}]`, 15, colors.ink, true)
    return `${title}<g transform="translate(${edge},${top + heading})">${row.svg}</g>`
  })
  const caption = `ns/element for value and gradient, float32, one thread, logarithmic; orange is Gradual. ${nameOf(recorded.machine)}, Node ${recorded.machine.node}, ${recorded.measured}`
  const size = `width="${width + 2 * edge}" height="${y}" viewBox="0 0 ${width + 2 * edge} ${y}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="DejaVu Sans, Verdana, Helvetica, Arial, sans-serif" role="img">`,
    "<title>Nanoseconds per element</title>",
    `<rect width="100%" height="100%" fill="white"/>`,
    text(edge, 34, "Time per element", 19, colors.ink, true),
    text(edge, 56, caption, 13, colors.faint),
    ...rows,
    "</svg>\n",
  ].join("\n")
}

function panels({ results }: Recorded, shape: string): { svg: string; height: number } {
  const here = results.filter((result) => result.shape.join(", ") === shape)
  const contenders = [...new Set(here.map(({ contender }) => contender))]
  const times = here.map(({ nsPerElement }) => nsPerElement)
  const low = 10 ** Math.floor(Math.log10(Math.min(...times)))
  const high = 10 ** Math.ceil(Math.log10(Math.max(...times)))
  const bars = here.map(({ workload, contender, peer, nsPerElement }) => ({
    workload,
    contender,
    low,
    nsPerElement,
    label: digits(nsPerElement),
    color: peer ? colors.peer : colors.ours,
  }))
  const height = margin.top + contenders.length * bar + margin.bottom
  const { document } = parseHTML("<html></html>")
  const place = { y: "contender", fx: "workload" }
  const plot = Plot.plot({
    document,
    width,
    height,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { type: "log", domain: [low, high * 3], label: null },
    y: { domain: contenders, label: null },
    fx: { domain: [...workloadNames], label: null, padding: 0.06 },
    marks: [
      Plot.axisFx({ fontSize: 13, color: colors.ink }),
      Plot.axisY({ fontSize: 12, tickSize: 0, color: colors.ink }),
      Plot.axisX({ fontSize: 11, ticks: powersOfTen(low, high), tickFormat: powerText, color: colors.ink }),
      Plot.barX(bars, { ...place, x1: "low", x2: "nsPerElement", fill: "color", insetTop: 2, insetBottom: 2 }),
      Plot.text(bars, {
        ...place,
        x: "nsPerElement",
        text: "label",
        textAnchor: "start",
        dx: 4,
        fontSize: 11,
        fill: colors.ink,
      }),
    ],
  } as unknown as Plot.PlotOptions) as unknown as {
    innerHTML: string
    querySelectorAll(all: string): Iterable<{ remove(): void }>
  }
  for (const style of plot.querySelectorAll("style")) style.remove() // attributes say all of it
  return { svg: `<g fill="${colors.ink}" font-size="10" text-anchor="middle">${plot.innerHTML}</g>`, height }
}

const powerText = (x: number): string => (x < 1e4 ? String(x) : x.toExponential(0).replace("+", ""))

function powersOfTen(low: number, high: number): readonly number[] {
  const powers: number[] = []
  for (let power = low; power <= high; power *= 10) powers.push(power)
  return powers
}

function text(x: number, y: number, content: string, size: number, fill: string, bold = false): string {
  const weight = bold ? ` font-weight="bold"` : ""
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${weight}>${escaped}</text>`
}
