import { type Aval, interpret, type Kernels, type NDArray, type Program, splitRows, type Var } from "@gradual/core"
import { type Arena, arena, type Place } from "./arena.ts"
import { type Blocks, byRows } from "./rows.ts"

/** Runs a program. Outputs for which there is a place in `into` are written there, where their kernels use places. */
export type Run = (inputs: readonly NDArray[], lent: Arena, into?: ReadonlyMap<Var, NDArray>) => readonly NDArray[]

/**
 * Makes a program ready to run with a table of kernels, stage after stage, the rows of large values block by block. Each
 * run has its own arena: a program that waits for its next call holds no memory.
 */
export function prepare(
  kernels: object,
  program: Program,
  { least, size }: Blocks,
): (inputs: readonly NDArray[]) => readonly NDArray[] {
  const ready = (part: Program) => interpreted(kernels, part)
  const stages = splitRows(program, least).map(({ program: part, rows }) => ({
    part,
    run: rows === undefined ? ready(part) : byRows(part, rows, size, ready),
  }))
  const lastStage = new Map<Var, number>()
  for (const [at, { part }] of stages.entries()) {
    for (const variable of [...part.inputs, ...part.outputs]) lastStage.set(variable, at)
  }
  for (const variable of [...program.inputs, ...program.outputs]) lastStage.delete(variable)

  return (inputs) => {
    const lent = arena()
    const values = new Map(program.inputs.map((variable, i) => [variable, inputs[i] as NDArray]))
    const known = (variable: Var): NDArray => values.get(variable) as NDArray
    for (const [at, { part, run }] of stages.entries()) {
      const results = run(part.inputs.map(known), lent)
      for (const [i, variable] of part.outputs.entries()) values.set(variable, results[i] as NDArray)
      for (const [variable, last] of lastStage) if (last === at) lent.release(known(variable))
    }
    return program.outputs.map(known)
  }
}

type AnyKernel<Out> = (args: readonly NDArray[], params: unknown, out: Out) => NDArray

/** A program run an equation at a time. Kernels are told a type; those of the table are given a place. */
function interpreted(table: object, program: Program): Run {
  let current: { lent: Arena; into: ReadonlyMap<Aval, NDArray> } | undefined // only while it runs
  const placed = ([name, kernel]: [string, AnyKernel<Place>]): [string, AnyKernel<Aval>] => [
    name,
    (args, params, out) => {
      const { lent, into } = current!
      const target = into.get(out)
      return lent.hold(kernel(args, params, target ? { ...target, make: () => target } : lent.place(out)))
    },
  ]
  const kernels = Object.fromEntries(Object.entries(table).map(placed)) as unknown as Kernels<NDArray>
  const run = interpret(program, { name: "js", kernels, dispose: (value) => current?.lent.release(value) })
  return (inputs, lent, into = new Map()) => {
    current = { lent, into }
    try {
      return run(inputs)
    } finally {
      current = undefined
    }
  }
}
