import { existsSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import process from "node:process"
import { run } from "../command.ts"
import { installWithNpm, layOut, NotChecked, type Project, type Stage } from "../project.ts"

/** A program of another runtime from npm: what installs it, and where it then is. */
interface Runtime {
  readonly name: string
  readonly packages: readonly string[]
  readonly binary: string | undefined
}

const windows = process.platform === "win32"
const exe = windows ? ".exe" : ""
const arch = process.arch === "arm64" ? "aarch64" : process.arch
const bunPlatform = windows ? "windows" : process.platform
const denoPlatform =
  process.platform === "linux" ? `linux-${process.arch}-glibc` : `${process.platform}-${process.arch}`

const bun: Runtime = {
  name: "bun",
  packages: ["bun@1.4.4"],
  binary: `@oven/bun-${bunPlatform}-${arch}/bin/bun${exe}`,
}
const deno: Runtime = { name: "deno", packages: ["deno@2.9.6"], binary: `@deno/${denoPlatform}/deno${exe}` }

/** Installs a runtime beside a project; where its program is. */
async function runtimeOf({ name, packages, binary }: Runtime, stage: Stage): Promise<string> {
  const folder = join(stage.folder, "..", `${name}-runtime`)
  await mkdir(folder)
  await installWithNpm({ ...stage, folder }, "--no-save", ...packages)
  const program = join(folder, "node_modules", binary ?? "")
  if (!existsSync(program)) throw new NotChecked(`${name} has no package for ${process.platform} ${process.arch}`)
  return program
}

/** The quick start, installed and run by Bun and by Deno. What they download for it is kept in the project's folder. */
export const quickStarts: readonly Project[] = [
  {
    name: "bun",
    about: "the quick start, installed and run by Bun",
    async run(stage) {
      const program = await runtimeOf(bun, stage)
      layOut("quick-start", stage)
      const place = {
        cwd: stage.folder,
        signal: stage.signal,
        env: { BUN_INSTALL_CACHE_DIR: join(stage.folder, ".cache") },
      }
      await run(program, ["install", "--ignore-scripts"], place)
      return (await run(program, ["quick-start.mjs"], place)).trim()
    },
  },
  {
    name: "deno",
    about: "the quick start, installed and run by Deno",
    async run(stage) {
      const program = await runtimeOf(deno, stage)
      layOut("quick-start", stage)
      const place = { cwd: stage.folder, signal: stage.signal, env: { DENO_DIR: join(stage.folder, ".cache") } }
      // a registry holds what is new for a day; what we published is a minute old
      await run(program, ["install", "--minimum-dependency-age=0"], place)
      // it may read its own files and nothing else
      return (await run(program, ["run", "--allow-read=.", "--no-prompt", "quick-start.mjs"], place)).trim()
    },
  },
]
