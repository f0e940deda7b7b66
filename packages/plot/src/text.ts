import type { Axis, Curve, FigureContent, Panel } from "./figure.ts"
import { byEnd, spread, thin } from "./spread.ts"

/** How a figure is drawn in a terminal. */
export interface TextOptions {
  /** Columns for the whole figure. Default 72. */
  readonly width?: number
  /** Lines for the curves of a panel. Default 14. */
  readonly height?: number
  /** Whether to color with the terminal's codes. Default false. */
  readonly color?: boolean
}

/** Draws a figure with braille dots: two by four of them to a letter. */
export function toText(content: FigureContent, options: TextOptions = {}): string {
  const { width = 72, height = 14, color = false } = options
  const panels = content.panels.map((panel) => {
    const heading = content.panels.length === 1 ? [] : [`${panel.title}: ${panel.subtitle}`]
    return [...heading, ...drawPanel(panel, content, Math.max(30, width), Math.max(4, height), color)].join("\n")
  })
  return [`${content.title}  (${content.caption})`, ...panels].join("\n")
}

/** The bits of a braille letter, by column and line of its dots. */
const bits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const

interface Cell {
  bits: number
  curve: Curve
}

function drawPanel({ curves, y }: Panel, { x }: FigureContent, width: number, height: number, color: boolean) {
  const labelWidth = Math.max(...curves.map(({ label }) => label.length))
  const ticks = [y.domain[1], (y.domain[0] + y.domain[1]) / 2, y.domain[0]].map(short)
  const tickWidth = Math.max(...ticks.map((tick) => tick.length))
  const columns = Math.max(8, width - tickWidth - labelWidth - 5)
  const toColumn = position(x, 2 * columns - 1)
  const toLine = (value: number) => 4 * height - 1 - position(y, 4 * height - 1)(value)

  const cells = new Map<number, Cell>()
  const set = (column: number, line: number, curve: Curve): void => {
    const at = Math.floor(line / 4) * columns + Math.floor(column / 2)
    const bit = bits[column % 2]?.[line % 4] ?? 0
    cells.set(at, { bits: (cells.get(at)?.bits ?? 0) | bit, curve })
  }
  for (const curve of curves) trace(curve, toColumn, toLine, set)
  const marks = new Map<number, Curve>()
  for (const curve of curves)
    if (curve.input !== undefined)
      marks.set(Math.floor(toLine(curve.input.y) / 4) * columns + Math.floor(toColumn(curve.input.x) / 2), curve)

  const names = labelLines(curves, (value) => Math.floor(toLine(value) / 4), height)
  const letterAt = (at: number): Letter => {
    const mark = marks.get(at)
    if (mark !== undefined) return { text: "●", curve: mark }
    const cell = cells.get(at)
    return cell === undefined
      ? { text: " ", curve: undefined }
      : { text: String.fromCodePoint(0x2800 + cell.bits), curve: cell.curve }
  }
  const tickAt = new Map([0, Math.floor((height - 1) / 2), height - 1].map((line, i) => [line, ticks[i] as string]))
  const lines = Array.from({ length: height }, (_, line) => {
    const body = Array.from({ length: columns }, (_letter, column) => letterAt(line * columns + column))
    const named = names.get(line)
    const all = named === undefined ? body : [...body, { text: ` ${named.label}`, curve: named }]
    return `${(tickAt.get(line) ?? "").padStart(tickWidth)} ┤${painted(all, color)}`.trimEnd()
  })
  const [low, high] = x.domain.map(short) as [string, string]
  const middle = columns - low.length - high.length
  const name = middle >= x.label.length + 4 ? x.label : "p"
  const left = Math.max(1, Math.floor((middle - name.length) / 2))
  const foot = `${low}${" ".repeat(left)}${name}${" ".repeat(Math.max(1, middle - left - name.length))}${high}`
  const indent = " ".repeat(tickWidth + 1)
  return [...lines, `${indent}└${"─".repeat(columns)}`, `${indent} ${foot}`]
}

/** A letter of a line, and the curve whose color it has. */
interface Letter {
  readonly text: string
  readonly curve: Curve | undefined
}

/** Letters side by side; letters of one color in a row are colored at once. */
function painted(letters: readonly Letter[], color: boolean): string {
  if (!color) return letters.map(({ text }) => text).join("")
  return letters
    .map(({ text, curve }, i) => {
      const code = curve?.color.ansi
      const on = code === undefined || letters[i - 1]?.curve?.color.ansi === code ? "" : `\u001b[38;5;${code}m`
      const off = code === undefined || letters[i + 1]?.curve?.color.ansi === code ? "" : "\u001b[39m"
      return on + text + off
    })
    .join("")
}

/** From a value to a whole number of dots. */
function position({ domain: [low, high], scale }: Axis, most: number): (value: number) => number {
  const map = scale === "log" ? Math.log : (value: number) => value
  return (value) => Math.round(((map(value) - map(low)) / (map(high) - map(low))) * most)
}

/** Sets all dots of a curve, steep parts included. */
function trace(
  curve: Curve,
  toColumn: (x: number) => number,
  toLine: (y: number) => number,
  set: (column: number, line: number, curve: Curve) => void,
): void {
  curve.points.forEach(({ x, y }, i) => {
    const [column, line] = [toColumn(x), toLine(y)]
    set(column, line, curve)
    const before = curve.points[i - 1]
    if (before === undefined) return
    const [fromColumn, fromLine] = [toColumn(before.x), toLine(before.y)]
    const steps = Math.max(Math.abs(column - fromColumn), Math.abs(line - fromLine))
    for (let step = 1; step < steps; step++) {
      const t = step / steps
      set(Math.round(fromColumn + (column - fromColumn) * t), Math.round(fromLine + (line - fromLine) * t), curve)
    }
  })
}

/** Which curve's name stands on which line: that of its end, or one near it. */
function labelLines(curves: readonly Curve[], toLine: (y: number) => number, height: number): Map<number, Curve> {
  const ordered = byEnd(curves)
  const shown = thin(ordered.length, height).map((i) => ordered[i] as Curve)
  const ends = shown.map(({ points }) => toLine(points.at(-1)?.y ?? 0))
  const places = spread(ends, 1, 0, height - 1)
  return new Map(shown.map((curve, i) => [Math.round(places[i] as number), curve]))
}

function short(x: number): string {
  return String(Number(x.toPrecision(3)))
}
