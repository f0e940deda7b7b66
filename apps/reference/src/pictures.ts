import { join } from "node:path"
import { main } from "@gradual/cli"
import { operators } from "./page.ts"

export const picturesPath = "docs/pictures/operators"

/** The commands that draw the pictures of every operator, by the names of their files. */
export const commands: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  operators.flatMap(({ name }) => [
    [`${name}.svg`, ["plot", name]],
    [`${name}-field.svg`, ["plot", name, "--field", "--p", "4"]],
  ]),
)

/** Draws a picture into a folder, as `gradual plot` does. */
export async function draw(file: string, folder: string): Promise<void> {
  let said = ""
  const note = { write: (text: string) => (said += text) }
  const world = { stdout: note, stderr: note, stdin: async () => "", env: {}, cwd: folder, now: () => 0 }
  const code = await main([...(commands[file] ?? []), "--out", join(folder, file)], world)
  if (code !== 0) throw new Error(`${file}: ${said.trim()}`)
}
