import { type Executable, fail, type Program } from "@gradual/core"
import { encode } from "@gradual/onnx"
import { translated } from "./failures.ts"
import type { Handle, Runtime } from "./runtime.ts"

/** ONNX Runtime's log, which would repeat on the console what is thrown: only what is fatal. */
const quiet = { logSeverityLevel: 4 } as const
/** Left out of what rewrites a graph: it multiplies a product of matrices by a scale in float32, also where all else is float64. */
const exact = { optimization: { disable_specified_optimizers: "MatMulScaleFusion" } }

/** A program as one session of ONNX Runtime. */
export async function executable(runtime: Runtime, program: Program): Promise<Executable<Handle>> {
  if (program.outputs.length === 0) return { run: () => [], dispose: () => {} } // a model without outputs is refused
  const { ort, name, sessionOptions, hasFloat64 } = runtime
  const attempt = <T>(task: () => Promise<T>): Promise<T> =>
    runtime.inTurn(task).catch((error: unknown) => {
      throw translated(name, error)
    })
  const model = encode(program, { target: hasFloat64 ? "cpu" : "gpu" })
  const options = { ...quiet, ...sessionOptions, extra: { ...exact, ...sessionOptions.extra } }
  const session = await attempt(() => ort.InferenceSession.create(model, options))

  const pending = new Set<Promise<unknown>>()
  let isDisposed = false
  const run = async (inputs: readonly Handle[]): Promise<Handle[]> => {
    const feeds = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]))
    const results = await attempt(() => session.run(feeds, quiet))
    return program.outputs.map((_, i) => results[`y${i}`]!)
  }
  return {
    run: (inputs) => {
      if (isDisposed) throw fail("DISPOSED", name, "the program was disposed of", "another run of it")
      const running = run(inputs)
      pending.add(running)
      const end = () => pending.delete(running)
      running.then(end, end)
      return running
    },
    dispose: () => {
      if (isDisposed) return
      isDisposed = true
      // a session that is released while it runs returns garbage
      void Promise.allSettled([...pending]).then(() => attempt(() => session.release()))
    },
  }
}
