import { code, type Value } from "../encode/code.ts"
import type { Written } from "../encode/module.ts"
import type { Place } from "../plan/storage.ts"

/** How many addresses a run is given, beside that of its workspace, which is first. */
export interface Bases {
  readonly inputs: number
  readonly outputs: number
}

/** Which of the addresses of a run a place is counted from; undefined where it is fixed. */
export function baseOf({ base }: Place, { inputs }: Bases): number | undefined {
  if (base === "fixed") return undefined
  if (base === "workspace") return 0
  return "input" in base ? 1 + base.input : 1 + inputs + base.output
}

/** A loop in a sequence: its function, its number of rows, and where its values are. */
export interface Call {
  readonly index: number
  readonly rows: number
  readonly places: readonly Place[]
}

/** The function that runs loops one after another: of the addresses of the workspace, the inputs and the outputs. */
export function sequenceOf(name: string, calls: readonly Call[], bases: Bases): Written {
  const parameters = Array.from({ length: 1 + bases.inputs + bases.outputs }, () => "i32" as const)
  const body = code(parameters)
  const addressOf = (place: Place): Value => {
    const { offset } = place
    const at = baseOf(place, bases)
    if (at === undefined) return body.number(offset)
    const start = body.parameters[at]!
    return offset === 0 ? start : body.op("i32.add", [start, body.number(offset)])
  }
  for (const { index, rows, places } of calls)
    body.run(index, [body.number(0), body.number(rows), ...places.map(addressOf)])
  return { name, parameters, results: [], body: body.finish() }
}
