import { allocate, type Equation, type IotaParams, type NDArray, sizeOf, stridesOf } from "@gradual/core"

/** The value of an equation without inputs; undefined for others. */
export function knownValue({ op, params }: Equation): NDArray | undefined {
  if (op.name === "constant") return (params as { readonly value: NDArray }).value
  if (op.name !== "iota") return undefined
  const { dtype, shape, axis } = params as IotaParams
  const data = allocate(dtype, sizeOf(shape))
  const step = stridesOf(shape)[axis]!
  for (let k = 0; k < data.length; k++) data[k] = Math.floor(k / step) % shape[axis]!
  return { dtype, shape, data } as NDArray
}
