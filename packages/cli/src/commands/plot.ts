import { extname } from "node:path"
import { Command } from "commander"
import { exit, shown, usage } from "../errors.ts"
import { writeOutput } from "../files.ts"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { operatorNamed } from "../lookup.ts"
import { parseSweep } from "../parse/sweep.ts"
import { readValues } from "../parse/values.ts"
import { clampedNote } from "../text/clamped.ts"

interface PlotOptions {
  readonly values: string
  readonly p: string
  readonly out?: string
}

/** More take minutes to draw, and cannot be told apart. */
const mostResults = 100_000

const examples = `
Examples:
  gradual plot gradual
  gradual plot gradual scaledSoftmax --out compare.svg
  gradual plot scaledSoftmax --values '[0,0.25,0.5,0.75,1]' --p 0..19 --out softmax.png
  gradual plot logitGain --p 1..1000:9

Without --out the picture is drawn in the terminal.
`

/** `gradual plot`: operators over their sharpness, as a picture. */
export function plotCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("plot")
    .summary("draw operators over their sharpness")
    .description("Draws what operators make of values as p grows: dots for the values, lines for the results.")
    .argument("<operator...>", "names of the catalogue, a panel for each")
    .option(
      "--values <json>",
      "one row of numbers, @file.json, or - for standard input",
      "[0.1304,0.5134,0.7426,0.7159,0.5705]",
    )
    .option("--p <range>", "a..b, a..b:step, or a list such as 1,2,3", "1..19")
    .option("--out <file>", "write an .svg or .png file instead of drawing in the terminal")
    .addHelpText("after", examples)
    .action(async (names: readonly string[], options: PlotOptions) => finish(await plot(io, names, options)))
}

async function plot(io: Io, names: readonly string[], options: PlotOptions): Promise<number> {
  const operators = [...new Set(names)].map(operatorNamed)
  const p = parseSweep(
    options.p,
    operators.map(({ domains }) => domains.p),
  )
  const { shape, data: values } = await readValues(io, options.values, "--values")
  if (shape.length > 1) throw usage("--values", "one row of numbers expected", `shape [${shape}]`)
  if (values.length * p.length > mostResults)
    throw usage(
      "--values",
      `at most ${mostResults} results in a panel expected`,
      `${values.length} values at ${p.length} p`,
    )
  const format = options.out === undefined ? "text" : extname(options.out).toLowerCase()
  if (format !== "text" && format !== ".svg" && format !== ".png")
    throw usage("--out", "a file name ending in .svg or .png expected", shown(options.out ?? ""))

  for (const operator of operators)
    for (const note of clampedNote(operator, values)) io.stderr.write(`gradual plot: note: ${operator.name}: ${note}\n`)

  const { sweepFigure } = await import("@gradual/plot") // the drawing libraries are loaded only here
  const figure = sweepFigure({ operators, values, p })
  if (options.out === undefined) {
    const { isColorSupported: color } = colorsFor(io.stdout, io.env)
    io.stdout.write(`${figure.toText({ width: Math.min(100, widthOf(io.stdout)), color })}\n`)
    return exit.ok
  }
  const path = await writeOutput(io, "--out", options.out, format === ".svg" ? figure.toSvg() : await figure.toPng())
  io.stdout.write(`${path}\n`)
  return exit.ok
}
