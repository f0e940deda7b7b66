import { type Location, type NodeWorker, resolved, type Scope, type WebWorker, workerThreads } from "./platform.ts"
import type { Start } from "./serve.ts"

// By these names: bundlers look for `new Worker(new URL(…))`.
declare const Worker: NonNullable<Scope["Worker"]>
declare const URL: new (path: string, base: string) => Location

/** Starts a worker, and waits until it serves. Gives what ends it. */
export async function startWorker(start: Start, file: Location | undefined): Promise<() => void> {
  const threads = workerThreads()
  // asked for first: in Node a library may have left a Worker of its own
  if (threads !== undefined)
    return startInNode(new threads.Worker(file ?? built(import.meta.url), { execArgv: [] }), start)
  return startInBrowser(
    file === undefined
      ? new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
      : new Worker(file, { type: "module" }),
    start,
  )
}

/** The worker as it is built, from sources too: Node does not load these. */
const built = (from: string): string =>
  resolved("@gradual/backend-wasm/package.json", from).replace(/package\.json$/, "dist/threads/worker.js")

function startInNode(worker: NodeWorker, start: Start): Promise<() => void> {
  return new Promise((resolve, reject) => {
    worker.on("message", () => {
      worker.unref() // a worker that sleeps does not keep the process
      resolve(() => void worker.terminate())
    })
    worker.on("error", reject)
    worker.on("exit", () => reject(new Error("the worker ended")))
    worker.postMessage(start)
  })
}

function startInBrowser(worker: WebWorker, start: Start): Promise<() => void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(() => worker.terminate())
    worker.onerror = ({ message }) => {
      worker.terminate()
      reject(new Error(message ?? "its file does not load"))
    }
    worker.postMessage(start)
  })
}
