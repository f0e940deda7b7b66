import { type DType, type NDArray, type Shape, sizeOf } from "@gradual/core"
import type { Attribute, ElementType, Initializer, Node } from "./messages.ts"
import type { DynamicLength } from "./lengths.ts"

/**
 * What the model will run on. `cpu` is any runtime with float64 and IEEE 754 arithmetic; `gpu` one whose float32 is that of
 * shaders, without float64: its elementary functions are made of more nodes.
 */
export type Target = "cpu" | "gpu"

/** The type of a value in a graph. */
export interface Type {
  readonly dtype: ElementType
  /** Lengths; one that is known only when the model runs is stood for by a prime. */
  readonly shape: Shape
}

/** A value in a graph: what one node makes and others read. */
export interface Value extends Type {
  readonly name: string
}

/** A graph that grows by a node at a time. */
export interface Graph {
  readonly target: Target
  readonly opset: number
  readonly dynamic: readonly DynamicLength[]
  readonly nodes: readonly Node[]
  readonly initializers: readonly Initializer[]
  /** Adds a node with outputs of these types; `undefined` inputs are optional ones left out. */
  emit(
    op: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly Type[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): readonly Value[]
  /** Values known now. Equal small ones are one initializer. */
  constant(dtype: ElementType, shape: Shape, data: NDArray["data"] | BigInt64Array): Value
  /** Begins the part of the graph that computes one equation: its nodes are named after it. */
  enter(name: string): void
}

/** Constants of up to this many bytes are looked for among those there are. */
const sharedBytes = 256

/** What a graph is made for. */
export interface GraphOptions extends Pick<Graph, "target" | "opset" | "dynamic"> {
  /** Names that are taken already. */
  readonly reserved: readonly string[]
}

/** An empty graph. */
export function newGraph({ target, opset, dynamic, reserved }: GraphOptions): Graph {
  const nodes: Node[] = []
  const initializers: Initializer[] = []
  const shared = new Map<string, Value>()
  const taken = new Set(reserved)
  const counts = new Map<string, number>()
  let scope = ""
  const unique = (name: string): string => {
    let count = counts.get(name) ?? 0
    let free = name
    for (; count > 0 || taken.has(free); count++) {
      free = `${name}_${Math.max(1, count)}`
      if (!taken.has(free)) break
    }
    counts.set(name, Math.max(1, count) + Number(free !== name))
    taken.add(free)
    return free
  }
  return {
    target,
    opset,
    dynamic,
    nodes,
    initializers,
    emit(op, inputs, outputs, attributes = {}) {
      const name = unique(`${scope}/${op}`)
      const values = outputs.map((type, i) => ({ ...type, name: i === 0 ? name : `${name}:${i}` }))
      nodes.push({
        name,
        op,
        inputs: inputs.map((input) => input?.name ?? ""),
        outputs: values.map((value) => value.name),
        attributes,
      })
      return values
    },
    constant(dtype, shape, data) {
      const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      const key = raw.length <= sharedBytes ? `${dtype}[${shape.join()}]${raw.join()}` : undefined
      const known = key === undefined ? undefined : shared.get(key)
      if (known !== undefined) return known
      const value = { name: unique(nameOf(dtype, shape, data)), dtype, shape }
      initializers.push({ name: value.name, dtype, shape, data: raw })
      if (key !== undefined) shared.set(key, value)
      return value
    },
    enter(name) {
      scope = unique(name)
    },
  }
}

/** A name that says what is in it: `0.5`, `int64[2]`. */
function nameOf(dtype: ElementType, shape: Shape, data: NDArray["data"] | BigInt64Array): string {
  return sizeOf(shape) === 1 && dtype === "float32" ? `${data[0]}` : `${dtype}[${shape.join()}]`
}

/** Whether values of a dtype are floating-point numbers. */
export function isFloating(dtype: ElementType): dtype is DType {
  return dtype === "float32" || dtype === "float64"
}
