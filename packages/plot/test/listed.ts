import { add, mul, reverse, sort, sqrt, stopGradient, sub, type Tensor, type TensorLike, tensor } from "@gradual/core"
import { catalogue, type Listed } from "@gradual/operators"

const { operator: _, function: __, parameters: ___, ...entry } = catalogue.gradual

/** An operator as the catalogue lists it, for pictures of what the catalogue need not have. */
function listed(changes: Partial<Listed>, operator: Listed["operator"]): Listed {
  return { ...entry, ...changes, operator, function: operator }
}

/** Its first result is p times the last value. */
export const turned: Listed = listed({ name: "turned" }, (values, p) => mul(p, reverse(values, { axis: -1 })))

/** Nothing can be learned from it. */
export const still: Listed = listed({ name: "still" }, (values, p) => add(stopGradient(tensor(values)), mul(0, p)))

/** NaN for values below 1/2. */
export const undefinedBelow: Listed = listed({ name: "undefinedBelow" }, (values, p) => mul(p, sqrt(sub(values, 0.5))))

export const ordered: Listed = listed({ name: "ordered", kind: "sorted" }, (values, p) =>
  add(sort(values, { axis: -1 }), mul(0, p)),
)

/** Ranks from 1 to 5 for values in [0, 1]. */
export const ranked: Listed = listed({ name: "ranked", kind: "ranks" }, (values, p) =>
  add(add(1, mul(4, values)), mul(0, p)),
)

const timesK = (values: TensorLike, k: TensorLike, p: TensorLike): Tensor => add(mul(k, values), mul(0, p))

/** A subset of k, 2 where nothing is said. */
export const several: Listed = {
  ...listed({ name: "several", kind: "subset" }, (values, p) => timesK(values, 2, p)),
  parameters: { k: { domain: { min: 1, max: 9 }, example: 2 } },
  function: timesK,
}
