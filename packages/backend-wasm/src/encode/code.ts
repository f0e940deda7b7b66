import { signed, unsigned } from "./bytes.ts"
import { type Instruction, instructions, loads, stores, typeCodes, type ValueType, vectorCode } from "./instructions.ts"

/** A value in a function: a local. */
export interface Value {
  readonly type: ValueType
  readonly local: number
}

/**
 * Builds the body of a function. Values are assigned once, except variables: the same instruction of the same values is written
 * once, and outside of the loops that do not change them.
 */
export interface Code {
  readonly parameters: readonly Value[]
  /** Whether the host has relaxed instructions, such as a·b + c in one. */
  readonly relaxed: boolean
  /** Where it is given, what may be wrong is not repaired: its mask of what is right goes here. */
  readonly doubts?: Value[]
  /** Computes an instruction. `immediate` is its lane, if it has one. */
  op(name: Instruction, operands: readonly Value[], immediate?: number): Value
  number(value: number): Value
  /** A vector constant. */
  constant(bytes: readonly number[]): Value
  /** Bytes of two vectors in another order: 0–15 of the first, 16–31 of the second. */
  shuffle(a: Value, b: Value, bytes: readonly number[]): Value
  /** `a` where the condition is not 0, else `b`. */
  select(condition: Value, a: Value, b: Value): Value
  /** Reads so many bytes after an address. */
  load(name: keyof typeof loads, address: Value, offset?: number): Value
  store(name: keyof typeof stores, address: Value, value: Value, at?: { offset?: number; lane?: number }): void
  call(index: number, operands: readonly Value[], result: ValueType): Value
  /** Calls a function that gives nothing. */
  run(index: number, operands: readonly Value[]): void
  /** A local that may change. */
  variable(initial: Value): Value
  assign(variable: Value, value: Value): void
  /** Repeats while `going` is not 0 after the body. */
  loop(body: () => Value): void
  /** Leaves the loop whose body this is. */
  leave(condition: Value): void
  when(condition: Value, body: () => void): void
  finish(): readonly number[]
}

/** A part of a function: all of it, the body of a loop, or what is done under a condition. */
interface Scope {
  readonly kind: "function" | "loop" | "when"
  readonly bytes: number[]
  /** The values that were computed in it, by what they are. */
  readonly known: Map<string, Value>
}

const get = ({ local }: Value): number[] => [0x20, ...unsigned(local)]

const typeOf = (name: string): ValueType => name.split(".")[0] as ValueType
/** An instruction on memory; the last byte promises no alignment. */
const memoryCode = (name: string, number: number) => [...(typeOf(name) === "v128" ? vectorCode(number) : [number]), 0]

/** Starts a function. */
export function code(types: readonly ValueType[], relaxed = false): Code {
  const parameters = types.map((type, local) => ({ type, local }))
  const locals: ValueType[] = []
  const scopes: Scope[] = [{ kind: "function", bytes: [], known: new Map() }]
  /** The index of the scope in which a value holds; of variables, none. */
  const depths = new Map<Value, number>(parameters.map((value) => [value, 0]))

  const put = (bytes: readonly number[], { bytes: all } = scopes.at(-1)!) => {
    for (const byte of bytes) all.push(byte)
  }
  const fresh = (type: ValueType): Value => ({ type, local: types.length + locals.push(type) - 1 })
  const keep = (type: ValueType, bytes: readonly number[], depth = scopes.length - 1): Value => {
    const value = fresh(type)
    put([...bytes, 0x21, ...unsigned(value.local)], scopes[depth])
    depths.set(value, depth)
    return value
  }
  const find = (key: string) => scopes.findLast(({ known }) => known.has(key))?.known.get(key)
  /** Computes what depends on nothing but operands. */
  const pure = (type: ValueType, bytes: readonly number[], operands: readonly Value[]): Value => {
    const current = scopes.length - 1
    const depth = Math.max(0, ...operands.map((operand) => depths.get(operand) ?? Number.POSITIVE_INFINITY))
    const written = [...operands.flatMap(get), ...bytes]
    if (depth > current) return keep(type, written)
    const key = written.join()
    const known = find(key)
    if (known !== undefined) return known
    // before the outermost loop that changes no operand; out of a condition only with such a loop
    const loop = scopes.findIndex(({ kind }, at) => at > depth && kind === "loop")
    const target = loop < 0 ? current : loop - 1
    const value = keep(type, written, target)
    scopes[target]!.known.set(key, value)
    return value
  }
  const within = (kind: Scope["kind"], inside: () => void): Scope => {
    const scope: Scope = { kind, bytes: [], known: new Map() }
    scopes.push(scope)
    inside()
    scopes.pop()
    return scope
  }
  const all = (operands: readonly Value[]) => operands.flatMap(get)

  return {
    parameters,
    relaxed,
    op: (name, operands, immediate) => {
      const { code, result } = instructions[name]
      return pure(result, immediate === undefined ? code : [...code, immediate], operands)
    },
    number: (value) => pure("i32", [0x41, ...signed(value)], []),
    constant: (bytes) => pure("v128", [...vectorCode(12), ...bytes], []),
    shuffle: (a, b, bytes) => pure("v128", [...vectorCode(13), ...bytes], [a, b]),
    select: (condition, a, b) => pure(a.type, [0x1b], [a, b, condition]),
    load: (name, address, offset = 0) =>
      keep(typeOf(name), [...get(address), ...memoryCode(name, loads[name]), ...unsigned(offset)]),
    store: (name, address, value, { offset = 0, lane } = {}) =>
      put([
        ...all([address, value]),
        ...memoryCode(name, stores[name]),
        ...unsigned(offset),
        ...(lane === undefined ? [] : [lane]),
      ]),
    call: (index, operands, result) => keep(result, [...all(operands), 0x10, ...unsigned(index)]),
    run: (index, operands) => put([...all(operands), 0x10, ...unsigned(index)]),
    variable: (initial) => {
      const variable = fresh(initial.type)
      put([...get(initial), 0x21, ...unsigned(variable.local)])
      return variable
    },
    assign: (variable, value) => put([...get(value), 0x21, ...unsigned(variable.local)]),
    loop: (inside) => {
      const { bytes } = within("loop", () => put([...get(inside()), 0x0d, 0]))
      put([0x02, 0x40, 0x03, 0x40, ...bytes, 0x0b, 0x0b])
    },
    leave: (condition) => put([...get(condition), 0x0d, 1]),
    when: (condition, inside) => {
      const { bytes } = within("when", inside)
      put([...get(condition), 0x04, 0x40, ...bytes, 0x0b])
    },
    finish: () => {
      const declared = locals.map((type) => [1, typeCodes[type]])
      return [...unsigned(declared.length), ...declared.flat(), ...scopes[0]!.bytes, 0x0b]
    },
  }
}
