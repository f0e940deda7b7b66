import { signed, unsigned } from "./bytes.ts"
import { type Instruction, instructions, loads, stores, typeCodes, type ValueType, vectorCode } from "./instructions.ts"

/** A value in a function: a local. */
export interface Value {
  readonly type: ValueType
  readonly local: number
}

/** Builds the body of a function. Values are assigned once, except variables. */
export interface Code {
  readonly parameters: readonly Value[]
  /** Computes an instruction. `immediate` is its lane, if it has one. */
  op(name: Instruction, operands: readonly Value[], immediate?: number): Value
  number(value: number): Value
  /** A vector constant; the same one is made once. */
  constant(bytes: readonly number[]): Value
  /** Bytes of two vectors in another order: 0–15 of the first, 16–31 of the second. */
  shuffle(a: Value, b: Value, bytes: readonly number[]): Value
  load(name: keyof typeof loads, address: Value): Value
  store(name: keyof typeof stores, address: Value, value: Value, lane?: number): void
  call(index: number, operands: readonly Value[], result: ValueType): Value
  /** Calls a function that gives nothing. */
  run(index: number, operands: readonly Value[]): void
  /** A local that may change. */
  variable(initial: Value): Value
  assign(variable: Value, value: Value): void
  /** Repeats while `going` is not 0 after the body. */
  loop(body: () => Value): void
  when(condition: Value, body: () => void): void
  finish(): readonly number[]
}

const get = ({ local }: Value): number[] => [0x20, ...unsigned(local)]

/** Starts a function. */
export function code(types: readonly ValueType[]): Code {
  const locals: ValueType[] = []
  const head: number[] = [] // constants, before everything
  const body: number[] = []
  const constants = new Map<string, Value>()
  const parameters = types.map((type, local) => ({ type, local }))

  const fresh = (type: ValueType): Value => ({ type, local: types.length + locals.push(type) - 1 })
  const put = (bytes: readonly number[]) => {
    for (const byte of bytes) body.push(byte)
  }
  const keep = (type: ValueType, bytes: readonly number[]): Value => {
    const value = fresh(type)
    put(bytes)
    put([0x21, ...unsigned(value.local)])
    return value
  }
  const once = (key: string, type: ValueType, bytes: readonly number[]): Value => {
    const known = constants.get(key)
    if (known !== undefined) return known
    const value = fresh(type)
    head.push(...bytes, 0x21, ...unsigned(value.local))
    constants.set(key, value)
    return value
  }
  const all = (operands: readonly Value[]) => operands.flatMap(get)

  return {
    parameters,
    op: (name, operands, immediate) => {
      const { code, result } = instructions[name]
      return keep(result, [...all(operands), ...code, ...(immediate === undefined ? [] : [immediate])])
    },
    number: (value) => once(`i32 ${value}`, "i32", [0x41, ...signed(value)]),
    constant: (bytes) => once(`v128 ${bytes}`, "v128", [...vectorCode(12), ...bytes]),
    shuffle: (a, b, bytes) => keep("v128", [...get(a), ...get(b), ...vectorCode(13), ...bytes]),
    load: (name, address) => keep("v128", [...get(address), ...vectorCode(loads[name]), 0, 0]),
    store: (name, address, value, lane) =>
      put([...get(address), ...get(value), ...vectorCode(stores[name]), 0, 0, ...(lane === undefined ? [] : [lane])]),
    call: (index, operands, result) => keep(result, [...all(operands), 0x10, ...unsigned(index)]),
    run: (index, operands) => put([...all(operands), 0x10, ...unsigned(index)]),
    variable: (initial) => keep(initial.type, get(initial)),
    assign: (variable, value) => put([...get(value), 0x21, ...unsigned(variable.local)]),
    loop: (inside) => {
      put([0x03, 0x40])
      put([...get(inside()), 0x0d, 0, 0x0b])
    },
    when: (condition, inside) => {
      put([...get(condition), 0x04, 0x40])
      inside()
      put([0x0b])
    },
    finish: () => {
      const declared = locals.map((type) => [1, typeCodes[type]])
      return [...unsigned(declared.length), ...declared.flat(), ...head, ...body, 0x0b]
    },
  }
}
