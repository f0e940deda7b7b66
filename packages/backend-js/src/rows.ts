import { hasRows, type NDArray, type Program, type Rows, resizeRows, sizeOf, type Var } from "@gradual/core"
import type { Run } from "./prepare.ts"

/** How large values are cut. */
export interface Blocks {
  /** Elements from which a value is worth computing by blocks. */
  readonly least: number
  /** Elements of the largest value of a block. */
  readonly size: number
}

/** The values of a block together stay in a core's own cache. */
export const cached: Blocks = { least: 2 ** 15, size: 2 ** 13 }

/** Runs a row-wise program block by block. `ready` prepares the program for blocks of one length. */
export function byRows(program: Program, rows: Rows, size: number, ready: (program: Program) => Run): Run {
  const variables = [...program.inputs, ...program.equations.map(({ output }) => output)]
  const largest = Math.max(1, ...variables.filter((variable) => hasRows(variable, rows)).map(sizeOfRow))
  const step = Math.min(rows.count, Math.ceil(size / largest))
  const blockOf = (length: number) => {
    const block = resizeRows(program, rows, length)
    return { block, run: ready(block) }
  }
  const full = blockOf(step)
  const rest = blockOf(rows.count % step)

  return (inputs, lent) => {
    const results = program.outputs.map((output) => lent.hold(lent.place(output).make()))
    for (let start = 0; start < rows.count; start += step) {
      const end = Math.min(start + step, rows.count)
      const cut = (variable: Var, value: NDArray) => (hasRows(variable, rows) ? rowsOf(value, start, end) : value)
      const { block, run } = end - start === step ? full : rest
      const parts = results.map((result, i) => cut(program.outputs[i]!, result))
      const into = new Map(parts.map((part, i) => [block.outputs[i]!, part]))
      const values = inputs.map((value, i) => cut(program.inputs[i]!, value))
      for (const [i, { data }] of run(values, lent, into).entries()) {
        const part = parts[i]!
        if (data !== part.data) part.data.set(data) // a kernel need not use its place
      }
    }
    return results
  }
}

const sizeOfRow = ({ shape }: Var): number => sizeOf(shape.slice(1))

/** A view of some rows of an array. */
function rowsOf({ dtype, shape, data }: NDArray, start: number, end: number): NDArray {
  const size = sizeOf(shape.slice(1))
  return { dtype, shape: [end - start, ...shape.slice(1)], data: data.subarray(start * size, end * size) } as NDArray
}
