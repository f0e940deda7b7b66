import { toPng } from "./png.ts"
import type { TextOptions } from "./text.ts"

/** How a PNG is drawn. */
export interface PngOptions {
  /** Pixels per unit of the SVG. Default 2. */
  readonly scale?: number
}

/** What can be drawn. The same content always gives the same bytes. */
export interface Picture {
  /** The figure as a document of its own. */
  toSvg(): string
  /** The figure as an image on white. */
  toPng(options?: PngOptions): Promise<Uint8Array>
  /** The figure for a terminal. */
  toText(options?: TextOptions): string
}

/** Makes content drawable. */
export function drawable<C extends object>(
  content: C,
  toSvg: (content: C) => string,
  toText: (content: C, options?: TextOptions) => string,
): C & Picture {
  return Object.freeze({
    ...content,
    toSvg: () => toSvg(content),
    toPng: async ({ scale = 2 }: PngOptions = {}) => await toPng(toSvg(content), scale),
    toText: (options?: TextOptions) => toText(content, options),
  })
}
