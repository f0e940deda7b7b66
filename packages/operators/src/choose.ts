import { fail, show } from "@gradual/core"
import { catalogue } from "./catalogue.ts"
import { type Law, laws } from "./catalogue-entry.ts"
import { hardResults, type Kind } from "./kinds.ts"
import type { Listed } from "./listed.ts"

/** What an operator must be: laws that it keeps, or with `false` breaks, and what it relaxes. */
export type Conditions = { readonly [L in Law]?: boolean } & { readonly kind?: Kind }

/**
 * The operators that meet conditions, in the catalogue's order.
 *
 * @param conditions - laws that must hold (`true`) or must not (`false`), and the kind of result; others do not matter.
 * @throws GradualError `VALUE` for what is no law, or no kind.
 * @example
 * ```ts
 * import { choose } from "@gradual/operators"
 * const found = choose({ identityAtOne: true, continuousAtTies: true })
 * console.log(found.map(({ name }) => name).join(", ")) // softmaxBlend, logitGain
 * ```
 */
export function choose(conditions: Conditions): readonly Listed[] {
  const { kind, ...claims } = conditions
  const unknown = Object.keys(claims).find((law) => !Object.hasOwn(laws, law))
  if (unknown !== undefined)
    throw fail("VALUE", "choose", "a law of the catalogue expected", unknown, `Laws: ${Object.keys(laws).join(", ")}`)
  if (kind !== undefined && !Object.hasOwn(hardResults, kind))
    throw fail("VALUE", "choose", `kind must be one of ${Object.keys(hardResults).join(", ")}`, `kind=${show(kind)}`)
  return Object.values(catalogue).filter(
    (listed) =>
      (kind === undefined || listed.kind === kind) &&
      Object.entries(claims).every(([law, holds]) => holds === undefined || listed.laws[law as Law].holds === holds),
  )
}
