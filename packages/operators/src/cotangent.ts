import { div, isNDArray, mul, sizeOf, type Tensor, widen } from "@gradual/core"

/**
 * `dy · factor`. Where dy is one over a number, as the cotangent of a mean is, it is `factor` over that number: rounded once, not
 * three times.
 */
export function scaled(dy: Tensor, factor: Tensor): Tensor {
  const { op, inputs } = unspread(dy)
  const [one, count] = op.name === "div" ? inputs : []
  if (one === undefined || count === undefined || !isOne(one) || sizeOf(count.shape) !== 1) return mul(dy, factor)
  return div(factor, factor.dtype === "float64" ? widen(count) : count)
}

const spreading: ReadonlySet<string> = new Set(["broadcastTo", "reshape", "cast"])

/** What an expression only repeats. */
function unspread(x: Tensor): Tensor {
  const [input] = x.inputs
  return input !== undefined && spreading.has(x.op.name) ? unspread(input) : x
}

function isOne({ op, shape, params }: Tensor): boolean {
  const { value } = params as { readonly value?: unknown }
  return op.name === "constant" && sizeOf(shape) === 1 && isNDArray(value) && value.data[0] === 1
}
