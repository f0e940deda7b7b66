// Every entry of every package: its files are there, it loads, and its maps lead to sources that are there.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** Entries that need what is not installed here, or are no modules of this thread. */
const elsewhere = ["@gradual/conformance/vitest", "@gradual/backend-wasm/threads/worker"]

function check(found, what) {
  if (!found) throw new Error(what)
}

function checkMaps(folder) {
  for (const file of readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".map")) continue
    const map = join(folder, "dist", file)
    for (const source of JSON.parse(readFileSync(map, "utf8")).sources)
      check(existsSync(join(dirname(map), source)), `${map} leads to ${source}, which is not there`)
  }
}

let count = 0
for (const name of readdirSync("node_modules/@gradual")) {
  const folder = join("node_modules/@gradual", name)
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  for (const file of ["README.md", "LICENSE", "CHANGELOG.md"])
    check(existsSync(join(folder, file)), `${name} has no ${file}`)
  check(
    !Object.keys(manifest.scripts ?? {}).some((script) => /install|prepare/.test(script)),
    `${name} runs a script when it is installed`,
  )
  check(!JSON.stringify(manifest.dependencies ?? {}).includes("workspace:"), `${name} depends on a workspace`)
  for (const [entry, target] of Object.entries(manifest.exports)) {
    for (const file of Object.values(typeof target === "string" ? { target } : target))
      check(existsSync(join(folder, file)), `${name} exports ${file}, which is not there`)
    const id = `@gradual/${name}${entry.slice(1)}`
    if (typeof target === "string" || elsewhere.includes(id)) continue
    check(Object.keys(await import(id)).length > 0, `${id} exports nothing`)
    count++
  }
  checkMaps(folder)
}
check(count >= 8, `only ${count} entries were found`)
console.log(`${count} entries`)
