import { shown, usage } from "../errors.ts"

const example = "Example: --shape 4,10"

/** Parses `--shape`: lengths of axes, separated by commas. */
export function parseShape(text: string | undefined): readonly number[] {
  const shape = (text ?? "").split(",").map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : 0))
  if (text === undefined || !shape.every((length) => length > 0 && length < 2 ** 31))
    throw usage("--shape", "lengths of axes, separated by commas, expected", shown(text ?? ""), example)
  return shape
}

/** Parses `--dynamic`: axes of a rank, each with a name if one is given (`0`, `0=batch`). */
export function parseDynamic(text: string, rank: number): Readonly<Record<number, string>> {
  const named: Record<number, string> = {}
  for (const part of text.split(",")) {
    const [, digits, name] = /^\s*(-?\d+)\s*(?:=\s*(\w+)\s*)?$/.exec(part) ?? []
    const axis = digits === undefined ? Number.NaN : Number(digits)
    if (!(axis >= -rank && axis < rank))
      throw usage("--dynamic", `axes from ${-rank} to ${rank - 1} expected`, shown(text), "Example: --dynamic 0=batch")
    const fromStart = axis < 0 ? axis + rank : axis
    named[fromStart] = name ?? `length_${fromStart}`
  }
  return named
}
