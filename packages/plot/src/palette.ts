/** A color for SVG and the nearest one of a terminal's 256. */
export interface Color {
  readonly hex: string
  readonly ansi: number
}

/** The maximum: orange, which no common kind of color blindness confuses with blue (Okabe and Ito 2008). */
const accent: Color = { hex: "#d55e00", ansi: 208 }

/** The others: blues from the least value to the greatest, each with contrast enough for text on white. */
const ramp: readonly (readonly [red: number, green: number, blue: number])[] = [
  [86, 155, 205],
  [30, 108, 178],
  [10, 48, 107],
]
const ansiRamp = [117, 75, 69, 33] as const

/** A color for each value: its place among the distinct values tells how light, and the maximum stands out. */
export function colorsOf(values: readonly number[]): readonly Color[] {
  const ordered = [...new Set(values)].sort((a, b) => a - b)
  const steps = Math.max(1, ordered.length - 2)
  return values.map((value) => {
    const place = ordered.indexOf(value)
    return place === ordered.length - 1 ? accent : blue(place / steps)
  })
}

function blue(position: number): Color {
  const at = position * (ramp.length - 1)
  const index = Math.min(Math.floor(at), ramp.length - 2)
  const [from, to] = [ramp[index], ramp[index + 1]]
  const mixed = [0, 1, 2].map((channel) => {
    const [a = 0, b = 0] = [from?.[channel], to?.[channel]]
    return Math.round(a + (b - a) * (at - index))
      .toString(16)
      .padStart(2, "0")
  })
  return { hex: `#${mixed.join("")}`, ansi: ansiRamp[Math.round(position * (ansiRamp.length - 1))] ?? 33 }
}
