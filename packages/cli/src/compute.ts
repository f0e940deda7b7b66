import { compile, fail, type NDArray, ones, sameShape, show, type Tensor, vjp } from "@gradual/core"
import type { Operator } from "@gradual/operators"
import type { AnyBackend } from "./backends.ts"

/** What an operator gives. */
export interface Answer {
  readonly output: NDArray
  /** Cotangents of values and p, when asked for. */
  readonly gradients?: readonly [values: NDArray, p: NDArray]
}

/** What to ask of an operator. */
export interface Question {
  readonly operator: Operator
  readonly values: NDArray
  readonly p: NDArray
  readonly axis: number
  /** Asks for gradients: the cotangent of the output, or "ones". */
  readonly cotangent?: NDArray | "ones"
}

/** Applies an operator on a backend. */
export async function compute(backend: AnyBackend, question: Question): Promise<Answer> {
  const { values, p, axis, cotangent } = question
  const operator = (v: Tensor, e: Tensor) => question.operator(v, e, { axis })
  if (cotangent === undefined) {
    const forward = compile(backend, operator)
    return { output: await home(backend, await forward(values, p)) }
  }
  const withGradients = compile(backend, (v: Tensor, e: Tensor) => {
    const [y, pullback] = vjp(operator, v, e)
    const dy = cotangent === "ones" ? ones(y) : cotangent
    if (!sameShape(dy.shape, y.shape))
      throw fail("SHAPE", "--cotangent", `the shape of the result, ${show(y.shape)}, expected`, show(dy.shape))
    return [y, ...pullback(dy)] as const
  })
  const [y, dvalues, dp] = await withGradients(values, p)
  const output = await home(backend, y)
  return { output, gradients: [await home(backend, dvalues), await home(backend, dp)] }
}

/** Brings a result home and frees it on the device. */
export async function home(backend: AnyBackend, handle: unknown): Promise<NDArray> {
  try {
    return await backend.read(handle)
  } finally {
    backend.dispose(handle)
  }
}
