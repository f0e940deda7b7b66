import { Command } from "commander"
import { openBackend } from "../backends.ts"
import { figures, writeFigures } from "../demo/pictures.ts"
import { conditions, gradients, heading, precision, prose, tables } from "../demo/sections.ts"
import { exit } from "../errors.ts"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { verify } from "./conformance.ts"

const examples = `
Examples:
  gradual demo
  gradual demo --out pictures
  gradual demo --backend tfjs-wasm
`

/** `gradual demo`: the question that started Gradual, answered with numbers, pictures and a proof. */
export function demoCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("demo")
    .summary("the original question, end to end: tables, gradients, pictures, conformance")
    .description(
      "Answers the question that started Gradual: from values to their argmax, gradually and differentiably.",
    )
    .option("--backend <name>", "what computes the numbers", "js")
    .option("--out <folder>", "where the pictures go", "gradual-demo")
    .addHelpText("after", examples)
    .action(async (options: DemoOptions) => finish(await demo(io, options)))
}

interface DemoOptions {
  readonly backend: string
  readonly out: string
}

async function demo(io: Io, { backend: name, out: folder }: DemoOptions): Promise<number> {
  const print = (lines: readonly string[]) => io.stdout.write(`${lines.join("\n")}\n`)
  const { isColorSupported: color } = colorsFor(io.stdout, io.env)
  const backend = await openBackend(io, name)
  const drawn = await figures()
  const paths = await writeFigures(io, folder, drawn) // first, so that a folder that cannot be written is told at once

  print([...heading(io, "From values to the choice of their maximum, gradually"), ...(await tables(io, backend))])
  print([...heading(io, "Gradients"), ...(await gradients(io, backend))])
  print([...heading(io, "Digits"), ...(await precision(io, backend))])
  print([...heading(io, "Conditions"), ...conditions(io)])
  print([
    ...heading(io, "Pictures"),
    drawn.gradual.toText({ width: Math.min(76, widthOf(io.stdout)), height: 10, color }),
    "",
    ...paths.map((path) => `  ${path}`),
    "",
  ])
  print([
    ...heading(io, "Conformance"),
    ...prose(
      io,
      `The numbers above were computed by the backend ${backend.name}. Are they right? Compared with references of 50 digits and more, and with the laws above:`,
    ),
  ])
  const report = await verify(io, name)
  const { formatReport } = await import("@gradual/conformance")
  print([formatReport(report, { failuresOnly: true, color })])
  return report.summary.failed > 0 ? exit.failed : exit.ok
}
