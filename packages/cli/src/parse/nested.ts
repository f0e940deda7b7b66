import { show } from "@gradual/core"
import { usage } from "../errors.ts"

/** Numbers in a shape, row-major. */
export interface Numbers {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

/** More than any tensor has; nesting without end would exhaust the stack. */
const mostAxes = 32

/**
 * Reads nested lists, which must have the same length at each depth.
 *
 * @param where - the option that they came from; a message names the entry after it: `--values[0][2]`.
 * @param entry - reads what is no list, or throws.
 */
export function readNested(value: unknown, where: string, entry: (value: unknown, where: string) => number): Numbers {
  const shape: number[] = []
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length)
  if (shape.length > mostAxes)
    throw usage(where, `lists nested at most ${mostAxes} deep expected`, `${shape.length} deep`)
  const data: number[] = []
  const walk = (node: unknown, path: string, depth: number): void => {
    if (!Array.isArray(node)) {
      const number = entry(node, path)
      if (depth < shape.length) throw ragged(path, shape[depth], show(node))
      data.push(number)
    } else if (node.length !== shape[depth]) {
      throw ragged(path, shape[depth], node.length === 0 ? "an empty list" : `a list of ${node.length}`)
    } else for (const [i, inner] of node.entries()) walk(inner, `${path}[${i}]`, depth + 1)
  }
  walk(value, where, 0)
  return { shape, data }
}

function ragged(path: string, length: number | undefined, received: string) {
  const expected = length === undefined ? "a number" : `a list of ${length}`
  return usage(path, `${expected} expected, as in the entries before it`, received, "All rows must be equally long")
}
