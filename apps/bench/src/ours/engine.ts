import {
  type Backend,
  type Compiled,
  compile,
  type NDArray,
  ndarray,
  type SyncBackend,
  type Tensor,
  valueAndGrad,
} from "@gradual/core"
import type { Problem } from "../problem.ts"
import type { Workload } from "../workloads.ts"
import { formulas, losses } from "./formulas.ts"

/** One of Gradual's backends, and the cheapest way to its numbers. */
export interface Engine<H> {
  readonly backend: Backend<H>
  /** The numbers of a result, which is disposed of. They hold until the backend runs next. */
  take(result: H): Float32Array
  /** For what several contenders share: awaited before each turn. */
  readonly beforeTurn?: () => Promise<unknown>
}

/** A function of values, p and what else a workload needs. */
export type Computation = (...inputs: Tensor[]) => readonly Tensor[]

/** What a workload's value is the mean of. */
export function outputsOf({ name }: Workload): Computation {
  return (values, p, ...extra) => [formulas[name](values as Tensor, p as Tensor, ...extra)]
}

/** A workload's value, and its gradient in the values. */
export function valueAndGradientOf({ name, loss }: Workload): Computation {
  return valueAndGrad(losses[loss](formulas[name])) as Computation
}

/** A computation made ready: in place where the backend can. */
export type Ran<H> = Compiled<Tensor[], H, readonly H[] | Promise<readonly H[]>>

/** Makes a computation ready for a backend. */
export function compiled<H>(backend: Backend<H>, computation: Computation): Ran<H> {
  return backend.capabilities.sync
    ? compile.sync(backend as SyncBackend<H>, computation)
    : compile(backend, computation)
}

/** The inputs of a workload's computations. */
export function inputsOf({ shape, values, p, extra }: Problem): readonly NDArray[] {
  return [
    ndarray("float32", shape, values),
    ndarray("float32", [], Float32Array.of(p)),
    ...extra.map((each) => ndarray(each.dtype, each.shape, each.data)),
  ]
}
