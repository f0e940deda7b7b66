import type { Program } from "@gradual/core"
import { encodeModel } from "./messages.ts"
import { type EncodeOptions, modelOf } from "./model.ts"

/**
 * A program as an ONNX model. For a function, see `toOnnx`.
 *
 * @returns the bytes of a `.onnx` file, which `InferenceSession.create` takes, too.
 * @throws GradualError `VALUE` for an opset that is not supported, `INPUT` for names that are empty, repeated or not one for
 * each, `UNSUPPORTED` for float64 inputs or outputs on a GPU.
 * @example
 * ```ts
 * import { compile, exp } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { encode } from "@gradual/onnx"
 * const program = compile(js(), (x) => exp(x)).program([0, 1])
 * const model = encode(program, { inputs: ["x"], outputs: ["y"] })
 * console.log(model instanceof Uint8Array) // true
 * ```
 */
export function encode(program: Program, options: EncodeOptions = {}): Uint8Array<ArrayBuffer> {
  return encodeModel(modelOf(program, options, []))
}
