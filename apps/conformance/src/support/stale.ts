import { goldens } from "@gradual/conformance"
import { isChosen } from "../job.ts"
import { type Entry, functionOf, type Measured, precisions, type Support, same, statuses } from "./support.ts"

/** How much larger an error may be than it is recorded. */
const slack = 2

/** Whether a filter takes all cases of a function. Laws are taken without a filter only. */
export function isWhole(name: string, filter: string): boolean {
  if (filter === "") return true
  const ids = goldens.flatMap(({ cases }) => cases.map(({ id }) => id)).filter((id) => functionOf(id) === name)
  return ids.length > 0 && ids.every((id) => isChosen(id, filter))
}

/**
 * Where a fresh measurement of an environment disagrees with what is recorded of it, a line each, of the functions that were
 * measured wholly.
 */
export function disagreements(
  id: string,
  { environments }: Support,
  fresh: Measured,
  wasMeasured: (name: string) => boolean = () => true,
): string[] {
  const recorded = environments[id]
  if (recorded === undefined) return [`${id} is not recorded`]
  const card = same(recorded.capabilities, fresh.capabilities) ? [] : [`${id}: other capabilities than recorded`]
  const names = [...new Set([...Object.keys(recorded.functions), ...Object.keys(fresh.functions)])]
    .filter(wasMeasured)
    .sort()
  return [
    ...card,
    ...names.flatMap((name) =>
      ofFunction(recorded.functions[name], fresh.functions[name]).map((what) => `${id} ${name}: ${what}`),
    ),
  ]
}

function ofFunction(recorded: Entry | undefined, fresh: Entry | undefined): string[] {
  if (recorded === undefined) return ["not recorded"]
  if (fresh === undefined) return ["recorded, but there are no such cases"]
  const counts = statuses.flatMap((status) => {
    const [before = 0, now = 0] = [recorded[status], fresh[status]]
    return before === now ? [] : [`${now} ${status}, ${before} recorded`]
  })
  const errors = precisions.flatMap((precision) =>
    (["output", "gradient", "second"] as const).flatMap((key) => {
      const [before, now] = [recorded, fresh].map((entry) => entry.worst[precision]?.[key] ?? null) as [Ulps, Ulps]
      const agrees = before === null || now === null ? before === now : now <= slack * before
      return agrees ? [] : [`${precision} ${key} error ${now} ulp, ${before} recorded`]
    }),
  )
  return [...counts, ...errors]
}

type Ulps = number | null
