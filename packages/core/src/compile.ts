import type { Backend, Executable, SyncBackend, SyncExecutable } from "./backend.ts"
import type { ArrayLike, NDArray } from "./ndarray.ts"
import type { Program } from "./program/program.ts"
import type { Tensor } from "./tensor.ts"
import { type Entry, programCache } from "./program-cache.ts"
import { type Arguments, type CompileOptions, checkSync, formResult, readArguments, trace } from "./trace.ts"
import type { MapTree } from "./tree.ts"

/** What a compiled function takes where the original takes `T`: values, or the backend's own handles. */
export type Input<T, H> = [Tensor] extends [T] ? ArrayLike | H : { readonly [K in keyof T]: Input<T[K], H> }
/** What a compiled function returns: a handle for every tensor. */
export type Output<R, H> = MapTree<R, Tensor, H>

/** A function made ready for a backend. It is compiled once per types and shapes of its arguments. */
export interface Compiled<A extends readonly unknown[], H, Result> {
  (...args: { readonly [I in keyof A]: Input<A[I], H> }): Result
  /** The program that arguments of these types and shapes run. Runs nothing. */
  program(...args: { readonly [I in keyof A]: Input<A[I], H> }): Program
  /** Frees all compiled programs. The function can be used again: it compiles anew. */
  dispose(): void
}

/** {@link compile}: asynchronous, and `sync` for backends that can. */
export interface Compile {
  <H, A extends readonly Tensor[], R>(
    backend: Backend<H>,
    fn: (...args: A) => R,
    options?: CompileOptions,
  ): Compiled<A, H, Promise<Output<R, H>>>
  <H, A extends readonly unknown[], R>(
    backend: Backend<H>,
    fn: (...args: A) => R,
    options?: CompileOptions,
  ): Compiled<A, H, Promise<Output<R, H>>>
  readonly sync: {
    <H, A extends readonly Tensor[], R>(
      backend: SyncBackend<H>,
      fn: (...args: A) => R,
      options?: CompileOptions,
    ): Compiled<A, H, Output<R, H>>
    <H, A extends readonly unknown[], R>(
      backend: SyncBackend<H>,
      fn: (...args: A) => R,
      options?: CompileOptions,
    ): Compiled<A, H, Output<R, H>>
  }
}

type Fn = (...args: never) => unknown
function compileAsync<H>(backend: Backend<H>, fn: Fn, options: CompileOptions = {}) {
  const cache = programCache<Promise<Executable<H>>>((call) => {
    const traced = trace(backend, fn, call, options)
    return { ...traced, executable: Promise.resolve(backend.compile(traced.program)) }
  })
  const answer = async ({ executable, form }: Entry<Promise<Executable<H>>>, call: Arguments<H>): Promise<unknown> => {
    const ready = await executable.catch((error: unknown) => {
      cache.forget(call)
      throw error
    })
    const uploaded: H[] = []
    try {
      const inputs: H[] = []
      for (const value of call.values) {
        if (backend.typeOf(value) === undefined)
          inputs.push(uploaded[uploaded.push(await backend.upload(value as NDArray)) - 1] as H)
        else inputs.push(value as H)
      }
      return formResult(form, await ready.run(inputs))
    } finally {
      for (const handle of uploaded) backend.dispose(handle)
    }
  }
  const run = async (...args: readonly unknown[]): Promise<unknown> => {
    const call = readArguments(backend, args)
    const entry = cache.get(call)
    const result = answer(entry, call)
    cache.holdUntil(entry, result) // whoever drops it meanwhile, f.dispose() too, lets this call have its answer
    return result
  }
  return withMembers(run, backend, fn, options, cache.clear)
}

function compileSync<H>(backend: SyncBackend<H>, fn: Fn, options: CompileOptions = {}) {
  checkSync(backend)
  const cache = programCache<SyncExecutable<H>>((call) => {
    const traced = trace(backend, fn, call, options)
    return { ...traced, executable: backend.compile(traced.program) }
  })
  const run = (...args: readonly unknown[]): unknown => {
    const call = readArguments(backend, args)
    const { executable, form } = cache.get(call)
    const uploaded: H[] = []
    try {
      const inputs = call.values.map((value) => {
        if (backend.typeOf(value) !== undefined) return value as H
        const handle = backend.upload(value as NDArray)
        uploaded.push(handle)
        return handle
      })
      return formResult(form, executable.run(inputs))
    } finally {
      for (const handle of uploaded) backend.dispose(handle)
    }
  }
  return withMembers(run, backend, fn, options, cache.clear)
}

function withMembers<F extends object>(
  run: F,
  backend: Backend<unknown>,
  fn: Fn,
  options: CompileOptions,
  dispose: () => void,
) {
  const program = (...args: readonly unknown[]) => trace(backend, fn, readArguments(backend, args), options).program
  return Object.assign(run, { program, dispose })
}

/**
 * Makes a function over tensors run on a backend. The function is traced once per types and shapes of its arguments and
 * must be pure; the compiled function takes numbers, nested lists, typed arrays, {@link NDArray}s or the backend's own
 * tensors, and returns the backend's own tensors in the form that the function returns.
 *
 * `compile.sync` does the same without promises, on backends that can.
 *
 * @throws GradualError `UNSUPPORTED` for what the backend cannot do; `INPUT` for arguments that are no tensors.
 * @example
 * ```ts
 * import { compile, exp, sum } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const f = compile(js(), (x) => sum(exp(x)))
 * console.log((await f([0, 0])).data[0]) // 2
 * ```
 */
export const compile: Compile = /* @__PURE__ */ Object.assign(compileAsync, { sync: compileSync }) as unknown as Compile
