import { type Backend, type Capabilities, compile, type DType, type NDArray, type Tensor } from "@gradual/core"

/** Something that a backend may claim. */
export interface Claim {
  /** How what contradicts it is introduced. */
  readonly declared: string
  /** Why nothing is probed where it is not made. */
  readonly otherwise: string
  isMade(capabilities: Capabilities): boolean
}

/** The claim that one member of the capabilities makes. */
export function claims<K extends keyof Capabilities>(key: K, value: Capabilities[K]): Claim {
  const text = `${key}: ${JSON.stringify(value)}`
  return {
    declared: `${text} is declared, but `,
    otherwise: `${text} is not claimed`,
    isMade: (capabilities) => capabilities[key] === value,
  }
}

/** The claim to have a dtype. */
export function has(dtype: DType): Claim {
  return {
    declared: `${dtype} is declared, but `,
    otherwise: `no ${dtype}`,
    isMade: ({ dtypes }) => dtypes.includes(dtype),
  }
}

/** What every backend promises by being one. */
export const always: Claim = { declared: "", otherwise: "", isMade: () => true }

/** A program that would show it if a claim were false. */
export interface Probe {
  /** Follows `probe/`. */
  readonly id: string
  readonly claim: Claim
  /** What contradicts the claim, if anything does. Throws what the backend throws. */
  contradiction<H>(backend: Backend<H>): Promise<string | undefined>
}

/** What is to be computed, and what must come out. */
export interface Question {
  /** As people would write it. */
  readonly text: string
  readonly args: readonly NDArray[]
  of(...args: readonly Tensor[]): Tensor
  readonly expected: NDArray
  /** Relative error that does not count as a contradiction. Default 0: bit by bit. */
  readonly tolerance?: number
}

/** The probe that asks for a value. */
export function asks(id: string, claim: Claim, question: Question): Probe {
  return {
    id,
    claim,
    contradiction: async (backend) => {
      const { text, args, of, expected, tolerance = 0 } = question
      const run = compile(backend, of)
      try {
        const handle = await run(...args)
        try {
          const { dtype, data } = await backend.read(handle)
          const isRight = (x: number, y: number) => Object.is(x, y) || Math.abs(x - y) < tolerance * Math.abs(y)
          if (dtype === expected.dtype && expected.data.every((y, i) => isRight(data[i] as number, y))) return undefined
          return `${text} is ${written(dtype, data)}, not ${written(expected.dtype, expected.data)}`
        } finally {
          backend.dispose(handle)
        }
      } finally {
        run.dispose()
      }
    },
  }
}

function written(dtype: string, data: ArrayLike<number>): string {
  return `${dtype} ${Array.from(data, (x) => (Object.is(x, -0) ? "-0" : String(x))).join(", ")}`
}
