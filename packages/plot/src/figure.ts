import type { Color } from "./palette.ts"
import { toPng } from "./png.ts"
import { toSvg } from "./svg.ts"
import { type TextOptions, toText } from "./text.ts"

/** A place in a panel. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** What becomes of one value. */
export interface Curve {
  readonly label: string
  readonly color: Color
  /** In ascending x. One point alone is drawn as a dot. */
  readonly points: readonly Point[]
  /** The value itself, drawn as a dot. */
  readonly input?: Point
}

/** One operator's curves. */
export interface Panel {
  readonly title: string
  readonly subtitle: string
  readonly curves: readonly Curve[]
}

/** What an axis shows; all panels share it. */
export interface Axis {
  readonly label: string
  readonly domain: readonly [low: number, high: number]
  readonly scale: "linear" | "log"
}

/** What a figure shows, before anything is drawn. */
export interface FigureContent {
  readonly title: string
  /** How to read it, in a line. */
  readonly caption: string
  readonly panels: readonly Panel[]
  readonly x: Axis
  readonly y: Axis
}

/** How a PNG is drawn. */
export interface PngOptions {
  /** Pixels per unit of the SVG. Default 2. */
  readonly scale?: number
}

/** A figure that can be drawn. The same content always gives the same bytes. */
export interface Figure extends FigureContent {
  /** The figure as a document of its own. */
  toSvg(): string
  /** The figure as an image on white. */
  toPng(options?: PngOptions): Promise<Uint8Array>
  /** The figure for a terminal. */
  toText(options?: TextOptions): string
}

/** Makes content drawable. */
export function figure(content: FigureContent): Figure {
  return Object.freeze({
    ...content,
    toSvg: () => toSvg(content),
    toPng: async ({ scale = 2 }: PngOptions = {}) => await toPng(toSvg(content), scale),
    toText: (options?: TextOptions) => toText(content, options),
  })
}
