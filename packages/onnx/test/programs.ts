import { functionOf, goldens, toValues } from "@gradual/conformance"
import { type Backend, compile, dtypes, isFloat, type Program, type Tensor, type TensorLike, vjp } from "@gradual/core"

/** A backend for which programs are made and none run. */
const maker = {
  name: "maker",
  capabilities: { dtypes },
  fused: new Set(),
  typeOf: () => undefined,
} as unknown as Backend<never>

/** The program of a function for arguments like these. */
export function programOf(fn: (...xs: Tensor[]) => unknown, ...inputs: readonly TensorLike[]): Program {
  return compile(maker, fn).program(...(inputs as never[]))
}

/** The programs of all golden cases, with gradients where they have any, by id. */
export function goldenPrograms(): Readonly<Record<string, Program>> {
  const cases = goldens.flatMap((file) => file.cases)
  return Object.fromEntries(
    cases.map((one) => {
      const call = (...xs: Tensor[]) => functionOf(one.fn)?.(xs, one.attrs ?? {}) ?? []
      const withGradients = (...xs: Tensor[]) => {
        if (one.cotangents === undefined) return call(...xs)
        const [ys, pullback] = vjp((...zs: Tensor[]) => call(...zs).filter(({ dtype }) => isFloat(dtype)), ...xs)
        return [...ys, ...(pullback(ys) as readonly Tensor[])]
      }
      return [one.id, programOf(withGradients, ...one.inputs.map(toValues))] as const
    }),
  )
}
