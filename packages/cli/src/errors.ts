import { GradualError } from "@gradual/core"
import { CommanderError } from "commander"

/** Exit codes. */
export const exit: Readonly<Record<"ok" | "failed" | "usage" | "internal", number>> = Object.freeze({
  ok: 0,
  failed: 1,
  usage: 2,
  internal: 70,
})

/** Something that the caller can put right. Its message is the one line that they see. */
export class UsageError extends Error {
  override readonly name: string = "UsageError"
}

/** Builds the error `where: rule. Received: received. fix` without throwing it. */
export function usage(where: string, rule: string, received: string, fix?: string): UsageError {
  return new UsageError(`${where}: ${rule}. Received: ${received}.${fix === undefined ? "" : ` ${fix}`}`)
}

/** What the caller wrote, on one line and of at most so many characters. */
export function shown(text: string, most = 60): string {
  const line = visible(text.replaceAll(/\s+/g, " ").trim())
  if (line === "") return "nothing"
  return line.length > most ? `${line.slice(0, most - 3)}...` : line
}

/** What a thrown value means for the person at the terminal: the line to show, if any, and the exit code. */
export interface Verdict {
  readonly code: number
  readonly line?: string
}

/**
 * Judges a thrown value.
 *
 * @param where - the command that was running, as one would type it.
 */
export function judge(error: unknown, where: string): Verdict {
  if (error instanceof CommanderError)
    return error.exitCode === 0
      ? { code: exit.ok }
      : { code: exit.usage, line: `${where}: ${rephrase(error.message)} See ${where} --help` }
  if (error instanceof UsageError) return { code: exit.usage, line: `${where}: ${oneLine(error.message)}` }
  if (GradualError.is(error) && error.code !== "INTERNAL")
    return { code: exit.usage, line: `${where}: ${oneLine(error.message)}` }
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: exit.internal,
    line: `${where}: an error inside Gradual: ${oneLine(message)} (please report it; set GRADUAL_DEBUG=1 for the stack)`,
  }
}

/** A message of the argument parser as a sentence or two on one line. */
function rephrase(message: string): string {
  const text = oneLine(message).replace(/^error: /, "")
  const [, said = text, hint] = /^(.*?) ?\((Did you mean .*\?)\)$/.exec(text) ?? []
  const sentence = `${said.replace(/\.$/, "")}.`
  return hint === undefined ? sentence : `${sentence} ${hint}`
}

function oneLine(text: string): string {
  return visible(text.replaceAll(/\s*\n\s*/g, " ").trim())
}

/** Without what moves the cursor, colors or reorders the terminal's text. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "�")
}
