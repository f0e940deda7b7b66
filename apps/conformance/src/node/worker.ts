// A process of its own for one environment in Node: it may crash, hang, or set what is global.
import process from "node:process"
import { type Job, type Message, perform } from "../job.ts"
import { nodeOpeners } from "./openers.ts"

process.once("message", async (job: Job) => {
  await perform(job, nodeOpeners, (message: Message) => process.send?.(message))
  process.disconnect()
})
