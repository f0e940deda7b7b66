import { inDomain, type Listed, showDomain } from "@gradual/operators"

/** What to say of values outside an operator's domain, if there are any: the result is that of other values than those given. */
export function clampedNote({ domains }: Listed, values: readonly number[]): string[] {
  const outside = values.filter((value) => !inDomain(value, domains.values)).length
  if (outside === 0) return []
  const lie = outside === 1 ? "value lies" : "values lie"
  const range = showDomain(domains.values)
  return [
    `${outside} of ${values.length} ${lie} outside ${range}: clamped to it, with gradient 0 (as the library does)`,
  ]
}
