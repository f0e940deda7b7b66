// Is pnpm-lock.yaml good for every platform and every registry? Offline; reads the installed packages.
//
// A registry that lacks the binaries of some platform makes pnpm drop those optional dependencies without a word, and a
// frozen install on that platform then gets a tool without its binary. So: everything that an installed package names as
// optional must be locked. And no address may be locked, or the lockfile works only where it was made.
import { existsSync, readdirSync, readFileSync } from "node:fs"

const lock = readFileSync("pnpm-lock.yaml", "utf8")
const problems = []

for (const [address] of lock.matchAll(/\bhttps?:\/\/[^\s'"]+/g)) problems.push(`an address is locked: ${address}`)

// The keys under `packages:` look like "  '@scope/name@1.2.3':".
const locked = new Map()
for (const [, name, version] of lock.matchAll(/^ {2}'?((?:@[^/\s]+\/)?[^@\s']+)@([^:('\s]+)'?:/gm)) {
  if (!locked.has(name)) locked.set(name, new Set())
  locked.get(name).add(version)
}
if (locked.size === 0) problems.push("no locked package was found; the format of the lockfile may have changed")

let checked = 0
for (const folder of readdirSync("node_modules/.pnpm")) {
  const modules = `node_modules/.pnpm/${folder}/node_modules`
  // A folder is "name@version" or "@scope+name@version", then "_" and its peers.
  const match = /^(@?[^@]+)@([^_]+)/.exec(folder)
  const name = match?.[1].replace("+", "/")
  // What is not locked is left over from an earlier install.
  if (!existsSync(modules) || !locked.get(name)?.has(match[2])) continue
  checked++
  const manifest = JSON.parse(readFileSync(`${modules}/${name}/package.json`, "utf8"))
  const missing = Object.keys(manifest.optionalDependencies ?? {}).filter((dependency) => !locked.has(dependency))
  if (missing.length > 0)
    problems.push(`${name}@${match[2]} has optional dependencies not locked: ${missing.join(", ")}`)
}
if (checked === 0) problems.push("no installed package matches the lockfile; run an install first")

for (const problem of problems) console.error(`pnpm-lock.yaml: ${problem}`)
if (problems.length === 0) console.log(`pnpm-lock.yaml: complete (${checked} installed packages checked)`)
process.exitCode = problems.length === 0 ? 0 : 1
