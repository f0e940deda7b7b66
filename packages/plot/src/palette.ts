/** A color for SVG and the nearest one of a terminal's 256. */
export interface Color {
  readonly hex: string
  readonly ansi: number
}

/** Colors to mix between, evenly spaced. */
type Ramp = readonly (readonly [red: number, green: number, blue: number])[]

/** The maximum: orange, which no common kind of color blindness confuses with blue (Okabe and Ito 2008). */
const accent: Color = { hex: "#d55e00", ansi: 208 }

/** The others: blues from the least value to the greatest, each with contrast enough for text on white. */
const ramp: Ramp = [
  [86, 155, 205],
  [30, 108, 178],
  [10, 48, 107],
]
const ansiRamp = [117, 75, 69, 33] as const

/** A color for each value: its place among the distinct values tells how light, and the `k` largest stand out. */
export function colorsOf(values: readonly number[], k = 1): readonly Color[] {
  const ordered = [...new Set(values)].sort((a, b) => a - b)
  const others = ordered.length - k
  return values.map((value) => {
    const place = ordered.indexOf(value)
    return place >= others ? accent : blue(place / Math.max(1, others - 1))
  })
}

function blue(position: number): Color {
  return { hex: mixed(ramp, position), ansi: ansiRamp[Math.round(position * (ansiRamp.length - 1))] ?? 33 }
}

/** From little to much: pale blue, almost white, pale orange; dark arrows stand out on all of them. */
const shades: Ramp = [
  [158, 196, 226],
  [246, 246, 244],
  [244, 166, 108],
]
const ansiShades = [75, 111, 188, 216, 208] as const

/** A color for a share of the range, 0 to 1. */
export function shade(share: number): Color {
  const inside = Math.max(0, Math.min(1, share))
  return { hex: mixed(shades, inside), ansi: ansiShades[Math.round(inside * (ansiShades.length - 1))] ?? 188 }
}

/** The color at a position, 0 to 1, of a ramp. */
function mixed(colors: Ramp, position: number): string {
  const at = position * (colors.length - 1)
  const index = Math.min(Math.floor(at), colors.length - 2)
  const [from, to] = [colors[index], colors[index + 1]]
  const channels = [0, 1, 2].map((channel) => {
    const [a = 0, b = 0] = [from?.[channel], to?.[channel]]
    return Math.round(a + (b - a) * (at - index))
      .toString(16)
      .padStart(2, "0")
  })
  return `#${channels.join("")}`
}
