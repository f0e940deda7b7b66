import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Example } from "./example.ts"
import { featureSelection } from "./feature-selection/example.ts"
import { learningToRank } from "./learning-to-rank/example.ts"
import { help, readOptions, UsageError } from "./options.ts"

/** Every example, in the order in which they are listed. */
export const examples: readonly Example[] = [featureSelection, learningToRank]

/** Where the command writes. */
export interface Io {
  out(text: string): void
  error(text: string): void
  /** Whether someone watches `error` and wants to see how far it is. */
  readonly progress: boolean
}

/** Runs an example; the exit code: 0 done, 2 a mistake on the command line. */
export function main(args: readonly string[], io: Io): number {
  try {
    const options = readOptions(args, examples)
    if (options === undefined) {
      io.out(help(examples))
      return 0
    }
    const { example, out } = options
    const progress = io.progress ? (doing: string) => io.error(`\r\u001b[K${doing}`) : () => {}
    const { report, pictures } = example.run({ ...options, progress })
    progress("")
    io.out(report)
    if (out !== undefined) io.out(write(out, pictures))
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.error(`example: ${error.message}\n`)
    return 2
  }
}

/** Writes pictures into a folder; says where they are. */
function write(folder: string, pictures: Readonly<Record<string, string>>): string {
  const paths = Object.keys(pictures).map((name) => join(folder, name))
  try {
    mkdirSync(folder, { recursive: true })
    for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder, name), svg)
  } catch (error) {
    throw new UsageError(
      `--out must be a folder that can be written to. Received: ${folder} (${(error as Error).message}).`,
    )
  }
  return paths.map((path) => `wrote ${path}\n`).join("")
}
