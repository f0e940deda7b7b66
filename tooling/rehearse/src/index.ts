import process from "node:process"
import { main } from "./main.ts"

// However it ends, the registry stops and what was started is ended.
const controller = new AbortController()
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => controller.abort())
const io = {
  out: (text: string) => process.stdout.write(text),
  error: (text: string) => process.stderr.write(text),
}
process.exitCode = await main(process.argv.slice(2), io, controller.signal)
