import { type NDArray, type Tensor, tensor } from "@gradual/core"
import type { InputSpec, Model, ToOnnxOptions } from "@gradual/onnx"
import type { Listed, Operator } from "@gradual/operators"
import { extname } from "node:path"
import { Command, Option } from "commander"
import { exit, shown, usage } from "../errors.ts"
import { writeOutput } from "../files.ts"
import type { Io } from "../io.ts"
import { operatorNamed } from "../lookup.ts"
import { parseAxis } from "../parse/axis.ts"
import { checkBroadcast } from "../parse/broadcast.ts"
import { parseP } from "../parse/p.ts"
import { collect, withSettings } from "../parse/parameters.ts"
import { parseDynamic, parseShape } from "../parse/shape.ts"
import { type FloatDType, toTensor } from "../parse/values.ts"
import { table } from "../text/table.ts"

interface ExportOptions {
  readonly shape?: string
  readonly p?: string
  readonly set?: readonly string[]
  readonly axis: string
  readonly dtype: FloatDType
  readonly grad?: boolean
  readonly dynamic?: string
  readonly target: "cpu" | "gpu"
  readonly opset: string
  readonly out?: string
}

const examples = `
Examples:
  gradual export gradual --shape 4,10 --out gradual.onnx
  gradual export gradual --shape 1,10 --dynamic 0=batch --grad --out gradual.onnx
  gradual export softmaxBlend --shape 3,224,224 --axis 0 --p 5 --out blend.onnx

The model takes "values" and, unless --p fixes it, the scalar "p"; it returns
"output". With --grad it also takes "output_grad", the cotangent of the output
(ones for the gradient of its sum), and returns "values_grad" and "p_grad".
`

/** `gradual export`: an operator as an ONNX model. */
export function exportCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("export")
    .summary("write an operator as an ONNX model")
    .description("Writes an operator, and its gradients with --grad, as an ONNX model that any ONNX runtime runs.")
    .argument("<operator>", "a name of the catalogue, such as gradual")
    .option("--shape <lengths>", "shape of the values, such as 4,10")
    .option(
      "--p <number>",
      "fix the sharpness in the model: a number, inf, or JSON lists that broadcast with the values",
    )
    .option("--set <name=number>", "fix another parameter, such as k=2; may be given several times", collect)
    .option("--axis <integer>", "the axis of the values along which entries compete", "-1")
    .addOption(new Option("--dtype <name>", "dtype of the values").choices(["float32", "float64"]).default("float32"))
    .option("--grad", "also return the gradients with respect to the values and p")
    .option("--dynamic <axes>", "axes whose length is known only when the model runs: 0, or 0=batch to name it")
    .addOption(new Option("--target <name>", "what the model will run on").choices(["cpu", "gpu"]).default("cpu"))
    .addOption(
      new Option("--opset <version>", "version of ONNX's operators")
        .choices(["17", "18", "19", "20", "21"])
        .default("21"),
    )
    .option("--out <file>", "the .onnx file to write")
    .addHelpText("after", examples)
    .action(async (name: string, options: ExportOptions) => finish(await exportModel(io, name, options)))
}

async function exportModel(io: Io, name: string, options: ExportOptions): Promise<number> {
  const listed = operatorNamed(name)
  const shape = parseShape(options.shape)
  const { dtype, out, target, opset } = options
  const p = options.p === undefined ? undefined : fixed(options.p, listed, shape, dtype)
  const axis = parseAxis(options.axis, shape.length)
  if (out === undefined || extname(out).toLowerCase() !== ".onnx")
    throw usage("--out", "a file name ending in .onnx expected", shown(out ?? ""), "Example: --out model.onnx")
  const { toModel, toOnnx } = await import("@gradual/onnx")
  const inputs: Record<string, InputSpec> = {
    values: { shape, dtype, doc: "scores; entries along an axis compete" },
    ...(p === undefined ? { p: { shape: [], dtype, doc: "sharpness" } } : {}),
  }
  const described: ToOnnxOptions = {
    name,
    doc: `${listed.summary}: ${listed.formula}`,
    gradients: options.grad === true,
    target,
    opset: Number(opset),
    ...(options.dynamic === undefined ? {} : { dynamicAxes: { values: parseDynamic(options.dynamic, shape.length) } }),
  }
  const operator = applied(withSettings(listed, options.set), axis, p)
  const bytes = toOnnx(operator, inputs, described)
  const path = await writeOutput(io, "--out", out, bytes)
  const lines = [path, ...describe(toModel(operator, inputs, described), bytes.length)]
  io.stdout.write(`${lines.join("\n")}\n`)
  return exit.ok
}

function fixed(text: string, { domains }: Listed, shape: readonly number[], dtype: FloatDType): NDArray {
  const p = parseP(text, domains.p, dtype)
  checkBroadcast({ shape }, p)
  return toTensor(p, dtype, "--p")
}

/** The operator as a function of what the model takes. */
function applied(operator: Operator, axis: number, p: NDArray | undefined): (...args: Tensor[]) => Tensor {
  return (values, sharpness) =>
    operator(values as Tensor, p === undefined ? (sharpness as Tensor) : tensor(p), { axis })
}

/** What a model takes and returns, for people. */
function describe({ inputs, outputs, nodes, opset }: Model, size: number): string[] {
  const rows = (ports: Model["inputs"]) =>
    ports.map(({ name, dtype, shape, doc = "" }) => [`    ${name}`, dtype, `[${shape.join(", ")}]`, doc])
  const all = table([...rows(inputs), ...rows(outputs)], ["left", "left", "left", "left"])
  const kilobytes = (size / 1000).toFixed(1)
  return [
    `  ${nodes.length} nodes of opset ${opset}, ${kilobytes} kB`,
    "  takes",
    ...all.slice(0, inputs.length),
    "  returns",
    ...all.slice(inputs.length),
  ]
}
