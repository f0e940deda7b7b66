import type { DType } from "@gradual/core"

/** A number as cases hold it: JSON has no word for these four. */
export type CaseNumber = number | "NaN" | "Infinity" | "-Infinity" | "-0"

/** A tensor in a case file, row-major. */
export interface CaseTensor {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly data: readonly (CaseNumber | boolean)[]
}

/** What a tensor should be: the float64 nearest to each true value, and what else is known of it. */
export interface Truth extends CaseTensor {
  /** True value minus `data`, for outputs in float64. */
  readonly lo?: readonly number[]
  /** Sum of the absolute values of the terms behind each element, where terms may cancel. */
  readonly mag?: readonly CaseNumber[]
  /** Condition of each element: the sum of |xᵢ ∂f/∂xᵢ| over all inputs, where rounding inside the function is amplified. */
  readonly cond?: readonly CaseNumber[]
  /** Other values that are as right, per element: at kinks, or of unspecified sign. */
  readonly also?: readonly (readonly CaseNumber[] | null)[]
  /** Flat indices of elements whose value is unspecified. */
  readonly any?: readonly number[]
}

/** A function applied to inputs, and what must come out. */
export interface Case {
  /** Unique: the function's name, a slash, and what the case is about. */
  readonly id: string
  /** An op or composite of core, or an operator of the catalogue. */
  readonly fn: string
  /** The function's tensor arguments, in order. */
  readonly inputs: readonly CaseTensor[]
  /** The function's options. */
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly outputs: readonly Truth[]
  /** One per output; needed for gradients. */
  readonly cotangents?: readonly CaseTensor[]
  /** One per input; null where none is asked for. */
  readonly gradients?: readonly (Truth | null)[]
  /** The Hessian-vector product of ⟨cotangents, outputs⟩ with the tangents, one per input. */
  readonly second?: {
    readonly tangents: readonly (CaseTensor | null)[]
    readonly products: readonly (Truth | null)[]
  }
  readonly tags?: readonly string[]
  readonly note?: string
}

/** The public schema: a file of cases that anyone can write. Fields that are not known are ignored. */
export interface CaseFile {
  readonly schema: "gradual.cases/1"
  readonly provenance?: Readonly<Record<string, unknown>>
  readonly cases: readonly Case[]
}
