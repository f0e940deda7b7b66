import { existsSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import process from "node:process"
import { run } from "../command.ts"
import { installWithNpm, installWithPnpm, layOut, NotChecked, type Project, type Stage } from "../project.ts"

/** The newest Node that is supported, from its package for this platform. */
const newest = "24.21.0"

/** Uses all packages that need no other runtime, under a strict package manager. */
async function use(stage: Stage, program: string): Promise<string> {
  layOut("quick-start", stage)
  layOut("node", stage)
  await installWithPnpm(stage)
  const place = { cwd: stage.folder, signal: stage.signal }
  const said: string[] = []
  for (const script of ["entries.mjs", "quick-start.mjs", "use.mjs"])
    said.push((await run(program, [script], place)).trim())
  return said.join("; ")
}

export const nodes: readonly Project[] = [
  {
    name: "node",
    about: "every entry, figure, model, suite and command, in the Node that runs this",
    run: (stage) => use(stage, process.execPath),
  },
  {
    name: "node-24",
    about: `the same in Node ${newest}`,
    async run(stage) {
      const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`
      const runtime = join(stage.folder, "..", "node-runtime")
      await mkdir(runtime)
      await installWithNpm({ ...stage, folder: runtime }, "--no-save", `${name}@${newest}`).catch((error: Error) => {
        stage.signal.throwIfAborted()
        throw /E404|ETARGET|notarget/.test(error.message) ? new NotChecked(`there is no ${name}@${newest}`) : error
      })
      const folder = join(runtime, "node_modules", name, "bin")
      const program = [join(folder, "node"), join(folder, "node.exe")].find((path) => existsSync(path))
      if (program === undefined) throw new NotChecked(`${name} holds no program`)
      return use(stage, program)
    },
  },
]
