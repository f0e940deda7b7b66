// Every entry of every package: its files are there, it loads, and its maps lead to sources that are there. Tells all that is wrong.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** Entries that need what is not installed here, or are no modules of this thread. */
const elsewhere = ["@gradual/conformance/vitest", "@gradual/backend-wasm/threads/worker"]

const problems = []
const check = (isRight, problem) => {
  if (!isRight) problems.push(problem)
}

function checkManifest(name, folder, { scripts = {}, dependencies = {}, exports }) {
  for (const file of ["README.md", "LICENSE", "CHANGELOG.md"])
    check(existsSync(join(folder, file)), `${name} has no ${file}`)
  check(
    !Object.keys(scripts).some((each) => /install|prepare/.test(each)),
    `${name} runs a script when it is installed`,
  )
  check(!JSON.stringify(dependencies).includes("workspace:"), `${name} depends on a workspace`)
  for (const file of Object.values(exports).flatMap((target) =>
    typeof target === "string" ? target : Object.values(target),
  ))
    check(existsSync(join(folder, file)), `${name} exports ${file}, which is not there`)
}

function checkMaps(name, folder) {
  const files = existsSync(join(folder, "dist"))
    ? readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" })
    : []
  for (const file of files.filter((each) => each.endsWith(".map"))) {
    const map = join(folder, "dist", file)
    const gone = JSON.parse(readFileSync(map, "utf8")).sources.filter(
      (source) => !existsSync(join(dirname(map), source)),
    )
    check(gone.length === 0, `${name}: dist/${file} leads to ${gone[0]}, which is not there`)
  }
}

async function load(id) {
  try {
    check(Object.keys(await import(id)).length > 0, `${id} exports nothing`)
  } catch (error) {
    problems.push(`${id} does not load: ${error.message.split("\n")[0]}`)
  }
}

let count = 0
for (const name of readdirSync("node_modules/@gradual")) {
  const folder = join("node_modules/@gradual", name)
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  checkManifest(name, folder, manifest)
  checkMaps(name, folder)
  for (const [entry, target] of Object.entries(manifest.exports)) {
    const id = `@gradual/${name}${entry.slice(1)}`
    if (typeof target === "string" || elsewhere.includes(id)) continue
    await load(id)
    count++
  }
}
check(count >= 8, `only ${count} entries were found`)
for (const problem of problems.slice(0, 20)) console.error(problem)
if (problems.length > 20) console.error(`and ${problems.length - 20} more`)
if (problems.length > 0) process.exitCode = 1
else console.log(`${count} entries`)
