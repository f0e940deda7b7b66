import {
  type AxesParams,
  type AxisParams,
  type DType,
  type PadParams,
  type SliceParams,
  sizeOf,
  stridesOf,
  type TransposeParams,
  type Var,
} from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { copyElement } from "../emit/access.ts"
import { splat, width } from "../emit/lanes.ts"
import { sizes } from "../memory.ts"
import { addressOf, plus } from "./integers.ts"
import { put, type Routine, repeat, vectors, type Work } from "./routine.ts"
import { type Axis, axesOf, forEachPlace, placesIn, walked } from "./strides.ts"

/** A walk through an array: steps along each axis, from an element on. */
interface Walk {
  readonly strides: readonly number[]
  readonly start: number
}

const whole = ({ shape }: Var): Walk => ({ strides: stridesOf(shape), start: 0 })
/** A walk that begins at an index. */
const from = ({ shape }: Var, index: readonly number[]): Walk => {
  const strides = stridesOf(shape)
  return { strides, start: index.reduce((sum, at, axis) => sum + at * strides[axis]!, 0) }
}

export const transpose: Routine = ({ inputs, params, output }) => {
  const strides = stridesOf(inputs[0]!.shape)
  const { perm } = params as TransposeParams
  return [copy(output.shape, inputs[0]!, { strides: perm.map((axis) => strides[axis]!), start: 0 }, whole(output))]
}

export const slice: Routine = ({ inputs, params, output }) => [
  copy(output.shape, inputs[0]!, from(inputs[0]!, (params as SliceParams).start), whole(output)),
]

export const reverse: Routine = ({ inputs, params, output }) => {
  const isTurned = (axis: number) => (params as AxesParams).axes.includes(axis)
  const { strides, start } = from(
    output,
    output.shape.map((length, axis) => (isTurned(axis) ? length - 1 : 0)),
  )
  const turned = strides.map((stride, axis) => (isTurned(axis) ? -stride : stride))
  return [copy(output.shape, inputs[0]!, { strides: turned, start }, whole(output))]
}

export const concat: Routine = ({ inputs, params, output }) => {
  const { axis } = params as AxisParams
  let before = 0
  return inputs.flatMap((x) => {
    const index = output.shape.map((_, one) => (one === axis ? before : 0))
    before += x.shape[axis]!
    return x.shape.includes(0) ? [] : [copy(x.shape, x, whole(x), from(output, index))]
  })
}

export const pad: Routine = ({ inputs, params, output }) => {
  const { before, value } = params as PadParams
  const [x] = inputs as readonly [Var]
  return [fill(output, value), ...(x.shape.includes(0) ? [] : [copy(x.shape, x, whole(x), from(output, before))])]
}

/** Makes all of an output one number. */
export function fill(output: Var, value: number): Work {
  return {
    units: 1,
    reads: [],
    write: (code, addresses, forUnits) =>
      forUnits(() =>
        vectors(code, sizeOf(output.shape), (at, some) =>
          put(code, splat(code, output.dtype, value), addressOf(code, addresses.output, at, output.dtype), some),
        ),
      ),
  }
}

/** Elements that are copied together, of the axis along which they are nearest to each other where they come from. */
const together = 8

/** Copies as many elements as `shape` has from a walk through an input to one through the output. */
function copy(shape: readonly number[], x: Var, from: Walk, to: Walk): Work {
  const bytes = sizes[x.dtype]
  const walks = [from, to]
  const axes = axesOf(
    shape,
    walks.map(({ strides }) => strides.map((stride) => stride * bytes)),
  )
  const last = axes.pop() ?? { length: 1, steps: [bytes, bytes] }
  const near = [...axes, last].reduce((a, b) => (Math.abs(b.steps[0]!) < Math.abs(a.steps[0]!) ? b : a))
  const tiles = { ...near, tile: Math.min(together, near.length) }
  const outer = [...axes.filter((axis) => axis !== near), ...(near === last ? [] : [tiles])]
  return {
    units: placesIn(outer),
    reads: [x],
    write: (code, { inputs: [input], output }, forUnits) => {
      const starts = [input!, output].map((address, i) => plus(code, address, walks[i]!.start * bytes))
      forUnits((unit) => {
        const places = walked(code, unit, outer, starts)
        if (last.steps.every((step) => step === bytes)) copyRun(code, places, last.length * bytes)
        else forEachPlace(code, near === last ? tiles : last, places, (at) => copySome(code, at, tiles, x.dtype))
      })
    },
  }
}

/** Copies the elements of a tile of an axis. */
function copySome(code: Code, places: readonly Value[], { steps, tile }: Axis, dtype: DType): void {
  const [source, target] = places as readonly [Value, Value]
  const [fromStep, toStep] = steps as readonly [number, number]
  const lowest = Math.min(0, (tile! - 1) * fromStep)
  const start = plus(code, source, lowest) // offsets are not negative
  for (let i = 0; i < tile!; i++) copyElement(code, dtype, start, target, i * fromStep - lowest, i * toStep)
}

/** Copies bytes that follow each other. */
function copyRun(code: Code, places: readonly Value[], bytes: number): void {
  const [source, target] = places as readonly [Value, Value]
  const vector = sizes.float32 * width
  const left = bytes % vector
  const one = (at: Value) =>
    code.store("v128.store", plus(code, target, at), code.load("v128.load", plus(code, source, at)))
  if (bytes > left) repeat(code, bytes - left, one, vector)
  if (bytes > left && left > 0) one(code.number(bytes - vector)) // copies may overlap
  for (let at = 0; bytes < vector && at < bytes; ) {
    const piece = bytes - at >= 8 ? "float64" : bytes - at >= 4 ? "float32" : "bool" // of its size
    copyElement(code, piece, source, target, at, at)
    at += sizes[piece]
  }
}
