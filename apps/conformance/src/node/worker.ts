// A process of its own for one environment in Node: it may crash, hang, or set what is global.
import process from "node:process"
import { type Job, type Message, perform } from "../job.ts"
import { nodeOpeners } from "./openers.ts"

// It listens until it is ended by the process that started it, or along with it: leaving early could cut off the report.
process.on("message", (job: Job) => perform(job, nodeOpeners, (message: Message) => process.send?.(message)))
