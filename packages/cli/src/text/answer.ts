import type { NDArray } from "@gradual/core"
import type { Answer } from "../compute.ts"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { formatNumber } from "./number.ts"
import { wideTable } from "./table.ts"

/** An operator's answer with what was asked. */
export interface Described extends Answer {
  readonly name: string
  readonly backend: string
  readonly values: NDArray
  readonly p: NDArray
}

/** An answer as lines for reading: what was asked, then the tensors side by side or one after another. */
export function describeAnswer(io: Io, described: Described): string[] {
  const { name, backend, values, p, output, gradients } = described
  const colors = colorsFor(io.stdout, io.env)
  const columns = widthOf(io.stdout)
  const isScalar = p.shape.length === 0
  const title = `${name}(values, p${isScalar ? ` = ${formatNumber(p.data[0] as number, p.dtype)}` : ""})`
  const heading = [`${colors.bold(title)}  ${colors.dim(`${output.dtype} on ${backend}`)}`, ""]

  const after: Labelled[] =
    gradients === undefined
      ? []
      : [
          ["∂/∂values", gradients[0]],
          ["∂/∂p", gradients[1]],
        ]
  if (values.shape.length === 1 && p.shape.length === 2 && p.shape[1] === 1) {
    const [header = []] = rowsOf(["values", values])
    const labels = Array.from(p.data, (sharpness) => `p = ${formatNumber(sharpness, p.dtype)}`)
    const results = rowsOf(["", output]).map((row, i) => [labels[i] as string, ...row.slice(1)])
    return [...heading, ...wideTable(results, columns, header), ...blocks(after, columns)]
  }
  const all: Labelled[] = [["values", values], ...(isScalar ? [] : [["p", p] as const]), ["result", output], ...after]
  if (all.every(([, { shape }]) => shape.length <= 1)) return [...heading, ...wideTable(all.flatMap(rowsOf), columns)]
  return [heading[0] as string, ...blocks(all, columns)]
}

type Labelled = readonly [label: string, array: NDArray]

/** Tensors one after another. */
function blocks(tensors: readonly Labelled[], columns: number): string[] {
  return tensors.flatMap((tensor) => ["", ...wideTable(rowsOf(tensor), columns)])
}

/** A tensor as labelled rows, one per run of its last axis. */
function rowsOf([label, { dtype, shape, data }]: Labelled): string[][] {
  const length = shape.at(-1) ?? 1
  const outer = shape.slice(0, -1)
  return Array.from({ length: length === 0 ? 0 : data.length / length }, (_, row) => {
    const cells = Array.from(data.subarray(row * length, (row + 1) * length), (x) => formatNumber(x, dtype))
    return [outer.length === 0 ? label : `${label}[${indexOf(row, outer)}]`, ...cells]
  })
}

/** The index of the `row`-th row. */
function indexOf(row: number, outer: readonly number[]): string {
  const index: number[] = []
  let rest = row
  for (const length of [...outer].reverse()) {
    index.unshift(rest % length)
    rest = Math.floor(rest / length)
  }
  return index.join()
}
