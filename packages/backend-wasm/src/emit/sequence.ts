import { code, type Value } from "../encode/code.ts"
import type { Written } from "../encode/module.ts"
import type { Place } from "../plan/storage.ts"

/** How many addresses a run is given, beside that of its workspace, which is first. */
export interface Bases {
  readonly inputs: number
  readonly outputs: number
}

/** A loop in a sequence: its function, its number of rows, and where its values are. */
export interface Call {
  readonly index: number
  readonly rows: number
  readonly places: readonly Place[]
}

/** The function that runs loops one after another: of the addresses of the workspace, the inputs and the outputs. */
export function sequenceOf(name: string, calls: readonly Call[], { inputs, outputs }: Bases): Written {
  const parameters = Array.from({ length: 1 + inputs + outputs }, () => "i32" as const)
  const body = code(parameters)
  const addressOf = ({ base, offset }: Place): Value => {
    if (base === "fixed") return body.number(offset)
    const at = base === "workspace" ? 0 : "input" in base ? 1 + base.input : 1 + inputs + base.output
    const start = body.parameters[at]!
    return offset === 0 ? start : body.op("i32.add", [start, body.number(offset)])
  }
  for (const { index, rows, places } of calls)
    body.run(index, [body.number(0), body.number(rows), ...places.map(addressOf)])
  return { name, parameters, results: [], body: body.finish() }
}
