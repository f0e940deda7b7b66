import { float32Bytes, float64Bytes, int32Bytes, put, signed } from "./bytes.ts"
import { type Instruction, instructions, loads, stores, type ValueType, vectorCode } from "./instructions.ts"
import { declarations, get, set, type Value } from "./locals.ts"

export type { Value }

/** The lanes of a vector of the same number. */
export type Splat = "f32x4" | "f64x2" | "i32x4"

/** Which bytes to take of two vectors: 0–15 of the first, 16–31 of the second. What has the same name is the same order. */
export interface Order {
  readonly name: string
  readonly bytes: readonly number[]
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
  /** A vector of the same number. */
  splat(lanes: Splat, value: number): Value
  /** A vector constant. */
  constant(bytes: readonly number[]): Value
  /** Bytes of two vectors in another order. */
  shuffle(a: Value, b: Value, order: Order): Value
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
  /** What the values are that are known in it. */
  readonly keys: string[]
}

const typeOf = (name: string): ValueType => name.slice(0, name.indexOf(".")) as ValueType
const splats = { f32x4: float32Bytes, f64x2: float64Bytes, i32x4: int32Bytes }

/** Starts a function. */
export function code(types: readonly ValueType[], relaxed = false): Code {
  const parameters = types.map((type, local): Value => ({ type, local, depth: 0 }))
  const locals: ValueType[] = []
  const scopes: Scope[] = [{ kind: "function", bytes: [], keys: [] }]
  const known = new Map<string, Value>()
  const here = () => scopes.at(-1)!.bytes

  const fresh = (type: ValueType, depth: number): Value => ({
    type,
    depth,
    local: types.length + locals.push(type) - 1,
  })
  /** An instruction on memory; the byte after it promises no alignment. */
  const access = (bytes: number[], name: string, number: number, offset: number) => {
    if (typeOf(name) === "v128") bytes.push(...vectorCode(number), 0)
    else bytes.push(number, 0)
    put(bytes, offset)
  }
  /** Keeps in a local what `write` leaves. */
  const keep = (type: ValueType, write: (bytes: number[]) => void, depth = scopes.length - 1): Value => {
    const { bytes } = scopes[depth]!
    write(bytes)
    const value = fresh(type, depth)
    set(bytes, value)
    return value
  }
  /** Computes what depends on nothing but operands; `name` says how. */
  const pure = (type: ValueType, name: string, operands: readonly Value[], code: () => readonly number[]): Value => {
    let key = name
    let depth = 0
    for (const operand of operands) {
      key += ` ${operand.local}`
      depth = Math.max(depth, operand.depth)
    }
    const isFixed = depth !== Number.POSITIVE_INFINITY
    const earlier = isFixed ? known.get(key) : undefined
    if (earlier !== undefined) return earlier
    // before the outermost loop that changes no operand. From there it may be taken out of a condition: nothing that is written
    // with operands other than variables traps, since divisors are constants
    let target = Math.min(depth, scopes.length - 1)
    while (target + 1 < scopes.length && scopes[target + 1]!.kind !== "loop") target += 1
    const write = (bytes: number[]) => {
      for (const operand of operands) get(bytes, operand)
      for (const byte of code()) bytes.push(byte)
    }
    const value = keep(type, write, target)
    if (isFixed) {
      known.set(key, value)
      scopes[target]!.keys.push(key)
    }
    return value
  }
  const within = (kind: Scope["kind"], inside: () => void): readonly number[] => {
    const scope: Scope = { kind, bytes: [], keys: [] }
    scopes.push(scope)
    inside()
    scopes.pop()
    for (const key of scope.keys) known.delete(key)
    return scope.bytes
  }
  const append = (bytes: readonly number[]) => {
    const all = here()
    for (const byte of bytes) all.push(byte)
  }
  const call = (bytes: number[], index: number, operands: readonly Value[]) => {
    for (const operand of operands) get(bytes, operand)
    bytes.push(0x10)
    put(bytes, index)
  }
  const assign = (variable: Value, value: Value) => {
    get(here(), value)
    set(here(), variable)
  }

  return {
    parameters,
    relaxed,
    op: (name, operands, immediate) => {
      const { code, result } = instructions[name]
      if (immediate === undefined) return pure(result, name, operands, () => code)
      return pure(result, `${name} ${immediate}`, operands, () => [...code, immediate])
    },
    number: (value) => pure("i32", `${value}`, [], () => [0x41, ...signed(value)]),
    splat: (lanes, value) =>
      pure("v128", `${lanes} ${Object.is(value, -0) ? "-0" : value}`, [], () => [
        ...vectorCode(12),
        ...splats[lanes](...Array.from({ length: lanes === "f64x2" ? 2 : 4 }, () => value)),
      ]),
    constant: (bytes) => pure("v128", `v128 ${bytes}`, [], () => [...vectorCode(12), ...bytes]),
    shuffle: (a, b, { name, bytes }) => pure("v128", name, [a, b], () => [...vectorCode(13), ...bytes]),
    select: (condition, a, b) => pure(a.type, "select", [a, b, condition], () => [0x1b]),
    load: (name, address, offset = 0) =>
      keep(typeOf(name), (bytes) => {
        get(bytes, address)
        access(bytes, name, loads[name], offset)
      }),
    store: (name, address, value, { offset = 0, lane } = {}) => {
      const bytes = here()
      get(bytes, address)
      get(bytes, value)
      access(bytes, name, stores[name], offset)
      if (lane !== undefined) bytes.push(lane)
    },
    call: (index, operands, result) => keep(result, (bytes) => call(bytes, index, operands)),
    run: (index, operands) => call(here(), index, operands),
    variable: (initial) => {
      const variable = fresh(initial.type, Number.POSITIVE_INFINITY)
      assign(variable, initial)
      return variable
    },
    assign,
    loop: (inside) => {
      const body = within("loop", () => {
        get(here(), inside())
        here().push(0x0d, 0)
      })
      here().push(0x02, 0x40, 0x03, 0x40)
      append(body)
      here().push(0x0b, 0x0b)
    },
    leave: (condition) => {
      get(here(), condition)
      here().push(0x0d, 1)
    },
    when: (condition, inside) => {
      const body = within("when", inside)
      get(here(), condition)
      here().push(0x04, 0x40)
      append(body)
      here().push(0x0b)
    },
    finish: () => [...declarations(locals), ...scopes[0]!.bytes, 0x0b],
  }
}
