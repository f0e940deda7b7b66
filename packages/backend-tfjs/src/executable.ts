import { fail, interpret, type Program, type SyncExecutable } from "@gradual/core"
import { fusedOf } from "./fused.ts"
import { hoist } from "./hoist.ts"
import { kernelsOf } from "./kernels/index.ts"
import { type Handle, runtimeOf, type TensorFlow } from "./runtime.ts"
import { asOps, isRecording } from "./tape.ts"

type Run = (inputs: readonly Handle[]) => Handle[]

/**
 * A program on TensorFlow.js. It runs on whatever tf backend is set then, with the kernels for that backend; its constants
 * are uploaded at its first run and stay until it is disposed of.
 */
export function executable(tf: TensorFlow, program: Program): SyncExecutable<Handle> {
  const { once, rest } = hoist(program)
  const runs = new Map<string, { readonly prepare: Run; readonly run: Run }>()
  let kept: readonly Handle[] | undefined
  const runsNow = (): { readonly prepare: Run; readonly run: Run } => {
    const runtime = runtimeOf(tf)
    const known = runs.get(runtime.name)
    if (known !== undefined) return known
    const dispose = (handle: Handle): void => handle.dispose()
    const interpreter = { name: `tfjs-${runtime.name}`, kernels: kernelsOf(runtime), fused: fusedOf(runtime), dispose }
    const made = { prepare: interpret(once, interpreter), run: interpret(rest, interpreter) }
    runs.set(runtime.name, made)
    return made
  }
  const runNow = (inputs: readonly Handle[]): Handle[] => {
    const { prepare, run } = runsNow()
    kept ??= prepare([]).map((handle) => tf.keep(handle)) // beyond any tf.tidy around this run
    const given = [...inputs, ...kept]
    return ownOutputs(tf, given, run(given))
  }
  runsNow() // what the program needs and the backend has not is an error now

  return {
    run: (inputs) => (isRecording(tf) ? asOps(tf, inputs, inputs, () => runNow(inputs), refuse) : runNow(inputs)),
    dispose: () => {
      for (const handle of kept ?? []) handle.dispose()
      kept = undefined
    },
  }
}

/** TensorFlow.js would leave out of a gradient what it has not seen. */
function refuse(): never {
  throw fail(
    "NOT_DIFFERENTIABLE",
    "tfjs",
    "TensorFlow.js cannot differentiate a compiled function",
    "tf.grad (or a relative) of a function that calls one",
    "Use toTf in place of compile, or grad inside it",
  )
}

/** Outputs that are no one else's: an input or an output seen before is cloned (its data are shared). */
function ownOutputs(tf: TensorFlow, inputs: readonly Handle[], outputs: readonly Handle[]): Handle[] {
  const seen = new Set(inputs)
  return outputs.map((handle) => {
    if (seen.has(handle)) return tf.clone(handle)
    seen.add(handle)
    return handle
  })
}
