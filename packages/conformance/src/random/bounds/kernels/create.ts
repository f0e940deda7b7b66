import { type CreateKernels, iota, ndarray } from "@gradual/core"
import type { Bounds } from "../bounds.ts"
import type { Context } from "../context.ts"
import { given } from "../settle.ts"

export function create({ ask, claims }: Context): CreateKernels<Bounds> {
  return {
    constant: (_, { value }) => given(value, claims),
    iota: (_, params, { dtype, shape }) => given(ndarray(dtype, shape, ask(iota(params))), claims),
  }
}
