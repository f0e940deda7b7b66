import { list, name, unsigned } from "./bytes.ts"
import { typeCodes, type ValueType } from "./instructions.ts"

/** A function's types. */
export interface Signature {
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
}

/** A function that is written, and exported under a name. */
export interface Written extends Signature {
  readonly name: string
  readonly body: readonly number[]
}

/** A function that the host gives, under a name. */
export interface Imported extends Signature {
  readonly name: string
}

/**
 * A module of functions on one imported memory, `host.memory`, which threads may share. Imported functions have the first indices,
 * in order; then come those that are written.
 */
export function encodeModule(
  imported: readonly Imported[],
  written: readonly Written[],
  isShared = false,
): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]) => [[id, ...unsigned(content.length)], content]
  const types = [...imported, ...written].map(({ parameters, results }) => [
    0x60,
    ...list(parameters.map((type) => [typeCodes[type]])),
    ...list(results.map((type) => [typeCodes[type]])),
  ])
  const limits = isShared ? [0x03, 0, ...unsigned(2 ** 16)] : [0x00, 0] // pages: at least 0, where shared at most all
  const memory = [...name("host"), ...name("memory"), 0x02, ...limits]
  const imports = imported.map((one, i) => [...name("host"), ...name(one.name), 0x00, ...unsigned(i)])
  const exports = written.map((one, i) => [...name(one.name), 0x00, ...unsigned(imported.length + i)])
  const bodies = written.flatMap(({ body }) => [unsigned(body.length), body])
  const count = unsigned(written.length)
  const pieces = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([memory, ...imports])),
    ...section(3, list(written.map((_, i) => unsigned(imported.length + i)))),
    ...section(7, list(exports)),
    [10, ...unsigned(lengthOf([count, ...bodies]))],
    count,
    ...bodies,
  ]
  const module = new Uint8Array(lengthOf(pieces))
  let at = 0
  for (const piece of pieces) {
    module.set(piece, at)
    at += piece.length
  }
  return module
}

const lengthOf = (pieces: readonly (readonly number[])[]): number => pieces.reduce((sum, { length }) => sum + length, 0)
