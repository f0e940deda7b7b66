import type { Report } from "@gradual/conformance"
import type { Message } from "../src/job.ts"
import type { Session, Start } from "../src/supervise.ts"

/** A report in which one case passed. */
export const report: Report = {
  backend: "js",
  summary: { passed: 1, failed: 0, skipped: 0 },
  results: [{ id: "exp/one", status: "passed", worst: { output: 0.5, gradient: null } }],
}

/** Starts nothing: says `messages`, then breaks or not, and complained of `complaints` when it is stopped. */
export function fakeStart(
  messages: readonly Message[],
  { broken, complaints = [] }: { readonly broken?: string; readonly complaints?: readonly string[] } = {},
): Start {
  return async (_, tell): Promise<Session> => {
    for (const message of messages) tell(message)
    return {
      broken: broken === undefined ? new Promise(() => {}) : Promise.resolve(broken),
      stop: async () => complaints,
    }
  }
}
