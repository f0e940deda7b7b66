import {
  asksForFloat64,
  type DType,
  demote,
  dtypes,
  fail,
  linearize,
  type Program,
  type Shape,
  show,
  simplify,
  type Tensor,
} from "@gradual/core"
import { type DynamicAxes, type Port, traceDynamic } from "./dynamic.ts"
import { fused } from "./fused.ts"
import { encodeModel, type Model } from "./messages.ts"
import { type EncodeOptions, modelOf } from "./model.ts"
import { differentiated, type Named, type Outputs, type Signature, signatureOf } from "./signature.ts"

/** An input of a model: its type, and what it is. */
export interface InputSpec {
  /** Lengths of the axes; `[]` is a scalar. */
  readonly shape: Shape
  /** Default float32. */
  readonly dtype?: DType
  /** What it is, for people. */
  readonly doc?: string
}

/** How a function is written as a model. */
export interface ToOnnxOptions extends Pick<EncodeOptions, "doc" | "name" | "opset" | "target"> {
  /** Names of the outputs of a function that gives them none. Default `output`, or `output_0`, `output_1`, … */
  readonly outputs?: readonly string[]
  /** Whether the model also returns gradients: in all inputs that are floats, or in those named. Default false. */
  readonly gradients?: boolean | readonly string[]
  /** Axes whose length is known only when the model runs: their names, by input and axis. */
  readonly dynamicAxes?: DynamicAxes
  /** Whether operators compute in float64 for inputs in float32, which costs twice the time. Default false. */
  readonly headroom?: boolean
}

/**
 * A function over tensors as an ONNX model.
 *
 * @remarks
 * The model's inputs are `inputs`, in the order of the function's arguments, and its outputs those of the function. With
 * `gradients` it also returns `<input>_grad` for each input: of a single scalar output its derivative; else the cotangent of
 * the inputs for a cotangent of the outputs, which the model takes as `<output>_grad` (ones give the derivative of the sum).
 *
 * A length in `dynamicAxes` is open: axes with one name have one length when the model runs. The function must be the same for
 * all lengths; a mean over such an axis is.
 *
 * @returns the bytes of a `.onnx` file, which `InferenceSession.create` takes, too.
 * @throws GradualError `UNSUPPORTED` when the function depends on a dynamic length in ways that a model cannot; `INPUT` and `VALUE`
 * for names, axes and options that do not fit; and what the function throws.
 * @example
 * ```ts
 * import { type Tensor } from "@gradual/core"
 * import { toOnnx } from "@gradual/onnx"
 * import { gradual } from "@gradual/operators"
 * import { InferenceSession } from "onnxruntime-web"
 * const model = toOnnx(
 *   (values: Tensor, p: Tensor) => gradual(values, p),
 *   { values: { shape: [1, 10] }, p: { shape: [] } },
 *   { gradients: ["values"], dynamicAxes: { values: { 0: "batch" } } },
 * )
 * const { inputNames, outputNames } = await InferenceSession.create(model)
 * console.log(inputNames, outputNames) // [ "values", "p", "output_grad" ] [ "output", "values_grad" ]
 * ```
 */
export function toOnnx(
  fn: (...args: Tensor[]) => Outputs,
  inputs: Readonly<Record<string, InputSpec>>,
  options: ToOnnxOptions = {},
): Uint8Array<ArrayBuffer> {
  return encodeModel(toModel(fn, inputs, options))
}

/**
 * The model that {@link toOnnx} writes, as data: its inputs and outputs with their types, its nodes and constants.
 *
 * @throws GradualError as {@link toOnnx}.
 * @example
 * ```ts
 * import { exp, type Tensor } from "@gradual/core"
 * import { toModel } from "@gradual/onnx"
 * const model = toModel((x: Tensor) => exp(x), { x: { shape: [1, 3] } }, { dynamicAxes: { x: { 0: "batch" } } })
 * console.log(model.outputs[0]?.shape) // [ "batch", 3 ]
 * ```
 */
export function toModel(
  fn: (...args: Tensor[]) => Outputs,
  inputs: Readonly<Record<string, InputSpec>>,
  options: ToOnnxOptions = {},
): Model {
  const ports = Object.entries(inputs).map(([name, spec]) => portOf(name, spec))
  const wrt = differentiated(ports, options.gradients ?? false)
  let signature: Signature | undefined
  const trace = (shapes: readonly Shape[]): Program => {
    const shaped = ports.map((port, i): Port => ({ ...port, shape: shapes[i] as Shape }))
    signature = signatureOf(fn, shaped, wrt, options.outputs)
    return programOf(signature, options.headroom ?? false)
  }
  const { program, dynamic } = traceDynamic(trace, ports, options.dynamicAxes ?? {})
  const { inputs: taken, outputs } = signature as unknown as Signature
  const docs = [...taken, ...outputs].flatMap(({ name, doc = inputs[name]?.doc }) =>
    doc === undefined ? [] : [[name, doc]],
  )
  return modelOf(
    program,
    {
      ...options,
      inputs: taken.map(({ name }) => name),
      outputs: outputs.map(({ name }) => name),
      docs: Object.fromEntries(docs),
    },
    dynamic,
  )
}

function portOf(name: string, { dtype = "float32", shape }: InputSpec): Port {
  if (!dtypes.includes(dtype))
    throw fail("DTYPE", "toOnnx", `the dtype of ${name} must be one of ${dtypes.join(", ")}`, show(dtype))
  if (!Array.isArray(shape) || !shape.every((length) => Number.isInteger(length) && length >= 0))
    throw fail("SHAPE", "toOnnx", `the shape of ${name} must be a list of non-negative integers`, show(shape))
  return { name, dtype, shape }
}

function programOf({ inputs, outputs }: Signature, headroom: boolean): Program {
  const tensors = (list: readonly Named[]) => list.map(({ tensor }) => tensor)
  const written = linearize(tensors(inputs), tensors(outputs), fused)
  return simplify(headroom || asksForFloat64(written) ? written : demote(written, "onnx"))
}
