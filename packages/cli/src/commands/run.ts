import type { NDArray } from "@gradual/core"
import { Command, Option } from "commander"
import { openBackend } from "../backends.ts"
import { type Answer, compute } from "../compute.ts"
import { exit } from "../errors.ts"
import type { Io } from "../io.ts"
import { operatorNamed } from "../lookup.ts"
import { parseAxis } from "../parse/axis.ts"
import { checkBroadcast } from "../parse/broadcast.ts"
import { parseP } from "../parse/p.ts"
import { collect, withSettings } from "../parse/parameters.ts"
import { type FloatDType, readValues, toTensor } from "../parse/values.ts"
import { clampedNote } from "../text/clamped.ts"
import { describeAnswer } from "../text/answer.ts"

interface RunOptions {
  readonly values?: string
  readonly p?: string
  readonly set?: readonly string[]
  readonly axis: string
  readonly dtype: FloatDType
  readonly grad?: boolean
  readonly cotangent?: string
  readonly backend: string
  readonly json?: boolean
}

const examples = `
Examples:
  gradual run gradual --values '[0.1304,0.5134,0.7426,0.7159,0.5705]' --p 3
  gradual run softmaxBlend --values '[0.2,0.4]' --p inf --grad
  gradual run gradual --values '[0.2,0.4,0.8]' --p '[[1],[2],[3]]' --dtype float64 --json
  gradual run logitGain --values @scores.json --axis 0 --p 2
  echo '[0.2,0.4]' | gradual run gradual --values - --p 3

Values outside an operator's domain are clamped to it and get no gradient, as in
the library; a line on standard error says so. A p outside its domain is an error.
"gradual operators" lists the domains.
`

/** `gradual run`: an operator's result, and its gradients when asked for. */
export function runCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("run")
    .summary("apply an operator to values")
    .description("Applies an operator to values, and differentiates it with --grad.")
    .argument("<operator>", "a name of the catalogue, such as gradual")
    .option("--values <json>", "numbers in nested JSON lists, @file.json, or - for standard input")
    .option("--p <number>", "sharpness: a number, inf, or JSON lists that broadcast with the values")
    .option(
      "--set <name=number>",
      "another parameter of the operator, such as k=2; may be given several times",
      collect,
    )
    .option("--axis <integer>", "the axis of the values along which entries compete", "-1")
    .addOption(new Option("--dtype <name>", "what to compute with").choices(["float32", "float64"]).default("float32"))
    .option("--grad", "also print the gradients with respect to the values and p")
    .option("--cotangent <json>", "what the gradients are weighted with; ones if not given (implies --grad)")
    .option("--backend <name>", "what computes: js, wasm, tfjs-cpu, tfjs-wasm, ort, ort-node, or a ./module.js", "js")
    .option("--json", "print JSON, every number in full")
    .addHelpText("after", examples)
    .action(async (name: string, options: RunOptions) => finish(await run(io, name, options)))
}

async function run(io: Io, name: string, options: RunOptions): Promise<number> {
  const operator = operatorNamed(name)
  const { dtype } = options
  const p = parseP(options.p ?? operator.defaultP?.toString(), operator.domains.p, dtype)
  const given = await readValues(io, options.values, "--values")
  const values = toTensor(given, dtype, "--values")
  checkBroadcast(given, p)
  const axis = parseAxis(options.axis, given.shape.length)
  const cotangent =
    options.cotangent === undefined
      ? options.grad === true && ("ones" as const)
      : toTensor(await readValues(io, options.cotangent, "--cotangent"), dtype, "--cotangent")
  const backend = await openBackend(io, options.backend)
  const question = { operator: withSettings(operator, options.set), values, p: toTensor(p, dtype, "--p"), axis }
  const answer = await compute(backend, cotangent === false ? question : { ...question, cotangent })

  const note = (text: string) => io.stderr.write(`gradual run: note: ${text}\n`)
  for (const text of clampedNote(operator, given.data)) note(text)
  noteNaN(answer, note)
  if (options.json === true) io.stdout.write(`${JSON.stringify(await toJson(name, backend.name, answer))}\n`)
  else io.stdout.write(`${describeAnswer(io, { name, backend: backend.name, ...question, ...answer }).join("\n")}\n`)
  return exit.ok
}

/** A result is never NaN in silence. */
function noteNaN({ output, gradients }: Answer, note: (text: string) => void): void {
  const hasNaN = (array: NDArray) => array.data.some(Number.isNaN)
  const named = [output, ...(gradients ?? [])].flatMap((array, i) =>
    hasNaN(array) ? [["the result", "the gradient of the values", "the gradient of p"][i] as string] : [],
  )
  if (named.length > 0) note(`NaN in ${named.join(", ")}: undefined there`)
}

/** The documented JSON: tensors as in case files. */
async function toJson(operator: string, backend: string, { output, gradients }: Answer): Promise<unknown> {
  const { toCaseTensor } = await import("@gradual/conformance") // loads all golden cases: only where it is needed
  const tensors = { operator, backend, outputs: [toCaseTensor(output)] }
  return gradients === undefined ? tensors : { ...tensors, gradients: gradients.map(toCaseTensor) }
}
