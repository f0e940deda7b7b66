import {
  type Aval,
  type Backend,
  type Equation,
  type Executable,
  type NDArray,
  type Program,
  removeDead,
} from "@gradual/core"

/** A handle of the recording backend: knows its type and whether it was disposed of. */
export interface Handle {
  readonly aval: Aval
  readonly made: string
  disposed: number
}

/** A backend that computes nothing but keeps account: of what it compiled, and of every handle it made. */
export interface Recorder {
  readonly backend: Backend<Handle>
  readonly handles: readonly Handle[]
  readonly programs: readonly Program[]
  released(): number
}

export function recorder(options: { sync?: boolean; float64?: boolean; headroom?: boolean } = {}): Recorder {
  const handles: Handle[] = []
  const programs: Program[] = []
  let released = 0
  const handle = (aval: Aval, made: string): Handle => {
    const one = { aval, made, disposed: 0 }
    handles.push(one)
    return one
  }
  const backend: Backend<Handle> = {
    specVersion: 1,
    name: "recorder",
    capabilities: {
      dtypes: options.float64 === false ? ["bool", "int32", "float32"] : ["bool", "int32", "float32", "float64"],
      headroom: options.headroom ?? options.float64 !== false,
      sync: options.sync ?? false,
      subnormals: "keep",
      signedZero: true,
      nonFinite: "ieee",
      accuracy: "ieee",
    },
    fused: new Set(),
    compile(program): Executable<Handle> {
      programs.push(program)
      let isReleased = false
      return {
        run: () => {
          if (isReleased) throw new Error("a program that was released ran")
          return program.outputs.map((output) => handle(output, "output"))
        },
        dispose: () => {
          isReleased = true
          released += 1
        },
      }
    },
    upload: (value: NDArray) => handle(value, "upload"),
    read: () => {
      throw new Error("nothing to read")
    },
    dispose: (one) => {
      one.disposed += 1
    },
    typeOf: (value) => handles.find((one) => one === value)?.aval,
  }
  return { backend, handles, programs, released: () => released }
}

/** Names of the ops of a program, in order. */
export function opNames(program: Program): string[] {
  return removeDead(program).equations.map(({ op }: Equation) => op.name)
}
