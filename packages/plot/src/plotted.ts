import * as Plot from "@observablehq/plot"
import { parseHTML } from "linkedom"
import { ink } from "./document.ts"

/** What of a drawn plot is used here. */
interface Drawn {
  readonly innerHTML: string
  scale(name: "x" | "y"): { apply(value: number): number } | undefined
  querySelectorAll(selector: string): Iterable<{ remove(): void }>
}

/** A plot as a group of SVG, and where it puts a value of y. */
export interface Plotted {
  readonly group: string
  toY(value: number): number
}

/** Plots without a browser. */
export function plotted(options: Plot.PlotOptions): Plotted {
  const { document } = parseHTML("<html></html>")
  const plot = Plot.plot({ ...options, document } as unknown as Plot.PlotOptions) as unknown as Drawn
  for (const style of plot.querySelectorAll("style")) style.remove() // all that it says is said by attributes here
  return {
    // as a group: one document with one title, and nothing that takes its color from where it is shown
    group: `<g fill="${ink}" font-size="10" text-anchor="middle">${plot.innerHTML}</g>`,
    toY: (value) => plot.scale("y")?.apply(value) ?? 0,
  }
}
