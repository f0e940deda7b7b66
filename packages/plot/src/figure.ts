import type { Heading } from "./document.ts"
import type { Color } from "./palette.ts"
import { drawable, type Picture } from "./picture.ts"
import { toSvg } from "./svg.ts"
import { toText } from "./text.ts"

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
export interface Panel extends Heading {
  readonly curves: readonly Curve[]
  /** Panels of results that can be compared have the same. */
  readonly y: Axis
}

/** What an axis shows. */
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
  /** All panels share it. */
  readonly x: Axis
}

/** A figure that can be drawn. */
export type Figure = FigureContent & Picture

/** Makes content drawable. */
export function figure(content: FigureContent): Figure {
  return drawable(content, toSvg, toText)
}
