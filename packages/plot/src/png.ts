import { createRequire } from "node:module"

/** The figures' own fonts, so that every machine draws the same text. */
const fonts = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]

/** Draws an SVG document as PNG. The renderer is native code and is loaded only here: SVG and text need none. */
export async function toPng(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js")
  const { resolve } = createRequire(import.meta.url)
  const renderer = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "zoom", value: scale },
    font: {
      // without these a machine with no fonts draws no text at all, and says nothing
      loadSystemFonts: false,
      fontFiles: fonts.map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}`)),
      defaultFontFamily: "DejaVu Sans",
    },
  })
  return renderer.render().asPng()
}
