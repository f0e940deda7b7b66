import type * as composites from "./composites/fusable.ts"
import type { DType } from "./dtype.ts"
import type { Aval, NDArray } from "./ndarray.ts"
import type * as ops from "./ops/index.ts"
import type * as arithmetic from "./ops/arithmetic.ts"
import type * as blocks from "./ops/blocks.ts"
import type * as compare from "./ops/compare.ts"
import type * as contract from "./ops/contract.ts"
import type * as convert from "./ops/convert.ts"
import type * as create from "./ops/create.ts"
import type * as indexing from "./ops/indexing.ts"
import type * as order from "./ops/order.ts"
import type * as reduce from "./ops/reduce.ts"
import type * as scan from "./ops/scan.ts"
import type * as shape from "./ops/shape.ts"
import type * as transcendental from "./ops/transcendental.ts"
import type { Program } from "./program/program.ts"
import type { Op } from "./tensor.ts"

/**
 * How a backend computes one op: handles of the inputs, normalised parameters, and the type of the output.
 * It must return a new handle, never one it was given, and must not change its inputs.
 * `Out` is for backends that hand their kernels more than the type: a place to write to, say.
 */
export type Kernel<F, H, Out = Aval> = F extends { readonly op: Op<string, infer A, infer P> }
  ? (args: { readonly [I in keyof A]: H }, params: P, out: Out) => H
  : never

/** One kernel for every op that a module exports. */
export type KernelsOf<M, H, Out = Aval> = {
  readonly [K in keyof M as M[K] extends { readonly op: Op } ? K : never]: Kernel<M[K], H, Out>
}

/** Kernels of elementwise arithmetic, rounding and extremes. */
export interface ArithmeticKernels<H, Out = Aval> extends KernelsOf<typeof arithmetic, H, Out> {}
/** Kernels that join, cut, surround and reverse along axes. */
export interface BlocksKernels<H, Out = Aval> extends KernelsOf<typeof blocks, H, Out> {}
/** Kernels of comparisons, logic and selection. */
export interface CompareKernels<H, Out = Aval> extends KernelsOf<typeof compare, H, Out> {}
/** Kernels of products that sum over an axis. */
export interface ContractKernels<H, Out = Aval> extends KernelsOf<typeof contract, H, Out> {}
/** Kernels between dtypes. */
export interface ConvertKernels<H, Out = Aval> extends KernelsOf<typeof convert, H, Out> {}
/** Kernels of values that come from no input. */
export interface CreateKernels<H, Out = Aval> extends KernelsOf<typeof create, H, Out> {}
/** Kernels that read and add at indices. */
export interface IndexingKernels<H, Out = Aval> extends KernelsOf<typeof indexing, H, Out> {}
/** Kernels that sort. */
export interface OrderKernels<H, Out = Aval> extends KernelsOf<typeof order, H, Out> {}
/** Kernels of reductions; the axes reduced over keep length 1. */
export interface ReduceKernels<H, Out = Aval> extends KernelsOf<typeof reduce, H, Out> {}
/** Kernels of running sums. */
export interface ScanKernels<H, Out = Aval> extends KernelsOf<typeof scan, H, Out> {}
/** Kernels that reshape, permute and repeat. */
export interface ShapeKernels<H, Out = Aval> extends KernelsOf<typeof shape, H, Out> {}
/** Kernels of elementwise transcendental functions, powers and roots. */
export interface TranscendentalKernels<H, Out = Aval> extends KernelsOf<typeof transcendental, H, Out> {}

/**
 * A kernel for every op: the whole of what an adapter has to write. `H` is whatever stands for a value: a runtime's
 * tensor, the name of a node in a graph being emitted, a piece of code.
 */
export interface Kernels<H, Out = Aval>
  extends ArithmeticKernels<H, Out>,
    BlocksKernels<H, Out>,
    CompareKernels<H, Out>,
    ContractKernels<H, Out>,
    ConvertKernels<H, Out>,
    CreateKernels<H, Out>,
    IndexingKernels<H, Out>,
    OrderKernels<H, Out>,
    ReduceKernels<H, Out>,
    ScanKernels<H, Out>,
    ShapeKernels<H, Out>,
    TranscendentalKernels<H, Out> {}

/** Faster kernels for composites, where a backend has them. The only table that need not be complete. */
export type Fused<H, Out = Aval> = Partial<KernelsOf<typeof composites, H, Out>>

/** The name of an op. */
export type OpName = keyof KernelsOf<typeof ops, unknown>

type Same<A, B> = [A, B] extends [B, A] ? true : false
/** Does not compile when a family of ops is missing in {@link Kernels}. */
export const familiesAreTotal: Same<OpName, keyof Kernels<unknown>> = true

/** What a backend claims of its arithmetic. Conformance probes each claim; a claim that fails its probe is a failure. */
export interface Capabilities {
  /** The dtypes it computes in. */
  readonly dtypes: readonly DType[]
  /**
   * Whether operators should compute in float64 inside, for nearly exact float32 results: where it is there and costs little
   * more. Without it programs that ask for float64 themselves still get it, if it is among the dtypes.
   */
  readonly headroom: boolean
  /** Whether compiled programs can run synchronously. */
  readonly sync: boolean
  /** Whether numbers below 2⁻¹²⁶ (float32) survive or become zero. */
  readonly subnormals: "keep" | "flush"
  /** Whether −0 keeps its sign. */
  readonly signedZero: boolean
  /** Whether NaN and ±∞ behave as IEEE 754 says. */
  readonly nonFinite: "ieee" | "indeterminate"
  /** Which error bounds hold: correctly rounded arithmetic, WGSL's, or an absolute bound. */
  readonly accuracy: "ieee" | "wgsl" | "absolute"
}

/** A program made ready to run. */
export interface Executable<H> {
  /**
   * Runs the program. The inputs stay the caller's; each output is a handle that is the caller's to dispose of, and no
   * two of them, nor an output and an input, are one handle that must be disposed of twice.
   */
  run(inputs: readonly H[]): readonly H[] | Promise<readonly H[]>
  /** Frees what the program holds. Runs still pending finish first. */
  dispose(): void
}

/** An {@link Executable} that computes while the caller waits. */
export interface SyncExecutable<H> extends Executable<H> {
  run(inputs: readonly H[]): readonly H[]
}

/** The one seam between Gradual and a runtime. `H` is the runtime's own tensor. */
export interface Backend<H> {
  /** The seam's version: an adapter says which one it was written for. */
  readonly specVersion: 1
  /** Short name, as on the command line. */
  readonly name: string
  readonly capabilities: Capabilities
  /** Composites for which it has kernels of its own. */
  readonly fused: ReadonlySet<string>
  /** Makes a program ready. Throws `UNSUPPORTED` for what the backend cannot do, before anything runs. */
  compile(program: Program): Executable<H> | Promise<Executable<H>>
  /** Brings values to the device. */
  upload(value: NDArray): H | Promise<H>
  /** Brings values home. The handle stays valid. */
  read(handle: H): NDArray | Promise<NDArray>
  /** Frees a handle. */
  dispose(handle: H): void
  /** The type of a handle's value when `value` is a handle that only this backend knows, else undefined. */
  typeOf(value: unknown): Aval | undefined
}

/** A backend whose every step can be waited for in place. */
export interface SyncBackend<H> extends Backend<H> {
  compile(program: Program): SyncExecutable<H>
  upload(value: NDArray): H
  read(handle: H): NDArray
}
