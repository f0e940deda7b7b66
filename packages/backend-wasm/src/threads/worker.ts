// What a worker runs: in browsers a module worker, in Node a worker thread.
import { host } from "../host.ts"
import { type Port, scope, workerThreads } from "./platform.ts"
import { type Start, serve } from "./serve.ts"

const port: Port = workerThreads()?.parentPort ?? (scope as Port)
port.onmessage = ({ data }) => {
  ;new (host()!.Module)(Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)) // where that is forbidden, now is the time to say so
  port.postMessage("ready")
  serve(data as Start)
}
