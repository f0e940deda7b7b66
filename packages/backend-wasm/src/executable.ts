import { type Equation, fail, type NDArray, type Program, type SyncExecutable, type Var } from "@gradual/core"
import { WasmArray } from "./array.ts"
import { type Loop, loopOf, numberOf } from "./emit/nest.ts"
import type { Bases } from "./emit/sequence.ts"
import { loopKernels } from "./kernels/index.ts"
import type { Link } from "./link.ts"
import type { Block, Heap } from "./memory.ts"
import { knownValue } from "./plan/known.ts"
import { splitPowers } from "./plan/powers.ts"
import { splitReductions } from "./plan/reductions.ts"
import { schedule, type Step } from "./plan/schedule.ts"
import { bytesOf, type Place, storageOf } from "./plan/storage.ts"
import { routineOf } from "./routines/index.ts"

/** Hosts allow a function 1000 parameters. */
export const mostAddresses = 999

/** What programs are compiled for. */
export interface Machine {
  readonly heap: Heap
  /** Whether the host has relaxed instructions. */
  readonly relaxed: boolean
  /** Into how many parts a long row may be taken apart; where it is more than one, rows are computed in any order. */
  readonly mostParts: number
  readonly link: Link
}

/** A program as functions of nests and routines. */
export function executable({ heap, link, ...machine }: Machine, given: Program): SyncExecutable<WasmArray> {
  const program = splitPowers(splitReductions(given))
  const constants = new Map<Var, Block>()
  const shared = new Map<Var, Var>()
  for (const equation of program.equations) {
    const value = knownValue(equation)
    if (value !== undefined) constants.set(equation.output, upload(heap, value))
    if (equation.op.name === "reshape") shared.set(equation.output, equation.inputs[0]!)
  }
  const isElementwise = ({ op, output }: Equation) => loopKernels.has(op.name) && !output.shape.includes(0)
  const order = schedule(program, isElementwise, machine.mostParts)
  const steps = order.filter(
    (step) => "nest" in step || !(constants.has(step.alone.output) || shared.has(step.alone.output)),
  )
  const isRead = readBeyond(order, program.outputs)
  const numbers = numbersOf(program)
  const loops = steps.flatMap((step, i): readonly Loop[] => {
    if ("alone" in step) return routineOf(`routine${i}`, step.alone)
    return [loopOf(`loop${i}`, step.nest, (variable) => isRead(variable, step), numbers, machine)]
  })
  const storage = storageOf(
    program,
    loops,
    shared,
    new Map([...constants].map(([variable, { address }]) => [variable, address])),
  )
  const bases: Bases = { inputs: program.inputs.length, outputs: storage.made.length }
  if (bases.inputs + bases.outputs > mostAddresses)
    throw fail(
      "UNSUPPORTED",
      "wasm",
      `a program has at most ${mostAddresses} inputs and outputs together`,
      `${bases.inputs} inputs and ${bases.outputs} outputs`,
      "Join some of them into larger arrays",
    )
  const linked = link(loops, storage, bases)
  const outputBytes = storage.made.map(bytesOf)
  const results = program.outputs.map((variable) => ({ variable, place: storage.placeOf(variable) }))
  const constantAt = new Map([...constants.values()].map((block) => [block.address, block]))

  return {
    run: (inputs) => {
      const given = inputs.map(({ block }) => block)
      const lent: Block[] = []
      const lend = (bytes: number): Block => lent[lent.push(heap.lend(bytes)) - 1]!
      try {
        const workspace = lend(storage.workspace)
        const made = outputBytes.map(lend)
        const addresses = [workspace, ...given, ...made].map(({ address }) => address)
        linked.run(addresses)
        const blockAt = ({ base, offset }: Place): Block => {
          if (typeof base === "string") return constantAt.get(offset)!
          return "input" in base ? given[base.input]! : made[base.output]!
        }
        return results.map(({ variable, place }) => new WasmArray(heap, variable, heap.hold(blockAt(place))))
      } finally {
        for (const block of lent) heap.release(block)
      }
    },
    dispose: () => {
      for (const block of constants.values()) heap.release(block)
      constants.clear()
      linked.dispose()
    },
  }
}

/** Copies values in. */
export function upload(heap: Heap, { dtype, shape, data }: NDArray): Block {
  const block = heap.lend(bytesOf({ dtype, shape }))
  heap.view(dtype, block.address, data.length).set(data)
  return block
}

/** Constants of one element: loops hold them. */
function numbersOf({ equations }: Program): ReadonlyMap<Var, number> {
  return new Map(
    equations.flatMap((equation) => {
      const number = numberOf(equation)
      return number === undefined ? [] : [[equation.output, number]]
    }),
  )
}

/** Whether a value is read by a step after the one that makes it, or by the caller. */
function readBeyond(steps: readonly Step[], outputs: readonly Var[]): (variable: Var, step: Step) => boolean {
  const lastReader = new Map<Var, Step | undefined>()
  for (const step of steps)
    for (const { inputs } of "nest" in step ? step.nest.equations : [step.alone])
      for (const variable of inputs) lastReader.set(variable, step)
  const given = new Set(outputs)
  return (variable, step) => given.has(variable) || (lastReader.has(variable) && lastReader.get(variable) !== step)
}
