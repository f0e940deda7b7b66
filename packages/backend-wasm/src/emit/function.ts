import type { Code, Value } from "../encode/code.ts"
import type { Imported } from "../encode/module.ts"
import { assign, type Lanes, narrow, select, variables, widen } from "./lanes.ts"

/** The functions of the host that loops may call: on numbers, for what is rare or in float64. */
export const hostFunctions = [
  "atan",
  "cos",
  "erf",
  "exp",
  "expm1",
  "log",
  "log1p",
  "logistic",
  "pow",
  "sin",
  "tanh",
] as const
export type HostFunction = (typeof hostFunctions)[number]

/** What modules import, in the order of their indices: functions of the host, and what refuses an index. */
export const imported: readonly Imported[] = [
  ...hostFunctions.map((name) => ({
    name,
    parameters: name === "pow" ? (["f64", "f64"] as const) : (["f64"] as const),
    results: ["f64"] as const,
  })),
  { name: "refuse", parameters: ["i32", "i32", "i32", "i32"], results: [] },
]
/** The index of what refuses an index. */
export const refuse: number = hostFunctions.length

/** Applies a function of the host to each lane of float64. */
export function laneWise(code: Code, name: HostFunction, ...operands: readonly Lanes[]): Lanes {
  const [first] = operands as [Lanes]
  if (first.dtype === "float32") return narrow(code, laneWise(code, name, ...operands.map((one) => widen(code, one))))
  const parts = first.parts.map((_, part) =>
    [0, 1].reduce<Value>((made, lane) => {
      const numbers = operands.map(({ parts }) => code.op("f64x2.extract_lane", [parts[part]!], lane))
      const result = code.call(hostFunctions.indexOf(name), numbers, "f64")
      return made === first.parts[part]
        ? code.op("f64x2.splat", [result])
        : code.op("f64x2.replace_lane", [made, result], lane)
    }, first.parts[part]!),
  )
  return { dtype: "float64", parts }
}

/** Not 0 where a mask of float32's lanes does not cover all of them. */
export function notAll(code: Code, mask: Value): Value {
  return code.op("i32.sub", [code.op("i32x4.bitmask", [mask]), code.number(15)])
}

/** Lanes, and where `isRight` does not cover all of them what `repair` gives instead. */
export function repaired(code: Code, usual: Lanes, isRight: Value, repair: () => Lanes): Lanes {
  if (code.doubts !== undefined) {
    code.doubts.push(isRight)
    return usual
  }
  const result = variables(code, usual)
  code.when(notAll(code, isRight), () => assign(code, result, repair()))
  return result
}

/** Lanes of float32 where `isRight` covers them, and else the results of the host's function: no lane depends on its neighbours. */
export function elseByHost(
  code: Code,
  usual: Lanes,
  isRight: Value,
  name: HostFunction,
  operands: readonly Lanes[],
): Lanes {
  const mask: Lanes = { dtype: "bool", parts: [isRight] }
  return repaired(code, usual, isRight, () => select(code, mask, usual, laneWise(code, name, ...operands)))
}
