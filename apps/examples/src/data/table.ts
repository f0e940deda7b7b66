import { readFileSync } from "node:fs"
import { type NDArray, ndarray } from "@gradual/core"

/** Numbers in named columns. */
export interface Table {
  readonly names: readonly string[]
  readonly rows: readonly (readonly number[])[]
}

/** Reads a file of `data/`: a line of names, then a line of numbers for each row. */
export function readTable(file: string): Table {
  const text = readFileSync(new URL(`../../data/${file}`, import.meta.url), "utf8")
  const [names = [], ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","))
  return { names, rows: rows.map((row) => row.map(Number)) }
}

/** The numbers of a column. */
export function column({ names, rows }: Table, name: string): readonly number[] {
  const at = names.indexOf(name)
  return rows.map((row) => row[at] as number)
}

/** A table without some of its columns. */
export function without({ names, rows }: Table, left: readonly string[]): Table {
  const kept = names.flatMap((name, i) => (left.includes(name) ? [] : [i]))
  return {
    names: kept.map((i) => names[i] as string),
    rows: rows.map((row) => kept.map((i) => row[i] as number)),
  }
}

/** Rows as float64, of shape [rows, columns]. */
export function matrix(rows: readonly (readonly number[])[]): NDArray<"float64"> {
  return ndarray("float64", [rows.length, rows[0]?.length ?? 0], Float64Array.from(rows.flat()))
}

/** Numbers as float64, of shape [rows, 1]. */
export function columnVector(numbers: readonly number[]): NDArray<"float64"> {
  return ndarray("float64", [numbers.length, 1], Float64Array.from(numbers))
}
