import * as onnxruntime from "onnxruntime-web"
import type { OnnxRuntime } from "../src/index.ts"

/** ONNX Runtime with an account of its sessions. */
export interface Counted extends OnnxRuntime {
  /** Sessions created and not released. */
  live(): number
  /** Sessions created. */
  created(): number
}

export function counted(): Counted {
  let [created, released] = [0, 0]
  const create = async (model: Uint8Array, options: onnxruntime.InferenceSession.SessionOptions) => {
    const session = await onnxruntime.InferenceSession.create(model, options)
    created += 1
    const release = session.release.bind(session)
    session.release = async () => {
      await release()
      released += 1
    }
    return session
  }
  return {
    ...onnxruntime,
    InferenceSession: { ...onnxruntime.InferenceSession, create: create as typeof onnxruntime.InferenceSession.create },
    live: () => created - released,
    created: () => created,
  }
}
