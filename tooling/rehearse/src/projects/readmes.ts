import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import ts from "typescript"
import { root } from "../checkout.ts"
import { node } from "../command.ts"
import { installWithPnpm, layOutBlank, type Project, type Stage } from "../project.ts"

/** The packages that a README says to install, and its examples as JavaScript. */
function contentsOf(name: string): { readonly packages: readonly string[]; readonly examples: readonly string[] } {
  const text = readFileSync(join(root, "packages", name, "README.md"), "utf8")
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language, code]) => ({
    language,
    code: code ?? "",
  }))
  const install = blocks.flatMap(({ code }) => /^pnpm add (.*)$/m.exec(code)?.[1] ?? [])[0]
  if (install === undefined) throw new Error(`the README of @gradual/${name} does not say what to install`)
  const { ES2022 } = ts.ScriptTarget
  const examples = blocks
    // tests are run by vitest: in the project of an adapter
    .filter(({ language, code }) => language === "ts" && !code.includes("@gradual/conformance/vitest"))
    .map(
      ({ code }) =>
        ts.transpileModule(code, { compilerOptions: { target: ES2022, module: ts.ModuleKind.ESNext } }).outputText,
    )
  return { packages: install.split(" ").filter((word) => !word.startsWith("-")), examples }
}

/** The versions of others' packages with which this one is tested. */
function pinnedBy(name: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(root, "packages", name, "package.json"), "utf8")
  const { devDependencies = {} } = JSON.parse(text) as { readonly devDependencies?: Readonly<Record<string, string>> }
  return Object.fromEntries(Object.entries(devDependencies).filter(([, version]) => /^\d/.test(version)))
}

/** Installs what a README says, strictly, and runs its examples. */
async function follow(name: string, { folder, ...stage }: Stage): Promise<number> {
  const { packages, examples } = contentsOf(name)
  const pinned = pinnedBy(name)
  const own: Stage = { ...stage, folder: join(folder, name) }
  await mkdir(own.folder)
  layOutBlank(own)
  const dependencies = Object.fromEntries(packages.map((each) => [each, pinned[each] ?? "latest"]))
  writeFileSync(join(own.folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  await installWithPnpm(own)
  for (const [i, example] of examples.entries()) {
    const file = `example-${i + 1}.mjs`
    writeFileSync(join(own.folder, file), example)
    await node([file], { cwd: own.folder, signal: own.signal })
  }
  return examples.length
}

export const readmes: Project = {
  name: "readmes",
  about: "what the README of each package says to install is enough for what it then does",
  async run(stage) {
    let count = 0
    const names = readdirSync(join(root, "packages"))
    for (const name of names) count += await follow(name, stage)
    return `${count} examples of ${names.length} packages`
  },
}
