import { type Aval, clip, type Fused, interpret, type Kernels, logSumExp, softmax, type Tensor } from "@gradual/core"
import { budgetsOf } from "../../budgets.ts"
import { type Bound, type Bounds, join } from "./bounds.ts"
import type { Context } from "./context.ts"
import { settle } from "./settle.ts"

/**
 * Bounds through composites that a backend may have kernels for. Such a kernel may round what the body rounds, or compute in
 * float64 and round once: what ops make of the body in either dtype, and around it what the composite's own budget allows.
 */
export function fusedOf(context: Context, kernels: Kernels<Bounds>): Required<Fused<Bounds>> {
  const through = (body: (x: Tensor) => Tensor, x: Bounds): readonly Bound[] => {
    const [y] = interpret(context.program(body, x), { name: "bounds", kernels })([x]) as [Bounds]
    return y.at
  }
  const around = (name: string, x: Bounds, out: Aval, body: (x: Tensor) => Tensor): Bounds => {
    const narrow = through(body, x)
    const { output: budget } = budgetsOf(name, context.claims.accuracy)
    if (budget.ulps === 0) return { ...out, at: narrow }
    const wide = through(body, { ...x, dtype: "float64" })
    const { claims } = context
    const either = narrow.map((bound, k) => join([bound, wide[k] as Bound]))
    return { ...out, at: either.map((bound) => settle(bound, out.dtype, claims, { budget, signedZero: false })) }
  }
  return {
    softmax: ([x], params, out) => around("softmax", x, out, (z) => softmax(z, params)),
    logSumExp: ([x], params, out) => around("logSumExp", x, out, (z) => logSumExp(z, { ...params, keepDims: true })),
    clip: ([x], params, out) => around("clip", x, out, (z) => clip(z, params)),
  }
}
