/**
 * Fixed-point numbers: integers in units of 2^-128. Tables that are made in them as they are first needed are to the last bit what
 * tooling/fits computes, and take less room than their digits would.
 */

/** 1. */
export const ONE: bigint = 1n << 128n

/** The product. */
export function times(a: bigint, b: bigint): bigint {
  return (a * b) >> 128n
}

/** The nearest float64. */
export function toFloat(x: bigint): number {
  return Number(x) / 2 ** 128
}

/** A float64 that is a multiple of 2^-128. */
export function toFixed(x: number): bigint {
  return BigInt(x * 2 ** 128)
}
