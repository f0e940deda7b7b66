// What a page downloads for `gradual` with its gradient: a small program and the packages it uses, bundled, minified, and gzipped.
// Fails over budget. `--why` lists the modules by what they weigh: how much smaller the bundle would be without each.
import { relative } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { gzipSync } from "node:zlib"
import { rolldown } from "rolldown"
import { minifySync } from "rolldown/utils"
import { build, root } from "./build.mjs"

/** Bytes that the bundle may have with each backend. */
const budgets = { js: 15_300, wasm: 30_000 }

const program = (backend) => `
import { compile, mean, valueAndGrad } from "@gradual/core"
import { ${backend} } from "@gradual/backend-${backend}"
import { gradual } from "@gradual/operators"
export const f = compile.sync(${backend}(), valueAndGrad((v, p) => mean(gradual(v, p))))
`

const gzipped = (code) => gzipSync(code, { level: 9 }).length

/** Bundles a program that is no file, with the packages of apps/bench. */
async function bundle(code) {
  const entry = `${root}apps/bench/entry.js`
  const inMemory = {
    name: "in-memory",
    resolveId: (id) => (id === entry ? id : undefined),
    load: (id) => (id === entry ? code : undefined),
  }
  const bundler = await rolldown({ input: entry, plugins: [inMemory] })
  const { output } = await bundler.generate({ format: "es", minify: true, comments: false, codeSplitting: false })
  await bundler.close()
  return output[0]
}

/** The modules of a bundle with what each adds to it, the heaviest first. */
function weights({ modules }) {
  const parts = Object.entries(modules).map(([id, { code }]) => ({
    module: relative(root, id),
    code: minifySync("module.js", code ?? "", { mangle: { toplevel: false } }).code,
  }))
  const total = (list) => gzipped(list.map(({ code }) => code).join("\n"))
  const all = total(parts)
  return parts
    .map((part) => ({ module: part.module, bytes: all - total(parts.filter((other) => other !== part)) }))
    .sort((a, b) => b.bytes - a.bytes)
}

/** A bundle for each backend that has a budget, of the packages as they are built. */
export function bundleSizes() {
  return Promise.all(
    Object.entries(budgets).map(async ([backend, budget]) => {
      const { code, modules } = await bundle(program(backend))
      const minified = Buffer.byteLength(code)
      return { entry: `gradual + valueAndGrad + backend-${backend}`, bytes: gzipped(code), minified, budget, modules }
    }),
  )
}

function print(rows) {
  const width = Math.max(...rows.map(([name]) => name.length))
  for (const [name, ...numbers] of rows) console.log(name.padEnd(width), ...numbers.map((one) => `${one}`.padStart(9)))
}

async function main() {
  const { values } = parseArgs({ options: { why: { type: "boolean" } } })
  if (!(await build("@gradual/bench"))) return false
  const sizes = await bundleSizes()
  const rows = sizes.map(({ entry, bytes, minified, budget }) => [entry, bytes, budget, minified])
  print([["bytes", "gzip", "budget", "minified"], ...rows])
  for (const size of values.why ? sizes : []) {
    console.log(`\n${size.entry}, by module`)
    print(weights(size).map(({ module, bytes }) => [module, bytes]))
  }
  const over = sizes.filter(({ bytes, budget }) => bytes > budget)
  for (const { entry, bytes, budget } of over)
    console.error(`${entry}: ${bytes - budget} bytes over budget. See --why.`)
  return over.length === 0
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = (await main()) ? 0 : 1
