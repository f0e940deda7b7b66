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

/** Characters of a message that a value gets. */
const room = 120

/**
 * Formats a value for the `Received:` part of a message: on one line, of at most 120 characters, and no more work than that
 * takes, be the value large, a graph of many paths, or part of itself.
 *
 * @example
 * ```ts
 * import { show } from "@gradual/core"
 * console.log(show([1, -0, "a"])) // [1,-0,"a"]
 * ```
 */
export function show(value: unknown): string {
  const text = format(value, room)
  return text.length > room ? `${text.slice(0, room - 3)}...` : text
}

/** Writes the parts of a value as long as there is room; each gets what those before it left. */
function format(value: unknown, left: number): string {
  const isList = Array.isArray(value)
  if (!isList && (!isPlain(value) || isTyped(value))) return word(value)
  let text = isList ? "[" : "{"
  for (const [name, part] of isList ? value.entries() : Object.entries(value)) {
    if (text.length > left) break
    if (text.length > 1) text += ","
    if (!isList) text += `${JSON.stringify(name)}:`
    text += format(part, left - text.length)
  }
  return text + (isList ? "]" : "}")
}

/** Whether a value is an object of named parts. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Whether an object is a tensor or the like: of those the type tells enough. */
function isTyped(value: object): value is { dtype: unknown; shape: readonly unknown[] } {
  return "dtype" in value && "shape" in value && Array.isArray(value.shape)
}

function word(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value)
  if (typeof value === "function") return "a function"
  if (Object.is(value, -0)) return "-0"
  if (typeof value !== "object" || value === null) return String(value)
  return isTyped(value) ? `${value.dtype}[${value.shape}]` : value.constructor.name
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
