import { allocate, broadcastShapes, type DType, type NDArray, reducedShape, type Shape } from "@gradual/core"
import type { Graph, Type, Value } from "./graph.ts"
import { type Attribute, type ElementType, elementTypes } from "./messages.ts"
import { factorsOf, isDynamic } from "./lengths.ts"

/** A value, or a number of the other operand's dtype. */
export type Operand = Value | number

type Unary = (x: Value) => Value
type Binary = (a: Operand, b: Operand) => Value
type Reduction = (x: Value, axes: readonly number[]) => Value
type IndexReduction = (x: Value, axis: number) => Value

/**
 * ONNX's operators as functions that add a node to a graph: what kernels are written with. They do what the operator of that
 * name does, in whatever way a runtime does it; where that is not what core asks for, see `math/` and the kernels.
 */
export interface Vocabulary {
  readonly graph: Graph
  // elementwise
  readonly neg: Unary
  readonly abs: Unary
  readonly floor: Unary
  readonly ceil: Unary
  readonly round: Unary
  readonly exp: Unary
  readonly log: Unary
  readonly sqrt: Unary
  readonly sin: Unary
  readonly cos: Unary
  readonly atan: Unary
  readonly tanh: Unary
  readonly erf: Unary
  readonly not: Unary
  readonly add: Binary
  readonly sub: Binary
  readonly mul: Binary
  readonly div: Binary
  readonly pow: Binary
  readonly max: Binary
  readonly min: Binary
  readonly equal: Binary
  readonly less: Binary
  readonly lessOrEqual: Binary
  readonly greater: Binary
  readonly greaterOrEqual: Binary
  readonly and: Binary
  readonly or: Binary
  where(condition: Value, a: Operand, b: Operand): Value
  clip(x: Value, min: number, max: number): Value
  cast(x: Value, dtype: ElementType): Value
  // over axes, which keep length 1
  readonly reduceSum: Reduction
  readonly reduceProd: Reduction
  readonly reduceMax: Reduction
  readonly reduceMin: Reduction
  readonly reduceL1: Reduction
  readonly argMax: IndexReduction
  readonly argMin: IndexReduction
  cumSum(x: Value, axis: number, how: { readonly exclusive: boolean; readonly reverse: boolean }): Value
  topK(x: Value, axis: number, largest: boolean): readonly [values: Value, indices: Value]
  // moving
  reshape(x: Value, shape: Shape): Value
  transpose(x: Value, perm: readonly number[]): Value
  expand(x: Value, shape: Shape): Value
  concat(xs: readonly Value[], axis: number): Value
  slice(x: Value, start: readonly number[], end: readonly number[]): Value
  pad(x: Value, before: readonly number[], after: readonly number[], value: number): Value
  gather(x: Value, indices: Value, axis: number): Value
  gatherElements(x: Value, indices: Value, axis: number): Value
  scatterAdd(x: Value, indices: Value, updates: Value, axis: number): Value
  matMul(a: Value, b: Value, shape: Shape): Value
  range(start: Value, limit: Value, step: Value, length: number): Value
  // values from nothing
  scalar(x: number, dtype: DType): Value
  constant(value: NDArray): Value
  /** A length as an int64 scalar, from the input that has it where it is known only then. */
  length(length: number): Value
}

/** The vocabulary of a graph. */
export function vocabularyOf(graph: Graph): Vocabulary {
  const { dynamic, opset } = graph
  const one = (
    op: string,
    inputs: readonly (Value | undefined)[],
    type: Type,
    attributes?: Readonly<Record<string, Attribute>>,
  ): Value => graph.emit(op, inputs, [type], attributes)[0]!

  const scalar = (x: number, dtype: DType): Value => {
    const data = allocate(dtype, 1)
    data[0] = x
    return graph.constant(dtype, [], data)
  }
  const ints = (numbers: readonly number[]): Value =>
    graph.constant("int64", [numbers.length], BigInt64Array.from(numbers, BigInt))
  /** An int64 list of one length. */
  const lengthList = (length: number): Value => {
    const { factor, dynamic: factors } = factorsOf(length, dynamic)
    const type: Type = { dtype: "int64", shape: [1] }
    return factors
      .map(({ input, axis }) => one("Shape", [{ ...type, name: input }], type, { start: axis, end: axis + 1 }))
      .reduce((product, each) => one("Mul", [product, each], type), ints([factor]))
  }
  /** A shape as an int64 list. */
  const list = (shape: Shape): Value =>
    shape.some((length) => isDynamic(length, dynamic))
      ? one("Concat", shape.map(lengthList), { dtype: "int64", shape: [shape.length] }, { axis: 0 })
      : ints(shape)

  const lift = (operand: Operand, other: Operand): Value => {
    if (typeof operand !== "number") return operand
    if (typeof other === "number" || other.dtype === "int64") throw new TypeError("a number needs a value beside it")
    return scalar(operand, other.dtype)
  }
  const unary =
    (op: string): Unary =>
    (x) =>
      one(op, [x], x)
  const binary =
    (op: string, output?: "bool"): Binary =>
    (first, second) => {
      const [a, b] = [lift(first, second), lift(second, first)]
      return one(op, [a, b], { dtype: output ?? a.dtype, shape: broadcastShapes(op, [a.shape, b.shape]) })
    }
  const reduction =
    (op: string, axesAreInputSince: number): Reduction =>
    (x, axes) => {
      const type = { dtype: x.dtype, shape: reducedShape(x.shape, axes) }
      return opset >= axesAreInputSince
        ? one(op, [x, ints(axes)], type, { keepdims: 1 })
        : one(op, [x], type, { axes, keepdims: 1 })
    }
  const indexReduction =
    (op: string): IndexReduction =>
    (x, axis) =>
      one(op, [x], { dtype: "int64", shape: reducedShape(x.shape, [axis]) }, { axis, keepdims: 1 })

  return {
    graph,
    neg: unary("Neg"),
    abs: unary("Abs"),
    floor: unary("Floor"),
    ceil: unary("Ceil"),
    round: unary("Round"),
    exp: unary("Exp"),
    log: unary("Log"),
    sqrt: unary("Sqrt"),
    sin: unary("Sin"),
    cos: unary("Cos"),
    atan: unary("Atan"),
    tanh: unary("Tanh"),
    erf: unary("Erf"),
    not: unary("Not"),
    add: binary("Add"),
    sub: binary("Sub"),
    mul: binary("Mul"),
    div: binary("Div"),
    pow: binary("Pow"),
    max: binary("Max"),
    min: binary("Min"),
    equal: binary("Equal", "bool"),
    less: binary("Less", "bool"),
    lessOrEqual: binary("LessOrEqual", "bool"),
    greater: binary("Greater", "bool"),
    greaterOrEqual: binary("GreaterOrEqual", "bool"),
    and: binary("And", "bool"),
    or: binary("Or", "bool"),
    where: (condition, first, second) => {
      const [a, b] = [lift(first, second), lift(second, first)]
      const shape = broadcastShapes("Where", [condition.shape, a.shape, b.shape])
      return one("Where", [condition, a, b], { dtype: a.dtype, shape })
    },
    clip: (x, min, max) => one("Clip", [x, scalar(min, x.dtype as DType), scalar(max, x.dtype as DType)], x),
    cast: (x, dtype) =>
      x.dtype === dtype ? x : one("Cast", [x], { dtype, shape: x.shape }, { to: elementTypes[dtype] }),
    reduceSum: reduction("ReduceSum", 13),
    reduceProd: reduction("ReduceProd", 18),
    reduceMax: reduction("ReduceMax", 18),
    reduceMin: reduction("ReduceMin", 18),
    reduceL1: reduction("ReduceL1", 18),
    argMax: indexReduction("ArgMax"),
    argMin: indexReduction("ArgMin"),
    cumSum: (x, axis, { exclusive, reverse }) =>
      one("CumSum", [x, ints([axis])], x, { exclusive: Number(exclusive), reverse: Number(reverse) }),
    topK: (x, axis, largest) => {
      const types = [x, { dtype: "int64" as const, shape: x.shape }]
      const [values, indices] = graph.emit("TopK", [x, lengthList(x.shape[axis]!)], types, {
        axis,
        largest: Number(largest),
        sorted: 1,
      })
      return [values!, indices!]
    },
    reshape: (x, shape) => {
      const type = { dtype: x.dtype, shape }
      const unknown = shape.filter((length) => isDynamic(length, dynamic))
      // 0 is a length, not a wish to keep the one at its place
      const isZero = shape.includes(0) ? { allowzero: 1 } : {}
      // one length may be left to the runtime, but not beside a zero
      if (unknown.length !== 1 || shape.includes(0)) return one("Reshape", [x, list(shape)], type, isZero)
      return one("Reshape", [x, ints(shape.map((length) => (length === unknown[0] ? -1 : length)))], type)
    },
    transpose: (x, perm) =>
      one("Transpose", [x], { dtype: x.dtype, shape: perm.map((axis) => x.shape[axis]!) }, { perm }),
    expand: (x, shape) => {
      // 1 leaves a length as it is
      const to = shape.map((length, axis) => (length === x.shape[axis - shape.length + x.shape.length] ? 1 : length))
      return one("Expand", [x, list(to)], { dtype: x.dtype, shape })
    },
    concat: (xs, axis) => {
      const [first] = xs
      const total = xs.reduce((sum, x) => sum + x.shape[axis]!, 0)
      const shape = first!.shape.map((length, i) => (i === axis ? total : length))
      return one("Concat", xs, { dtype: first!.dtype, shape }, { axis })
    },
    slice: (x, start, end) => {
      const axes = start.flatMap((from, axis) => (from === 0 && end[axis] === x.shape[axis] ? [] : [axis]))
      const pick = (bounds: readonly number[]) => list(axes.map((axis) => bounds[axis]!))
      const type = { dtype: x.dtype, shape: start.map((from, axis) => end[axis]! - from) }
      return one("Slice", [x, pick(start), pick(end), ints(axes)], type)
    },
    pad: (x, before, after, value) => {
      const shape = x.shape.map((length, axis) => before[axis]! + length + after[axis]!)
      const filler = scalar(value, x.dtype as DType)
      return one("Pad", [x, list([...before, ...after]), filler], { dtype: x.dtype, shape }, { mode: "constant" })
    },
    gather: (x, indices, axis) => {
      const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]
      return one("Gather", [x, indices], { dtype: x.dtype, shape }, { axis })
    },
    gatherElements: (x, indices, axis) =>
      one("GatherElements", [x, indices], { dtype: x.dtype, shape: indices.shape }, { axis }),
    scatterAdd: (x, indices, updates, axis) =>
      one("ScatterElements", [x, indices, updates], x, { axis, reduction: "add" }),
    matMul: (a, b, shape) => one("MatMul", [a, b], { dtype: a.dtype, shape }),
    range: (start, limit, step, length) => one("Range", [start, limit, step], { dtype: start.dtype, shape: [length] }),
    scalar,
    constant: ({ dtype, shape, data }) => graph.constant(dtype, shape, data),
    length: (length) =>
      isDynamic(length, dynamic)
        ? one("Squeeze", [lengthList(length)], { dtype: "int64", shape: [] })
        : graph.constant("int64", [], BigInt64Array.of(BigInt(length))),
  }
}
