import type { Backend, SyncBackend } from "./backend.ts"
import type { Output } from "./compile.ts"
import { checkSync, formResult, trace } from "./trace.ts"

/** {@link evaluate}: asynchronous, and `sync` for backends that can. */
export interface Evaluate {
  <H, R>(backend: Backend<H>, tensors: R): Promise<Output<R, H>>
  readonly sync: <H, R>(backend: SyncBackend<H>, tensors: R) => Output<R, H>
}

const noArguments = { avals: [], form: [] }

async function evaluateAsync<H>(backend: Backend<H>, tensors: unknown): Promise<unknown> {
  const { program, form } = trace(backend, () => tensors, noArguments, {})
  const executable = await backend.compile(program)
  try {
    return formResult(form, await executable.run([]))
  } finally {
    executable.dispose()
  }
}

function evaluateSync<H>(backend: SyncBackend<H>, tensors: unknown): unknown {
  checkSync(backend)
  const { program, form } = trace(backend, () => tensors, noArguments, {})
  const executable = backend.compile(program)
  try {
    return formResult(form, executable.run([]))
  } finally {
    executable.dispose()
  }
}

/**
 * The value of an expression, or of several in a list or object, once. For repeated use {@link compile} a function.
 *
 * @throws GradualError `INPUT` when an expression uses arguments of a function being compiled.
 * @example
 * ```ts
 * import { add, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log((await evaluate(js(), add([1, 2], 3))).data) // 4, 5
 * ```
 */
export const evaluate: Evaluate = /* @__PURE__ */ Object.assign(evaluateAsync, {
  sync: evaluateSync,
}) as unknown as Evaluate
