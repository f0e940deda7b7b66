import { fail, isFloat, isTensor, ones, placeholder, show, type Tensor, vjp } from "@gradual/core"
import type { Port } from "./dynamic.ts"

/** What a function returns that is to become a model: its outputs, several in a list or by name. */
export type Outputs = Tensor | readonly Tensor[] | { readonly [name: string]: Tensor }

/** A value with its name and what it is. */
export interface Named {
  readonly name: string
  readonly tensor: Tensor
  readonly doc?: string
}

/** All that a model takes and returns. */
export interface Signature {
  readonly inputs: readonly Named[]
  readonly outputs: readonly Named[]
}

/** What a function makes of placeholders, with gradients in the inputs named by `wrt`. */
export function signatureOf(
  fn: (...args: Tensor[]) => Outputs,
  ports: readonly Port[],
  wrt: readonly string[],
  names: readonly string[] | undefined,
): Signature {
  const inputs = ports.map((port): Named => ({ name: port.name, tensor: placeholder(port) }))
  const args = inputs.map(({ tensor }) => tensor)
  if (wrt.length === 0) return { inputs, outputs: nameOutputs(fn(...args), names) }

  let outputs: readonly Named[] = []
  const [differentiable, pullback] = vjp(
    (...xs: readonly Tensor[]) => {
      outputs = nameOutputs(fn(...xs), names)
      return outputs.map(({ tensor }) => tensor).filter(({ dtype }) => isFloat(dtype))
    },
    ...args,
  )
  if (differentiable.length === 0)
    throw fail("NOT_DIFFERENTIABLE", "toOnnx", "an output in floating point expected", "integers only")
  const isLoss = outputs.length === 1 && outputs[0]?.tensor.shape.length === 0
  const cotangents = outputs
    .filter(({ tensor }) => isFloat(tensor.dtype))
    .map(
      ({ name, tensor }): Named => ({
        name: `${name}_grad`,
        tensor: isLoss ? ones(tensor) : placeholder(tensor),
        doc: `cotangent of ${name}`,
      }),
    )
  const gradients = pullback(cotangents.map(({ tensor }) => tensor)) as readonly Tensor[]
  return {
    inputs: isLoss ? inputs : [...inputs, ...cotangents],
    outputs: [
      ...outputs,
      ...inputs.flatMap(({ name }, i): Named[] =>
        wrt.includes(name)
          ? [{ name: `${name}_grad`, tensor: gradients[i] as Tensor, doc: `gradient in ${name}` }]
          : [],
      ),
    ],
  }
}

/** The inputs to differentiate in: those that are floats, or those named. */
export function differentiated(ports: readonly Port[], gradients: boolean | readonly string[]): readonly string[] {
  const floats = ports.filter(({ dtype }) => isFloat(dtype)).map(({ name }) => name)
  if (typeof gradients === "boolean") return gradients ? floats : []
  const wrong = gradients.find((name) => !floats.includes(name))
  if (wrong !== undefined)
    throw fail("INPUT", "toOnnx", `gradients must name inputs in floating point (${floats.join(", ")})`, show(wrong))
  return gradients
}

function nameOutputs(outputs: Outputs, names: readonly string[] | undefined): Named[] {
  if (isTensor(outputs)) return nameOutputs([outputs], names ?? ["output"])
  const entries = Object.entries(typeof outputs === "object" && outputs !== null ? outputs : {})
  if (entries.length === 0)
    throw fail("INPUT", "toOnnx", "the function must return tensors, in a list or by name", show(outputs))
  const isList = Array.isArray(outputs)
  if (isList && names !== undefined && names.length !== entries.length)
    throw fail("INPUT", "toOnnx", `a name for each of the ${entries.length} outputs expected`, `outputs=${show(names)}`)
  return entries.map(([key, tensor]: [string, unknown], i) => {
    if (!isTensor(tensor)) throw fail("INPUT", "toOnnx", "the function must return tensors", show(tensor))
    return { name: isList ? (names?.[i] ?? `output_${i}`) : key, tensor }
  })
}
