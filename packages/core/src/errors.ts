/** Machine-readable reason of a {@link GradualError}; stable across versions. */
export type ErrorCode =
  | "SHAPE" // shapes or axes do not fit
  | "DTYPE" // a dtype is not allowed here
  | "VALUE" // an option or a number is outside its domain
  | "INPUT" // data handed to a program is not what the program was compiled for
  | "INDEX" // an index read from data is out of range
  | "NOT_DIFFERENTIABLE" // a derivative was asked for that does not exist
  | "UNSUPPORTED" // this backend cannot do it
  | "DISPOSED" // something was used after it was disposed
  | "INTERNAL" // an invariant of Gradual itself is broken: please report it

const MARK: unique symbol = Symbol.for("gradual.error")

/**
 * Every error Gradual throws on purpose. Its message reads `op: rule. Received: what. How to fix it.`
 *
 * @example
 * ```ts
 * import { GradualError, reshape } from "@gradual/core"
 * try {
 *   reshape([1, 2, 3], { shape: [2, 2] })
 * } catch (error) {
 *   if (!GradualError.is(error)) throw error
 *   console.log(error.code) // "SHAPE"
 * }
 * ```
 */
export class GradualError extends Error {
  override readonly name: string = "GradualError"
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    Object.defineProperty(this, MARK, { value: true })
  }

  /** Whether `value` is a GradualError, also one of another copy of this package. */
  static is(value: unknown): value is GradualError {
    return typeof value === "object" && value !== null && MARK in value
  }
}

/**
 * Formats a value for the `Received:` part of a message: on one line, of at most 120 characters.
 *
 * @example
 * ```ts
 * import { show } from "@gradual/core"
 * console.log(show([1, -0, "a"])) // [1,-0,a]
 * ```
 */
export function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : format(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}

function format(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value)
  if (Array.isArray(value)) return `[${value.map(format).join(",")}]`
  if (ArrayBuffer.isView(value)) return value.constructor.name
  if (typeof value === "function") return "a function"
  if (typeof value !== "object" || value === null) return String(value)
  try {
    return JSON.stringify(value) ?? "an object"
  } catch {
    return "an object"
  }
}

/**
 * Builds the error `op: rule. Received: received. fix.` without throwing it.
 *
 * @example
 * ```ts
 * import { fail } from "@gradual/core"
 * console.log(fail("SHAPE", "dot", "lengths must agree", "2 and 3").message) // dot: lengths must agree. Received: 2 and 3.
 * ```
 */
export function fail(code: ErrorCode, op: string, rule: string, received: string, fix?: string): GradualError {
  return new GradualError(code, `${op}: ${rule}. Received: ${received}.${fix === undefined ? "" : ` ${fix}.`}`)
}
