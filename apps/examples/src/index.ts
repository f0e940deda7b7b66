import process from "node:process"
import { main } from "./main.ts"

process.exitCode = main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  progress: process.stderr.isTTY,
})
