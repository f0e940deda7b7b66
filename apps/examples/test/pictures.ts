import { readFileSync } from "node:fs"
import { expect } from "vitest"

/** A picture as it is in the documents. */
export function recordedPicture(name: string): string {
  return readFileSync(new URL(`../../../docs/pictures/examples/${name}`, import.meta.url), "utf8")
}

/** The same, up to a hundredth of a pixel: the last digit of a logarithm differs between engines. */
export function expectSamePicture(actual: string, expected: string): void {
  const number = /-?\d+(\.\d+)?/g
  expect(actual.replaceAll(number, "#")).toBe(expected.replaceAll(number, "#"))
  const [some, others] = [actual, expected].map((text) => (text.match(number) ?? []).map(Number))
  expect(some?.findIndex((x, i) => Math.abs(x - (others?.[i] as number)) > 0.011)).toBe(-1)
}
