import { div, isFloat, mul, type NDArray, sizeOf, type Tensor, widen } from "@gradual/core"

/**
 * `dy · factor`. Where dy is one over a number, as the cotangent of a mean is, it is `factor` over that number: rounded once, not
 * three times.
 */
export function scaled(dy: Tensor, factor: Tensor): Tensor {
  const { op, inputs, shape } = unspread(dy)
  const [one, count] = inputs
  if (op.name !== "div" || sizeOf(shape) > 1 || count === undefined || !isOne(one)) return mul(dy, factor)
  return div(factor, factor.dtype === "float64" ? widen(count) : count)
}

/** What an expression of floats only repeats. */
function unspread(x: Tensor): Tensor {
  const [input] = x.inputs
  return input !== undefined && isFloat(input.dtype) && /^(broadcastTo|reshape|cast)$/.test(x.op.name)
    ? unspread(input)
    : x
}

const isOne = (x: Tensor | undefined): boolean =>
  x?.op.name === "constant" && (x.params as { readonly value: NDArray }).value.data[0] === 1
