// Publishes every public package whose version is not in the registry yet. Packed by pnpm, which applies publishConfig and the catalog;
// published by npm, which gets its credentials from the workflow that runs it (trusted publishing).
// `--registry <url>`: where to; by default the registry that npm is set to.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"

const shell = process.platform === "win32"
const { values } = parseArgs({ options: { registry: { type: "string" } } })
// A registry that is set for the scope alone would win over `--registry`.
const where =
  values.registry === undefined ? [] : ["--registry", "--@gradual:registry"].map((key) => `${key}=${values.registry}`)

function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", shell })
  return { succeeded: status === 0, stdout: stdout ?? "", said: `${stdout ?? ""}${stderr ?? ""}` }
}

/** Every public package, as its manifest names it. */
const packages = readdirSync("packages")
  .map((folder) => JSON.parse(readFileSync(`packages/${folder}/package.json`, "utf8")))
  .map(({ name, version }) => ({ name, version, file: `${name.slice(1).replace("/", "-")}-${version}.tgz` }))

const isPublished = ({ name, version }) =>
  run("npm", "view", `${name}@${version}`, "version", ...where).stdout.trim() === version

const folder = mkdtempSync(join(tmpdir(), "gradual-publish-"))
try {
  const packed = run("node_modules/.bin/pnpm", "-r", "--filter=./packages/*", "pack", "--pack-destination", folder)
  if (!packed.succeeded) throw new Error(`packing failed\n${packed.said}`)
  for (const each of packages) {
    const name = `${each.name}@${each.version}`
    if (isPublished(each)) {
      console.log(`${name} is there`)
      continue
    }
    // npm may have to ask a person for a second factor
    const publish = ["publish", join(folder, each.file), "--access", "public", ...where]
    if (spawnSync("npm", publish, { stdio: "inherit", shell }).status !== 0)
      throw new Error(`${name} was not published`)
    console.log(`${name} published`)
  }
} catch (error) {
  console.error(`publish: ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
