import type { Domain } from "./domain.ts"
import type { Kind } from "./kinds.ts"
import type { Domains } from "./operator.ts"

/** What an operator may promise. Each claim is tested on every backend: a law that holds by properties, one that fails by its counterexample. */
export type Law =
  | "identityAtOne" // p = 1 returns the values
  | "hardLimit" // p → ∞ gives the hard result where no values tie
  | "exactAtFiniteP" // from some finite p on it is the hard result itself
  | "staysInUnitInterval" // values in [0, 1] give results in [0, 1], for p ≥ 1
  | "preservesOrder" // a larger value never gets a smaller result, for p ≥ 1
  | "sumsToOne" // the results along the axis add up to 1
  | "conservesSum" // the results along the axis add up to what the values do
  | "permutationEquivariant" // permuting the values permutes the results, up to a rounding
  | "continuousAtTies" // a small change that breaks a tie changes the results little
  | "shiftInvariant" // adding one number to all values changes nothing
  | "sharpensWithP" // as p doubles the result at the maximum does not fall, or, for other kinds, the distance to the hard result does not grow
  | "finiteGradients" // gradients are finite for values in the domain and finite p ≥ 1

/** All laws, in the order of the catalogue's columns, with what they say. */
export const laws: Readonly<Record<Law, string>> = /* @__PURE__ */ Object.freeze({
  identityAtOne: "p = 1 returns the values",
  hardLimit: "p → ∞ gives the hard result (no ties, maximum above 0)",
  exactAtFiniteP: "from some finite p on it is the hard result itself",
  staysInUnitInterval: "values in [0, 1] give results in [0, 1] (p ≥ 1)",
  preservesOrder: "a larger value never gets a smaller result (p ≥ 1)",
  sumsToOne: "the results along the axis add up to 1",
  conservesSum: "the results add up to what the values do",
  permutationEquivariant: "permuting the values permutes the results",
  continuousAtTies: "breaking a tie by little changes little",
  shiftInvariant: "adding one number to all values changes nothing",
  sharpensWithP: "doubling p never leads away from the hard result (p ≥ 1)",
  finiteGradients: "gradients are finite for finite p ≥ 1",
})

/** Where a law fails: one row of values and a p that show it. */
export interface Counterexample {
  readonly values: readonly number[]
  readonly p: number
}

/** Whether an operator keeps a law; if not, a counterexample and what it shows. */
export type Claim =
  | { readonly holds: true }
  | { readonly holds: false; readonly counterexample: Counterexample; readonly shows: string }

export const holds: Claim = /* @__PURE__ */ Object.freeze({ holds: true })

/** The claim that a law fails, with its witness. */
/* @__NO_SIDE_EFFECTS__ */
export function fails(counterexample: Counterexample, shows: string): Claim {
  return Object.freeze({ holds: false, counterexample, shows })
}

/** A parameter besides p: a tensor argument between the values and p. */
export interface Parameter {
  readonly domain: Domain
  /** The number that laws, pictures and the command take where none is given. */
  readonly example: number
}

/** All that is said of an operator besides its definition. The command, the plots, the tests and the documents read it. */
export interface CatalogueEntry {
  readonly name: string
  readonly kind: Kind
  /** What it is for, in a line. */
  readonly summary: string
  readonly formula: string
  readonly domains: Domains
  /** Its other parameters, in the order in which it takes them. */
  readonly parameters?: Readonly<Record<string, Parameter>>
  /** The p that it has where none is given. */
  readonly defaultP?: number
  /** How many entries a row must have. Default 1. */
  readonly leastEntries?: number
  /** The p at which it returns the values themselves. */
  readonly identityAt?: number
  /** The result as p → ∞. */
  readonly limit: string
  readonly laws: Readonly<Record<Law, Claim>>
  /** Where the operator comes from. */
  readonly source: string
}
