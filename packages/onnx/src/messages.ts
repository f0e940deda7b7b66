import type { DType } from "@gradual/core"
import { type Bytes, bytes, integer, join, text } from "./protobuf.ts"

// ONNX's messages, as much of them as is used here: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** Element types of ONNX that are used: core's, and the one of shapes and indices. */
export type ElementType = DType | "int64"

export const elementTypes: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
}

/** An axis's length, or the name of one that is known only when the model runs. */
export type Length = number | string

/** An input or output of a model. */
export interface ValueInfo {
  readonly name: string
  readonly dtype: ElementType
  readonly shape: readonly Length[]
  readonly doc?: string
}

/** A constant. */
export interface Initializer {
  readonly name: string
  readonly dtype: ElementType
  readonly shape: readonly number[]
  /** The elements, row-major and little-endian, as every host that runs JavaScript has them. */
  readonly data: Uint8Array
}

/** Integers, lists of integers and text: the kinds of attributes that are used. */
export type Attribute = number | readonly number[] | string

/** One operation. */
export interface Node {
  readonly name: string
  readonly op: string
  /** Names of values; "" for an optional input left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** A model: a graph of nodes, and what it was made by and for. */
export interface Model {
  readonly irVersion: number
  readonly opset: number
  readonly producer: { readonly name: string; readonly version: string }
  readonly name: string
  readonly doc?: string
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  readonly initializers: readonly Initializer[]
  readonly nodes: readonly Node[]
}

/**
 * The bytes of a model's `.onnx` file: for models written by hand, or taken from `toModel` and changed.
 *
 * @example
 * ```ts
 * import { exp } from "@gradual/core"
 * import { encodeModel, toModel } from "@gradual/onnx"
 * import { InferenceSession } from "onnxruntime-web"
 * const model = toModel((x) => exp(x), { x: { shape: [2] } })
 * const session = await InferenceSession.create(encodeModel({ ...model, producer: { name: "me", version: "1" } }))
 * console.log(session.inputNames) // [ "x" ]
 * ```
 */
export function encodeModel(model: Model): Uint8Array<ArrayBuffer> {
  const { irVersion, opset, producer, doc } = model
  return join([
    ...integer(1, irVersion),
    ...text(2, producer.name),
    ...text(3, producer.version),
    ...optionalText(6, doc),
    ...bytes(7, graph(model)),
    ...bytes(8, [...text(1, ""), ...integer(2, opset)]),
  ])
}

function graph({ name, doc, nodes, initializers, inputs, outputs }: Model): Bytes {
  return [
    ...nodes.flatMap((each) => bytes(1, node(each))),
    ...text(2, name),
    ...initializers.flatMap((each) => bytes(5, tensor(each))),
    ...optionalText(10, doc),
    ...inputs.flatMap((each) => bytes(11, valueInfo(each))),
    ...outputs.flatMap((each) => bytes(12, valueInfo(each))),
  ]
}

function node({ name, op, inputs, outputs, attributes }: Node): Bytes {
  return [
    ...inputs.flatMap((input) => text(1, input)),
    ...outputs.flatMap((output) => text(2, output)),
    ...text(3, name),
    ...text(4, op),
    ...Object.entries(attributes).flatMap(([key, value]) => bytes(5, [...text(1, key), ...attribute(value)])),
  ]
}

function attribute(value: Attribute): Bytes {
  if (typeof value === "number") return [...integer(3, value), ...integer(20, 2)]
  if (typeof value === "string") return [...text(4, value), ...integer(20, 3)]
  return [...value.flatMap((each) => integer(8, each)), ...integer(20, 7)]
}

function tensor({ name, dtype, shape, data }: Initializer): Bytes {
  return [
    ...shape.flatMap((length) => integer(1, length)),
    ...integer(2, elementTypes[dtype]),
    ...text(8, name),
    ...bytes(9, [data]),
  ]
}

function valueInfo({ name, dtype, shape, doc }: ValueInfo): Bytes {
  const axes = shape.flatMap((length) => bytes(1, typeof length === "number" ? integer(1, length) : text(2, length)))
  const tensorType = [...integer(1, elementTypes[dtype]), ...bytes(2, axes)]
  return [...text(1, name), ...bytes(2, bytes(1, tensorType)), ...optionalText(3, doc)]
}

function optionalText(field: number, value: string | undefined): Bytes {
  return value === undefined ? [] : text(field, value)
}
