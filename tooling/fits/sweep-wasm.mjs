// Compares every function of float32 in WebAssembly with the float64 function of backend-js, on all float32 numbers.
import { readFileSync, writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { build, root } from "../build.mjs"
import { names, sweeps } from "./wasm-sweeps.mjs"

const help = `Usage: node tooling/fits/sweep-wasm.mjs [options]

Runs every function of float32 in WebAssembly on all numbers, NaNs included, and counts the worst error in ulps. The truth is
backend-js in float64, which is right to an ulp of float64: 2⁻²⁹ of float32's. Takes about 40 minutes on one core.

  --functions <names>  only these, as exp,log
  --every <n>          every nth number only
  --beyond <n>         every nth number only where |x| is below 2⁻²⁷ or from 2⁷ on
  --record             write the result to docs/reference/wasm-accuracy.md, in the place of hosts like this one
  --help               this text
`
const page = `${root}docs/reference/wasm-accuracy.md`

/** Whether the host multiplies and adds with one rounding, as the backend does where it can: a module with that instruction. */
function isRelaxed() {
  const signature = [1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b, 3, 2, 1, 0]
  const body = [10, 13, 1, 11, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x87, 2, 11]
  return WebAssembly.validate(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...signature, ...body))
}

function described({ every, beyond }) {
  const part = (n) => (n === 1 ? "all numbers" : `one number in ${n}`)
  if (every === beyond) return part(every)
  return `${part(every)} with 2⁻²⁷ ≤ |x| < 2⁷, ${part(beyond)} of other sizes`
}

function natural(option, text) {
  const n = Number(text)
  if (Number.isSafeInteger(n) && n > 0) return n
  throw new Error(`${option}: a whole number from 1 on is expected. Received: ${text}.`)
}

/** What the options say. Throws an error with a text for people where that is nothing that can be done. */
function optionsOf(args) {
  const text = { type: "string" }
  const flag = { type: "boolean" }
  const options = { functions: text, every: { ...text, default: "1" }, beyond: text, record: flag, help: flag }
  const { values } = parseArgs({ args, options })
  const functions = values.functions?.split(",") ?? names
  const unknown = functions.find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new Error(`--functions: one of ${names.join(", ")} is expected. Received: ${unknown}.`)
  if (values.record && values.functions !== undefined)
    throw new Error(`--record: the page is of all functions. Received: ${values.functions}. Leave out --functions.`)
  const every = natural("--every", values.every)
  return { ...values, functions, every, beyond: natural("--beyond", values.beyond ?? values.every) }
}

const shown = (x) => (Object.is(x, -0) ? "-0" : `${x}`)
const rowOf = ([name, { count, worst, at }]) => [`\`${name}\``, `${count}`, worst.toFixed(4), at.map(shown).join(", ")]

/** Writes how much of a function is done. */
function progressOf(name) {
  let last = -1
  return (part) => {
    const percent = Math.floor(100 * part)
    if (percent > last) process.stderr.write(`\r${name} ${percent} %${percent >= 100 ? "\n" : ""}`)
    last = percent
  }
}

async function main() {
  const options = optionsOf(process.argv.slice(2))
  if (options.help) return void process.stdout.write(help)
  for (const name of ["@gradual/backend-wasm", "@gradual/markdown"])
    if (!(await build(name))) throw new Error("the packages cannot be built")
  const { table, replaceBetween } = await import("../markdown/dist/index.js")
  const sweep = await sweeps()
  const tallies = options.functions.map((name) => [name, sweep(name, options, progressOf(name))])
  const rows = tallies.map(rowOf)
  const relaxed = isRelaxed()
  const title = `Node ${process.versions.node}, ${relaxed ? "with" : "without"} relaxed SIMD, ${new Date().toISOString().slice(0, 10)}`
  const text = `${title}: ${described(options)}.\n\n${table(["function", "inputs", "worst error in ulp", "at"], rows)}`
  process.stdout.write(`${text}\n`)
  if (options.record) {
    const section = relaxed ? "relaxed" : "plain"
    writeFileSync(page, replaceBetween(readFileSync(page, "utf8"), section, text))
  }
  const wrong = tallies.filter(([, { worst }]) => worst > 1).map(([name]) => name)
  if (wrong.length > 0) throw new Error(`more than 1 ulp: ${wrong.join(", ")}`)
}

await main().catch((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
