import { defaultDevice, init, jit, numpy as np, valueAndGrad } from "@jax-js/jax"
import { type Kind, peersOf, timed } from "../contender.ts"
import { inTurns } from "../in-turns.ts"
import { jaxFormulas, jaxLosses } from "./jax-formulas.ts"

/** jax-js on its WebAssembly backend, compiled with `jit`. */
export const jaxJs: Kind = ({ name, loss }) =>
  peersOf("jax-js", { posted: jaxFormulas[name] }, async (formula, problem) => {
    await withoutWorker()
    await init("wasm") // all devices: it would look for a browser's
    defaultDevice("wasm")
    const array = (data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>, shape: readonly number[]) =>
      np.array(data, { shape: [...shape] })
    const values = array(problem.values, problem.shape)
    const p = np.array(Float32Array.of(problem.p), { shape: [] })
    const extra = problem.extra.map((each) => array(each.data, each.shape))
    const inputs = [values, p, ...extra] as const
    const forward = jit(formula)
    const both = jit(valueAndGrad(jaxLosses[loss](formula)))
    const refs = () => inputs.map((each) => each.ref) as [np.Array, np.Array, ...np.Array[]]
    const needed = loss === "mean" ? extra : [] // weights are the loss's
    const ready = timed({
      run: () => {
        const [value, gradient] = both(...refs()) as [np.Array, np.Array]
        return { value: value.dataSync()[0] as number, gradient: gradient.dataSync() as Float32Array }
      },
      outputs: () => forward(values.ref, p.ref, ...needed.map((each) => each.ref)).dataSync() as Float32Array,
      dispose: () => {
        for (const held of [forward, both, ...inputs]) held.dispose()
      },
    })
    return inTurns(withoutWorker, ready)
  })

/**
 * ONNX Runtime leaves a global Worker behind in Node, with one thread without need. jax-js takes it for a browser's, and for a sign
 * that memory is shared.
 */
async function withoutWorker(): Promise<void> {
  Reflect.deleteProperty(globalThis, "Worker")
}
