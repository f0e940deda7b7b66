import type { Arrow, FieldContent, FieldPanel } from "./field.ts"
import { shade } from "./palette.ts"
import type { TextOptions } from "./text.ts"

/** Eight directions, counterclockwise from the right. */
const arrows = ["→", "↗", "↑", "↖", "←", "↙", "↓", "↘"] as const

/** Draws a figure of fields with an arrow for each gradient; a dot where there is none. */
export function toFieldText({ title, caption, panels }: FieldContent, { color = false }: TextOptions = {}): string {
  const drawn = panels.map((panel) => {
    const heading = panels.length === 1 ? [] : [`${panel.title}: ${panel.subtitle}`]
    return [
      ...heading,
      ...drawPanel(panel, color),
      `  ${[where[panel.plane.shape], panel.row].filter(Boolean).join("; ")}`,
    ].join("\n")
  })
  return [
    `${title}  (${color ? caption : caption.replace(/^color: .*? its/, "arrows: the first result's")})`,
    ...drawn,
  ].join("\n")
}

/** Where the values are. */
const where = {
  square: "to the right: v₁ from 0 to 1, upwards: v₂",
  triangle: "above: (1, 0, 0), left: (0, 1, 0), right: (0, 0, 1)",
} as const

/** A line for each row of arrows, the highest first. */
function drawPanel({ plane, arrows: all, results, range }: FieldPanel, color: boolean): string[] {
  const heights = [...new Set(all.map(({ y }) => y))].sort((a, b) => b - a)
  const half = plane.step / 2 // two letters to a step: letters are twice as high as wide, and rows of a triangle are shifted by half a step
  return heights.map((height) => {
    const line = all.filter(({ y }) => y === height).sort((a, b) => a.x - b.x)
    const letters = line.map((arrow) => ({ column: Math.round(arrow.x / half), letter: painted(arrow) }))
    let at = 0
    const cells = letters.map(({ column, letter }) => {
      const space = " ".repeat(Math.max(0, column - at))
      at = column + 1
      return space + letter
    })
    return cells.join("")
  })

  function painted(arrow: Arrow): string {
    const letter = arrow.size === 0 ? "·" : (arrows[(Math.round(arrow.angle / (Math.PI / 4)) + 8) % 8] as string)
    if (!color) return letter
    const column = Math.floor(arrow.x * results.columns)
    const row = Math.floor((arrow.y / plane.height) * results.rows)
    const result = results.data[row * results.columns + column] as number
    const { ansi } = shade((result - range[0]) / (range[1] - range[0]))
    return `\u001b[38;5;${ansi}m${letter}\u001b[39m`
  }
}
