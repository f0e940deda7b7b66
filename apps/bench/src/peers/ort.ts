import { encodeModel, type Model } from "@gradual/onnx"
import type * as onnx from "onnxruntime-web"
import { type Kind, peersOf, type Ready, timed } from "../contender.ts"
import type { Problem } from "../problem.ts"
import type { Workload } from "../workloads.ts"
import { onnxRuntime } from "./onnx-runtime.ts"
import { type Line, type OrtFormula, ortFormulas } from "./ort-formulas.ts"

/** Graphs written by hand, on ONNX Runtime's WebAssembly. */
export const ortWasm: Kind = (workload) =>
  peersOf("ort-wasm", ortFormulas[workload.name], (formula, problem) => prepare(formula, workload, problem))

/** One session each for both questions. */
async function prepare({ forward, backward }: OrtFormula, workload: Workload, problem: Problem): Promise<Ready> {
  const runtime = onnxRuntime()
  const create = (lines: readonly Line[], outputs: readonly string[]) =>
    runtime.InferenceSession.create(encodeModel(model(workload, problem, lines, outputs)), { logSeverityLevel: 4 })
  const session = await create([...forward, ...backward], ["value", "gradient"])
  const [extra] = problem.extra
  const feeds: Record<string, onnx.Tensor> = {
    values: new runtime.Tensor("float32", problem.values, problem.shape),
    p: new runtime.Tensor("float32", [problem.p], []),
  }
  if (extra !== undefined) feeds[nameOf(extra)] = new runtime.Tensor(extra.dtype, extra.data, extra.shape)
  const numbers = (tensor: onnx.Tensor | undefined) => tensor?.data as Float32Array
  return timed({
    run: async () => {
      const { value, gradient } = await session.run(feeds)
      return { value: numbers(value)[0] as number, gradient: numbers(gradient) }
    },
    outputs: async () => {
      const asking = await create(forward, ["outputs"])
      const { outputs } = await asking.run(feeds)
      await asking.release()
      return numbers(outputs)
    },
    dispose: () => void session.release(),
  })
}

const nameOf = ({ dtype }: Problem["extra"][number]): string => (dtype === "int32" ? "labels" : "weights")

/** What an op needs besides inputs. */
const attributes: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  ReduceMean: { keepdims: 0 },
  GatherElements: { axis: -1 },
  ScatterElements: { axis: -1, reduction: "add" },
}

function model(
  { name }: Workload,
  { shape, values, extra }: Problem,
  lines: readonly Line[],
  outputs: readonly string[],
): Model {
  const float = { dtype: "float32" as const }
  const isPerRow = name === "crossEntropy"
  const count = isPerRow ? values.length / (shape.at(-1) as number) : values.length
  const scalar = (named: string, value: number) => ({
    ...float,
    name: named,
    shape: [],
    data: new Uint8Array(Float32Array.of(value).buffer),
  })
  const shapes: Readonly<Record<string, readonly number[]>> = {
    outputs: isPerRow ? [...shape.slice(0, -1), 1] : shape,
    value: [],
    gradient: shape,
  }
  return {
    irVersion: 10,
    opset: 21,
    producer: { name: "by hand", version: "1" },
    name,
    inputs: [
      { ...float, name: "values", shape },
      { ...float, name: "p", shape: [] },
      ...extra.map((each) => ({ dtype: each.dtype, name: nameOf(each), shape: each.shape })),
    ],
    outputs: outputs.map((each) => ({ ...float, name: each, shape: shapes[each] as readonly number[] })),
    initializers: [
      scalar("1", 1),
      scalar("1/count", 1 / count),
      { name: "last", dtype: "int64", shape: [1], data: new Uint8Array(BigInt64Array.of(-1n).buffer) },
    ],
    nodes: lines.map(([line, op, ...inputs]) => ({
      name: `${line}/${op}`,
      op,
      inputs,
      outputs: [line],
      attributes: attributes[op] ?? {},
    })),
  }
}
