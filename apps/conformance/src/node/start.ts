import { fork } from "node:child_process"
import process from "node:process"
import type { Message } from "../job.ts"
import type { Start } from "../supervise.ts"

/** Runs jobs in processes of Node with these environment variables. */
export function startInNode(env: NodeJS.ProcessEnv): Start {
  return async (job, tell) => {
    const child = fork(new URL("./worker.js", import.meta.url), { env, stdio: ["ignore", "pipe", "pipe", "ipc"] })
    let written = ""
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => {
        written = `${written}${text}`.slice(-2000)
      })
    const broken = new Promise<string>((resolve) => {
      child.on("error", (error) => resolve(error.message))
      child.on("exit", (code, signal) =>
        resolve(`the process ended with ${signal ?? `exit code ${code}`}: ${written.trim()}`),
      )
    })
    child.on("message", (message) => tell(message as Message))
    child.send(job)
    return {
      engines: { node: process.versions.node },
      broken,
      stop: async () => {
        child.kill("SIGKILL")
        await broken
        return []
      },
    }
  }
}
