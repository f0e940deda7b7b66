import { readFileSync } from "node:fs"
import { join } from "node:path"
import { node } from "../command.ts"
import { installWithNpm, layOut, type Project } from "../project.ts"

const compilers = ["typescript-oldest", "typescript-newest"]
const settings = ["nodenext.own", "nodenext.peers", "bundler.own", "bundler.peers"]

/** What users write type-checks, and what must not does not, in each way of resolving modules. */
export const types: Project = {
  name: "types",
  about: "TypeScript, nodenext and bundler, with the oldest and the newest compiler supported",
  async run(stage) {
    layOut("types", stage)
    await installWithNpm(stage)
    const place = { cwd: stage.folder, signal: stage.signal }
    const versions: string[] = []
    for (const compiler of compilers) {
      const folder = join("node_modules", compiler)
      const manifest = readFileSync(join(stage.folder, folder, "package.json"), "utf8")
      versions.push((JSON.parse(manifest) as { readonly version: string }).version)
      for (const each of settings) await node([join(folder, "bin/tsc"), "-p", `tsconfig.${each}.json`], place)
    }
    return `TypeScript ${versions.join(" and ")}, nodenext and bundler`
  },
}
