import { join } from "node:path"
import { catalogue, choose } from "@gradual/operators"
import type { Figure } from "@gradual/plot"
import { writeOutput } from "../files.ts"
import type { Io } from "../io.ts"
import { values } from "./question.ts"

/** Whole numbers from a to b. */
const range = (a: number, b: number): number[] => Array.from({ length: b - a + 1 }, (_, i) => a + i)

/** The three pictures of the question, by file name. */
export async function figures(): Promise<Readonly<Record<"softmax" | "gradual" | "operators", Figure>>> {
  const { sweepFigure } = await import("@gradual/plot")
  const operators = choose({ kind: "choice" })
  return {
    softmax: sweepFigure({
      operators: [catalogue.scaledSoftmax],
      values: [0, 0.25, 0.5, 0.75, 1],
      p: range(0, 19),
      inputs: false,
      title: "softmax(p·v): uniform at p = 0, never the values",
    }),
    gradual: sweepFigure({
      operators: [catalogue.gradual],
      values,
      p: range(1, 19),
      inputs: false,
      title: "gradual: from the values to the choice of their maximum",
    }),
    operators: sweepFigure({
      operators,
      values,
      p: range(1, 19),
      title: `From the values to a hard choice, in ${operators.length} ways`,
    }),
  }
}

/** Writes figures as SVG and PNG into a folder; the paths written. */
export async function writeFigures(io: Io, folder: string, drawn: Readonly<Record<string, Figure>>): Promise<string[]> {
  const paths: string[] = []
  for (const [name, figure] of Object.entries(drawn)) {
    paths.push(await writeOutput(io, "--out", join(folder, `${name}.svg`), figure.toSvg()))
    paths.push(await writeOutput(io, "--out", join(folder, `${name}.png`), await figure.toPng()))
  }
  return paths
}
