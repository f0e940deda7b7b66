// The page of one environment in Chromium. The driver gives it `tell` and calls `perform`.
import { type Job, type Message, perform } from "../job.ts"
import { chromiumOpeners } from "./openers.ts"

const page = globalThis as unknown as {
  tell(message: Message): void
  perform: (job: Job) => Promise<void>
}

page.perform = (job) => perform(job, chromiumOpeners, page.tell)
