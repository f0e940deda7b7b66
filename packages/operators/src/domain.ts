import { fail, show } from "@gradual/core"

/** The numbers a parameter may be. */
export interface Domain {
  readonly min: number
  readonly max: number
  /** The end of the interval that does not belong to it. */
  readonly excludes?: "min" | "max"
}

export const reals: Domain = /* @__PURE__ */ Object.freeze({
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
})
export const unitInterval: Domain = /* @__PURE__ */ Object.freeze({ min: 0, max: 1 })
export const notNegative: Domain = /* @__PURE__ */ Object.freeze({ min: 0, max: Number.POSITIVE_INFINITY })
/** Numbers that are no limits. */
export const finiteNotNegative: Domain = /* @__PURE__ */ Object.freeze({
  min: 0,
  max: Number.POSITIVE_INFINITY,
  excludes: "max",
})
export const positive: Domain = /* @__PURE__ */ Object.freeze({
  min: 0,
  max: Number.POSITIVE_INFINITY,
  excludes: "min",
})

/**
 * Whether a number lies in a domain; NaN lies in none.
 *
 * @example
 * ```ts
 * import { catalogue, inDomain } from "@gradual/operators"
 * console.log(inDomain(2, catalogue.gradual.domains.p), inDomain(2, catalogue.gradual.domains.values)) // true false
 * ```
 */
export function inDomain(x: number, { min, max, excludes }: Domain): boolean {
  return x >= min && x <= max && !(excludes !== undefined && x === (excludes === "min" ? min : max))
}

/**
 * Whether every number lies in a domain.
 *
 * @example
 * ```ts
 * import { catalogue, isUnbounded } from "@gradual/operators"
 * console.log(isUnbounded(catalogue.sparsemax.domains.values), isUnbounded(catalogue.gradual.domains.values)) // true false
 * ```
 */
export function isUnbounded({ min, max }: Domain): boolean {
  return min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY
}

/**
 * A domain as people write it, a parenthesis where the end is left out: `[0, ∞]`, `(0, ∞]`.
 *
 * @example
 * ```ts
 * import { catalogue, showDomain } from "@gradual/operators"
 * console.log(showDomain(catalogue.softmaxBlend.domains.p)) // (0, ∞]
 * ```
 */
export function showDomain({ min, max, excludes }: Domain): string {
  const write = (x: number) => String(x).replace("Infinity", "∞")
  return `${excludes === "min" ? "(" : "["}${write(min)}, ${write(max)}${excludes === "max" ? ")" : "]"}`
}

/**
 * Throws `VALUE` when a plain number (or one in a plain list) lies outside `domain`. Tensors are not looked into: their
 * values are known only when a program runs.
 */
export function checkDomain(op: string, name: string, value: unknown, domain: Domain): void {
  if (Array.isArray(value)) for (const entry of value) checkDomain(op, name, entry, domain)
  else if (typeof value === "number" && !inDomain(value, domain))
    throw fail("VALUE", op, `${name} must lie in ${showDomain(domain)}`, `${name}=${show(value)}`)
}
