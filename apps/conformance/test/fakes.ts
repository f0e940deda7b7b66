import type { Io } from "../src/screen.ts"
import { reportOf, type Result } from "@gradual/conformance"
import type { Message } from "../src/job.ts"
import type { Session, Start } from "../src/supervise.ts"

/** A result with an error of half an ulp. */
export const resultOf = (id: string, status: Result["status"] = "passed"): Result => ({
  id,
  status,
  worst: { output: 0.5, gradient: null },
})

/** What is told of a run of these cases. */
export const told = (ids: readonly string[], isOver = true): Message[] => [
  { type: "opened", engines: { engine: "1.0.0" }, capabilities },
  ...ids.map((id, i): Message => ({ type: "result", result: resultOf(id), left: ids.length - i - 1 })),
  ...(isOver
    ? [
        {
          type: "report",
          report: reportOf(
            "js",
            ids.map((id) => resultOf(id)),
          ),
        } as const,
      ]
    : []),
]

export const capabilities = {
  dtypes: ["float32"],
  sync: true,
  subnormals: "keep",
  signedZero: true,
  nonFinite: "ieee",
  headroom: true,
  accuracy: "ieee",
} as const

/** How a process behaves that is none. */
export interface Fake {
  readonly says: readonly Message[]
  readonly breaks?: string
  readonly complaints?: readonly string[]
}

/** Starts processes that are none, one after the other; `jobs` collects what each was asked. */
export function fakeStart(fakes: readonly Fake[], jobs: unknown[] = []): Start {
  return async (job, tell): Promise<Session> => {
    const { says, breaks, complaints = [] } = fakes[jobs.push(job) - 1] as Fake
    for (const message of says) tell(message)
    return {
      engines: { place: "2.0.0" },
      broken: breaks === undefined ? new Promise(() => {}) : Promise.resolve(breaks),
      stop: async () => complaints,
    }
  }
}

/** What a command prints and ends with. */
export async function outcomeOf(
  main: (args: readonly string[], io: Io) => Promise<number>,
  args: readonly string[],
): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
  let [out, error] = ["", ""]
  const code = await main(args, {
    out: (text) => {
      out += text
    },
    error: (text) => {
      error += text
    },
    isTerminal: false,
    env: {},
  })
  return { code, out, error }
}
