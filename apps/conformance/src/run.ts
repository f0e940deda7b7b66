import type { Environment } from "./environments.ts"
import { knownFailuresOf } from "./known-failures.ts"
import type { Places } from "./places.ts"
import { type Outcome, type Step, supervise } from "./supervise.ts"

/** An environment that ran, or could not. */
export interface Run {
  readonly environment: Environment
  readonly outcome: Outcome
  readonly seconds: number
}

/** What to run of each environment, and how. */
export interface Plan {
  readonly filter: string
  /** Milliseconds without progress after which an environment counts as hanging. */
  readonly patience: number
  /** Environments that run at the same time. */
  readonly jobs: number
}

/** Hears how a run goes. */
export interface Audience {
  onStep(environment: Environment, step: Step): void
  onRun(run: Run): void
}

/** Runs environments, some at the same time, beginning in the given order. */
export async function runAll(
  environments: readonly Environment[],
  places: Places,
  plan: Plan,
  audience: Audience,
): Promise<Run[]> {
  const runs: Run[] = []
  const queue = [...environments]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const run = await runOne(next, places, plan, (step) => audience.onStep(next as Environment, step))
      runs.push(run)
      audience.onRun(run)
    }
  }
  await Promise.all(Array.from({ length: plan.jobs }, work))
  return runs.sort((a, b) => environments.indexOf(a.environment) - environments.indexOf(b.environment))
}

async function runOne(
  environment: Environment,
  places: Places,
  { filter, patience }: Plan,
  onStep: (step: Step) => void,
): Promise<Run> {
  const began = performance.now()
  const start = await places.start(environment.place)
  if (typeof start !== "function") return { environment, outcome: { engines: {}, ...start }, seconds: 0 }
  const { backend } = environment
  const knownFailures = knownFailuresOf(backend)
  const job = { backend, filter, done: [], ...(knownFailures === undefined ? {} : { knownFailures }) }
  const outcome = await supervise(start, job, { patience, onStep })
  return { environment, outcome, seconds: (performance.now() - began) / 1000 }
}
