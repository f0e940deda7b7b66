import { compile, fail, type Input, isTensor, type Output, show, type Tensor, toNDArray, vjp } from "@gradual/core"
import { tfjs } from "./backend.ts"
import type { Handle, TensorFlow } from "./runtime.ts"
import { asOps } from "./tape.ts"

/** A function of tensors of TensorFlow.js (or values) that TensorFlow.js can differentiate. */
export interface TfFunction<A extends readonly unknown[], R> {
  /** `T` is the kind of tensor that you know it to return, as with TensorFlow.js' own ops: `tf.Scalar`, say. */
  <T extends Handle = Handle>(
    ...args: { readonly [I in keyof A]: Input<A[I], Handle> }
  ): R extends Tensor ? T : Output<R, Handle>
  /** Frees the compiled programs. The function can be used again: it compiles anew. */
  dispose(): void
}

type Value = Input<Tensor, Handle>
type Fn = (...args: readonly Tensor[]) => Tensor | readonly Tensor[]

/**
 * Makes a function over Gradual's tensors an op of TensorFlow.js: `tf.grad`, `tf.variableGrads` and optimizers differentiate
 * through it, with the gradients that Gradual gives the function, to any order.
 *
 * @remarks
 * Takes `tf.Tensor`s (variables too) and values. Every argument that is a `tf.Tensor` gets its gradient, summed where it
 * was broadcast, zeros if it holds integers or booleans; a plain number or array is a constant and costs none.
 * Returns one `tf.Tensor`, or a list of them for a function that returns a list: each is an op of its own then, computed together, but
 * differentiated one by one. Compiled per types and shapes of the arguments, like `compile`. It needs no gradients of
 * TensorFlow.js' own ops, so `@tensorflow/tfjs-core` alone will do.
 *
 * @param tf - your TensorFlow.js, with a backend ready.
 * @param fn - the function of tensors; pure, as it is called only to be compiled.
 * @throws GradualError as {@link tfjs} and `compile`; `INPUT` when `fn` returns neither a tensor nor a list of them.
 * @example
 * ```ts
 * // Not run: it needs TensorFlow.js, with which the tests of this package run it.
 * import { toTf } from "@gradual/backend-tfjs"
 * import { gradual } from "@gradual/operators"
 * import * as tf from "@tensorflow/tfjs"
 * await tf.ready()
 * const tfGradual = toTf(tf, gradual)
 * const slope = tf.grad((values) => tfGradual(values, 3).mean())
 * console.log(slope(tf.tensor([0.2, 0.4, 0.6, 0.8])).dataSync()) // 0.03, 0.12, 0.27, 0.03
 * ```
 */
export function toTf<A extends readonly Tensor[], R extends Tensor | readonly Tensor[]>(
  tf: TensorFlow,
  fn: (...args: A) => R,
): TfFunction<A, R>
export function toTf<A extends readonly unknown[], R extends Tensor | readonly Tensor[]>(
  tf: TensorFlow,
  fn: (...args: A) => R,
): TfFunction<A, R>
export function toTf(
  tf: TensorFlow,
  fn: (...args: never) => Tensor | readonly Tensor[],
): TfFunction<readonly unknown[], unknown> {
  let returnsList = false
  const listed = (...args: readonly Tensor[]): readonly Tensor[] => {
    const result = (fn as Fn)(...args)
    returnsList = !isTensor(result)
    if (isTensor(result)) return [result]
    if (Array.isArray(result) && result.length > 0 && result.every(isTensor)) return result
    throw fail("INPUT", "toTf", "the function must return a tensor or a list of tensors", show(result))
  }
  const op = lift(tf, listed)
  const call = (...args: readonly unknown[]): unknown => {
    const results = op.call(args.map((arg) => (arg instanceof tf.Tensor ? arg : toNDArray(arg as never))))
    return returnsList ? results : results[0]
  }
  return Object.assign(call, { dispose: op.dispose }) as TfFunction<readonly unknown[], unknown>
}

interface Lifted {
  /** `seen` is what the tape sees as the arguments, `args` have the values. */
  call(args: readonly Value[], seen?: readonly Value[]): Handle[]
  dispose(): void
}

/** The function as ops, whose gradient is in turn a function as ops: that of the cotangent of an output, and the arguments. */
function lift(tf: TensorFlow, fn: (...args: readonly Tensor[]) => readonly Tensor[]): Lifted {
  const backend = tfjs(tf)
  const run = compile.sync(backend, fn as (...args: Tensor[]) => Tensor[])
  const pullbacks = new Map<string, Lifted>()
  const pullback = (output: number, wrt: readonly number[]): Lifted => {
    const key = `${output} of ${wrt}`
    const known = pullbacks.get(key) ?? lift(tf, pullbackOf(fn, output, wrt))
    pullbacks.set(key, known)
    return known
  }
  return {
    call: (args, seen = args) => {
      const tensors = args.flatMap((arg, i) => (arg instanceof tf.Tensor ? [i] : []))
      const wrt = tensors.filter((i) => (args[i] as Handle).dtype === "float32")
      const pick = (from: readonly Value[]): Handle[] => tensors.map((i) => from[i] as Handle)
      return asOps(
        tf,
        pick(seen),
        pick(args),
        () => run(...args),
        (output, dy, saved) => {
          const again = args.map((arg, i) => saved[tensors.indexOf(i)] ?? arg)
          const slopes = wrt.length > 0 ? pullback(output, wrt).call([dy, ...again], [dy, ...seen]) : []
          return tensors.map((i, k) => slopes[wrt.indexOf(i)] ?? tf.zeros(saved[k]!.shape))
        },
      )
    },
    dispose: () => {
      run.dispose()
      for (const each of pullbacks.values()) each.dispose()
      pullbacks.clear()
    },
  }
}

/** The cotangents of some arguments, as a function of the cotangent of one output and of all arguments. */
function pullbackOf(
  fn: (...args: readonly Tensor[]) => readonly Tensor[],
  output: number,
  wrt: readonly number[],
): (...args: readonly Tensor[]) => readonly Tensor[] {
  return (dy, ...args) => {
    const of = (...chosen: readonly Tensor[]): Tensor =>
      fn(...args.map((arg, i) => chosen[wrt.indexOf(i)] ?? arg))[output]!
    return vjp(of, ...wrt.map((i) => args[i]!))[1](dy!)
  }
}
