import { extname } from "node:path"
import type { Domain, Listed } from "@gradual/operators"
import type { Picture } from "@gradual/plot"
import { Command } from "commander"
import { exit, shown, usage } from "../errors.ts"
import { writeOutput } from "../files.ts"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { operatorNamed } from "../lookup.ts"
import { collect, parseSettings } from "../parse/parameters.ts"
import { parseSweep } from "../parse/sweep.ts"
import { readValues } from "../parse/values.ts"
import { clampedNote } from "../text/clamped.ts"

interface PlotOptions {
  readonly values?: string
  readonly p?: string
  readonly set?: readonly string[]
  readonly field?: boolean
  readonly out?: string
}

const usualValues = "[0.1304,0.5134,0.7426,0.7159,0.5705]"
const usualRange = "1..19"
const usualSharpness = "4"

/** More take minutes to draw, and cannot be told apart. */
const mostResults = 100_000

const examples = `
Examples:
  gradual plot gradual
  gradual plot gradual scaledSoftmax --out compare.svg
  gradual plot scaledSoftmax --values '[0,0.25,0.5,0.75,1]' --p 0..19 --out softmax.png
  gradual plot logitGain --p 1..1000:9
  gradual plot scaledSoftmax --field --p 4 --out field.svg

With --field the picture shows where a gradient leads: the first result as color,
its gradient in the values as arrows, at one p. Operators that give a distribution
are drawn over the distributions of three entries, others over two values in [0, 1].

Without --out the picture is drawn in the terminal.
`

/** `gradual plot`: operators over their sharpness, as a picture. */
export function plotCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("plot")
    .summary("draw operators over their sharpness")
    .description("Draws what operators make of values as p grows, or with --field where their gradients lead.")
    .argument("<operator...>", "names of the catalogue, a panel for each")
    .option("--values <json>", `one row of numbers, @file.json, or - for standard input (default: ${usualValues})`)
    .option(
      "--p <range>",
      `a..b, a..b:step, or a list such as 1,2,3; with --field a number (default: ${usualRange}, ${usualSharpness} with --field)`,
    )
    .option("--set <name=number>", "another parameter, such as k=2; may be given several times", collect)
    .option("--field", "draw the gradient in the values at one p")
    .option("--out <file>", "write an .svg or .png file instead of drawing in the terminal")
    .addHelpText("after", examples)
    .action(async (names: readonly string[], options: PlotOptions) => finish(await plot(io, names, options)))
}

async function plot(io: Io, names: readonly string[], options: PlotOptions): Promise<number> {
  const operators = [...new Set(names)].map(operatorNamed)
  const parameters = parseSettings(operators, options.set)
  const format = options.out === undefined ? "text" : extname(options.out).toLowerCase()
  if (format !== "text" && format !== ".svg" && format !== ".png")
    throw usage("--out", "a file name ending in .svg or .png expected", shown(options.out ?? ""))
  const draw = options.field === true ? drawField : drawSweep
  const picture = await draw(io, { operators, parameters }, options)
  if (options.out === undefined) {
    const { isColorSupported: color } = colorsFor(io.stdout, io.env)
    io.stdout.write(`${picture.toText({ width: Math.min(100, widthOf(io.stdout)), color })}\n`)
    return exit.ok
  }
  const path = await writeOutput(io, "--out", options.out, format === ".svg" ? picture.toSvg() : await picture.toPng())
  io.stdout.write(`${path}\n`)
  return exit.ok
}

/** What is drawn, however it is. */
interface Subject {
  readonly operators: readonly Listed[]
  readonly parameters: Readonly<Record<string, number>>
}

async function drawSweep(io: Io, { operators, parameters }: Subject, options: PlotOptions): Promise<Picture> {
  const p = parseSweep(options.p ?? usualRange, domainsOf(operators))
  const { shape, data: values } = await readValues(io, options.values ?? usualValues, "--values")
  if (shape.length > 1) throw usage("--values", "one row of numbers expected", `shape [${shape}]`)
  if (values.length * p.length > mostResults)
    throw usage(
      "--values",
      `at most ${mostResults} results in a panel expected`,
      `${values.length} values at ${p.length} p`,
    )
  for (const operator of operators)
    for (const note of clampedNote(operator, values)) io.stderr.write(`gradual plot: note: ${operator.name}: ${note}\n`)
  const { sweepFigure } = await import("@gradual/plot") // the drawing libraries are loaded only here
  return sweepFigure({ operators, values, p, parameters })
}

async function drawField(_io: Io, { operators, parameters }: Subject, options: PlotOptions): Promise<Picture> {
  if (options.values !== undefined)
    throw usage("--values", "nothing expected with --field, which draws all values", shown(options.values))
  const [p, ...more] = parseSweep(options.p ?? usualSharpness, domainsOf(operators))
  if (p === undefined || more.length > 0)
    throw usage("--p", "one number expected with --field", shown(options.p ?? ""), "Example: --p 4")
  const { fieldFigure } = await import("@gradual/plot")
  return fieldFigure({ operators, p, parameters })
}

const domainsOf = (operators: readonly Listed[]): readonly Domain[] => operators.map(({ domains }) => domains.p)
