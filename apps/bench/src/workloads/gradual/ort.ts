import type { Model } from "@gradual/onnx"
import type { HandWritten } from "../../contenders/ort-wasm.ts"

/** `name = op(inputs)`, as in `["isMax", "Equal", "values", "top"]`. */
type Line = readonly [name: string, op: string, ...inputs: string[]]

/** The formula as people write it, and its gradient written in the same way: four powers of every element. */
const posted: readonly Line[] = [
  ["top", "ReduceMax", "values", "last"],
  ["isMax", "Equal", "values", "top"],
  ["rest", "Sub", "1", "values"],
  ["restPower", "Pow", "rest", "p"],
  ["atMax", "Sub", "1", "restPower"],
  ["below", "Pow", "values", "p"],
  ["outputs", "Where", "isMax", "atMax", "below"],
]
const postedGradient: readonly Line[] = [
  ["value", "ReduceMean", "outputs"],
  ["less", "Sub", "p", "1"],
  ["restSlope", "Pow", "rest", "less"],
  ["slopeAtMax", "Mul", "p", "restSlope"],
  ["valueSlope", "Pow", "values", "less"],
  ["slopeBelow", "Mul", "p", "valueSlope"],
  ["slope", "Where", "isMax", "slopeAtMax", "slopeBelow"],
  ["gradient", "Mul", "slope", "1/count"],
]

/** The least work that we found: the branch is chosen first, and one power serves outputs and gradient. */
const sharedForward: readonly Line[] = [
  ["top", "ReduceMax", "values", "last"],
  ["isMax", "Equal", "values", "top"],
  ["rest", "Sub", "1", "values"],
  ["base", "Where", "isMax", "rest", "values"],
  ["less", "Sub", "p", "1"],
  ["lower", "Pow", "base", "less"],
  ["power", "Mul", "base", "lower"],
  ["atMax", "Sub", "1", "power"],
  ["outputs", "Where", "isMax", "atMax", "power"],
]
const sharedGradient: readonly Line[] = [
  ["value", "ReduceMean", "outputs"],
  ["scale", "Mul", "p", "1/count"],
  ["gradient", "Mul", "scale", "lower"],
]

/** {@link posted} as a graph. */
export const asPosted: HandWritten = (shape, returns) => model(shape, returns, posted, postedGradient)
/** {@link sharedForward} as a graph. */
export const shared: HandWritten = (shape, returns) => model(shape, returns, sharedForward, sharedGradient)

function model(
  shape: readonly number[],
  returns: Parameters<HandWritten>[1],
  forward: readonly Line[],
  gradient: readonly Line[],
): Model {
  const lines = returns === "outputs" ? forward : [...forward, ...gradient]
  const count = shape.reduce((product, length) => product * length, 1)
  const scalar = (name: string, value: number) => ({ name, shape: [], data: new Float32Array([value]) })
  const float = { dtype: "float32" as const }
  return {
    irVersion: 10,
    opset: 21,
    producer: { name: "by hand", version: "1" },
    name: "gradual",
    inputs: [
      { ...float, name: "values", shape },
      { ...float, name: "p", shape: [] },
    ],
    outputs:
      returns === "outputs"
        ? [{ ...float, name: "outputs", shape }]
        : [
            { ...float, name: "value", shape: [] },
            { ...float, name: "gradient", shape },
          ],
    initializers: [
      ...[scalar("1", 1), scalar("1/count", 1 / count)].map(({ data, ...rest }) => ({
        ...rest,
        ...float,
        data: new Uint8Array(data.buffer),
      })),
      { name: "last", dtype: "int64", shape: [1], data: new Uint8Array(BigInt64Array.of(-1n).buffer) },
    ],
    nodes: lines.map(([name, op, ...inputs]) => ({
      name: `${name}/${op}`,
      op,
      inputs,
      outputs: [name],
      attributes: op === "ReduceMean" ? { keepdims: 0 } : {},
    })),
  }
}
