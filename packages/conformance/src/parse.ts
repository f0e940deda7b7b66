import { type DType, dtypes, fail, show, sizeOf } from "@gradual/core"
import { functionNames, functionOf } from "./functions.ts"
import type { CaseFile } from "./schema.ts"

type Json = Readonly<Record<string, unknown>>

/**
 * Reads a case file. Everything that a run relies on is checked here, so that a mistake in a file is told as such.
 *
 * @param text - the file's contents.
 * @param source - its name, for messages.
 * @throws GradualError `INPUT`: where in which file, what is expected, what was received.
 * @example
 * ```ts
 * import { parseCases } from "@gradual/conformance"
 * const file = parseCases('{ "schema": "gradual.cases/1", "cases": [] }', "mine.json")
 * console.log(file.cases.length) // 0
 * ```
 */
export function parseCases(text: string, source: string): CaseFile {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    throw fail("INPUT", source, "the file must be JSON", (error as Error).message.split("\n")[0] as string)
  }
  const at = (path: string, rule: string, received: unknown) =>
    fail("INPUT", source, `${path}: ${rule}`, show(received))
  if (!isObject(file)) throw at("file", "an object with schema and cases expected", file)
  if (file.schema !== "gradual.cases/1") throw at("schema", '"gradual.cases/1" expected', file.schema)
  if (!Array.isArray(file.cases)) throw at("cases", "a list expected", file.cases)
  const ids = new Set<unknown>()
  file.cases.forEach((one: unknown, i) => {
    const path = `cases[${i}]`
    if (!isObject(one)) throw at(path, "an object expected", one)
    if (typeof one.id !== "string" || one.id === "") throw at(`${path}.id`, "a name expected", one.id)
    if (ids.has(one.id)) throw at(`${path}.id`, "every id must be used once", one.id)
    ids.add(one.id)
    checkCase(one, `${path} (${one.id})`, at)
  })
  return file as unknown as CaseFile
}

type At = (path: string, rule: string, received: unknown) => Error

function checkCase(one: Json, path: string, at: At): void {
  if (typeof one.fn !== "string" || functionOf(one.fn) === undefined)
    throw at(`${path}.fn`, `one of the functions ${functionNames().join(" ")} expected`, one.fn)
  if (one.attrs !== undefined && !isObject(one.attrs)) throw at(`${path}.attrs`, "an object expected", one.attrs)
  const inputs = tensorsAt(one.inputs, `${path}.inputs`, at, false)
  const outputs = tensorsAt(one.outputs, `${path}.outputs`, at, false)
  if (one.cotangents !== undefined)
    sameShapes(tensorsAt(one.cotangents, `${path}.cotangents`, at, false), outputs, `${path}.cotangents`, "outputs", at)
  if (one.gradients !== undefined) {
    if (one.cotangents === undefined) throw at(`${path}.cotangents`, "gradients need them", undefined)
    sameShapes(tensorsAt(one.gradients, `${path}.gradients`, at, true), inputs, `${path}.gradients`, "inputs", at)
  }
  if (one.second !== undefined) {
    if (!isObject(one.second)) throw at(`${path}.second`, "an object expected", one.second)
    if (one.cotangents === undefined) throw at(`${path}.cotangents`, "second derivatives need them", undefined)
    for (const part of ["tangents", "products"])
      sameShapes(
        tensorsAt(one.second[part], `${path}.second.${part}`, at, true),
        inputs,
        `${path}.second.${part}`,
        "inputs",
        at,
      )
  }
}

function tensorsAt(list: unknown, path: string, at: At, nullable: boolean): (Json | null)[] {
  if (!Array.isArray(list)) throw at(path, "a list of tensors expected", list)
  return list.map((tensor: unknown, i) => {
    if (tensor === null && nullable) return null
    checkTensor(tensor, `${path}[${i}]`, at)
    return tensor as Json
  })
}

function checkTensor(tensor: unknown, path: string, at: At): void {
  if (!isObject(tensor)) throw at(path, "a tensor { dtype, shape, data } expected", tensor)
  const { dtype, shape, data } = tensor
  if (!(dtypes as readonly unknown[]).includes(dtype))
    throw at(`${path}.dtype`, `one of ${dtypes.join(", ")} expected`, dtype)
  if (!Array.isArray(shape) || !shape.every((length) => Number.isInteger(length) && length >= 0))
    throw at(`${path}.shape`, "a list of non-negative integers expected", shape)
  if (!Array.isArray(data)) throw at(`${path}.data`, "a list of numbers expected", data)
  if (data.length !== sizeOf(shape))
    throw at(`${path}.data`, `${sizeOf(shape)} numbers expected for shape [${shape}]`, `${data.length} numbers`)
  const { is, rule } = entries[dtype as DType]
  const wrong = data.findIndex((entry) => !is(entry))
  if (wrong >= 0) throw at(`${path}.data[${wrong}]`, `${rule} expected`, data[wrong])
}

const number = {
  is: (entry: unknown) => typeof entry === "number" || ["NaN", "Infinity", "-Infinity", "-0"].includes(entry as string),
  rule: 'a number, "NaN", "Infinity", "-Infinity" or "-0"',
}

/** What may stand in a tensor of each dtype. */
const entries: Readonly<Record<DType, { is(entry: unknown): boolean; rule: string }>> = {
  float32: number,
  float64: number,
  int32: {
    is: (entry) => typeof entry === "number" && entry === (entry | 0),
    rule: `an integer from ${-(2 ** 31)} to ${2 ** 31 - 1}`,
  },
  bool: { is: (entry) => typeof entry === "boolean", rule: "true or false" },
}

function sameShapes(
  tensors: readonly (Json | null)[],
  like: readonly (Json | null)[],
  path: string,
  what: string,
  at: At,
): void {
  if (tensors.length !== like.length)
    throw at(path, `one for each of the ${like.length} ${what} expected`, `${tensors.length}`)
  tensors.forEach((tensor, i) => {
    if (tensor !== null && String(tensor.shape) !== String(like[i]?.shape))
      throw at(`${path}[${i}].shape`, `the shape [${like[i]?.shape}] of ${what}[${i}] expected`, tensor.shape)
  })
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
