import { demote, fail, interpret, type Program, show } from "@gradual/core"
import { newGraph, type Target, type Value } from "./graph.ts"
import { tablesOf } from "./kernels/index.ts"
import type { Model, Node, ValueInfo } from "./messages.ts"
import { type DynamicLength, writeLength } from "./lengths.ts"
import { version } from "./version.ts"
import { vocabularyOf } from "./vocabulary.ts"

/** How a program is written as a model. */
export interface EncodeOptions {
  /** Names of the inputs, in the program's order. Default `x0`, `x1`, … */
  readonly inputs?: readonly string[]
  /** Names of the outputs, in the program's order. Default `y0`, `y1`, … */
  readonly outputs?: readonly string[]
  /** Name of the graph. Default `gradual`. */
  readonly name?: string
  /** What the model is, for people. */
  readonly doc?: string
  /** What inputs and outputs are, for people, by name. */
  readonly docs?: Readonly<Record<string, string>>
  /** What it will run on: `cpu` (the default) for runtimes with float64, `gpu` for WebGPU. */
  readonly target?: Target
  /** The version of ONNX's operators, from 17 to 21. Default 21. */
  readonly opset?: number
}

/** The format of the file in which each version of the operators came out. */
const irVersions: ReadonlyMap<number, number> = new Map([
  [17, 8],
  [18, 8],
  [19, 9],
  [20, 9],
  [21, 10],
])

/** The model of a program, in which primes may stand for lengths that are known only when it runs. */
export function modelOf(program: Program, options: EncodeOptions, dynamic: readonly DynamicLength[]): Model {
  const { name = "gradual", doc, docs = {}, target = "cpu", opset = 21 } = options
  const irVersion = irVersions.get(opset)
  if (irVersion === undefined)
    throw fail("VALUE", "onnx", `opset must be one of ${[...irVersions.keys()].join(", ")}`, `opset=${show(opset)}`)
  const { inputs = program.inputs.map((_, i) => `x${i}`), outputs = program.outputs.map((_, i) => `y${i}`) } = options
  checkNames(inputs, outputs, program)
  const graph = newGraph({ target, opset, dynamic, reserved: [...inputs, ...outputs] })
  const given = program.inputs.map(({ dtype, shape }, i): Value => ({ name: inputs[i] as string, dtype, shape }))
  const able = target === "gpu" ? demote(program, "onnx for GPUs") : program
  const results = interpret(able, { name: "onnx", ...tablesOf(vocabularyOf(graph)) })(given)
  const info = ({ dtype, shape }: Value, name: string): ValueInfo => ({
    name,
    dtype,
    shape: shape.map((length) => writeLength(length, dynamic)),
    ...(docs[name] === undefined ? {} : { doc: docs[name] }),
  })
  return {
    irVersion,
    opset,
    producer: { name: "gradual", version },
    name,
    ...(doc === undefined ? {} : { doc }),
    inputs: given.map((value) => info(value, value.name)),
    outputs: results.map((value, i) => info(value, outputs[i] as string)),
    initializers: graph.initializers,
    nodes: withOutputs(graph.nodes, results, outputs),
  }
}

/** Nodes whose results have the names of outputs; what no node makes, or is asked for twice, is copied. */
function withOutputs(nodes: readonly Node[], results: readonly Value[], names: readonly string[]): Node[] {
  const made = new Set(nodes.flatMap(({ outputs }) => outputs))
  const renamed = new Map<string, string>()
  const copies: Node[] = []
  results.forEach((value, i) => {
    const name = names[i] as string
    if (made.has(value.name) && !renamed.has(value.name)) renamed.set(value.name, name)
    else
      copies.push({ name: `${name}/Identity`, op: "Identity", inputs: [value.name], outputs: [name], attributes: {} })
  })
  const now = (name: string): string => renamed.get(name) ?? name
  return [...nodes, ...copies].map((node) => ({
    ...node,
    inputs: node.inputs.map(now),
    outputs: node.outputs.map(now),
  }))
}

function checkNames(inputs: readonly string[], outputs: readonly string[], program: Program): void {
  for (const [what, names, values] of [
    ["inputs", inputs, program.inputs],
    ["outputs", outputs, program.outputs],
  ] as const)
    if (names.length !== values.length)
      throw fail("INPUT", "onnx", `a name for each of the ${values.length} ${what} expected`, show(names))
  const names = [...inputs, ...outputs]
  const wrong = names.find((name, i) => typeof name !== "string" || name === "" || names.indexOf(name) !== i)
  if (wrong !== undefined)
    throw fail("INPUT", "onnx", "names of inputs and outputs must be texts, not empty and all different", show(wrong))
}
