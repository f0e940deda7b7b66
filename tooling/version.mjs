// Turns the changesets into a version and changelogs, and writes the version where sources hold it.
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"

execFileSync(process.execPath, [createRequire(import.meta.url).resolve("@changesets/cli/bin.js"), "version"], {
  stdio: "inherit",
})
const { version } = JSON.parse(readFileSync("packages/onnx/package.json", "utf8"))
const file = "packages/onnx/src/version.ts"
writeFileSync(file, readFileSync(file, "utf8").replace(/(version = )"[^"]*"/, `$1"${version}"`))
console.log(`All packages are ${version}.`)
