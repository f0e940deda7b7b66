import { math } from "@gradual/backend-js"
import { fail, type NDArray, type Program, type SyncExecutable, type Var } from "@gradual/core"
import { WasmArray } from "./array.ts"
import { hostFunctions, imported } from "./emit/function.ts"
import { type Loop, loopOf, numberOf } from "./emit/nest.ts"
import { type Bases, sequenceOf } from "./emit/sequence.ts"
import { encodeModule } from "./encode/module.ts"
import { type Exported, host } from "./host.ts"
import { loopKernels } from "./kernels/index.ts"
import type { Block, Heap } from "./memory.ts"
import { knownValue } from "./plan/known.ts"
import { splitPowers } from "./plan/powers.ts"
import { splitReductions } from "./plan/reductions.ts"
import { schedule, type Step } from "./plan/schedule.ts"
import { bytesOf, type Place, type Storage, storageOf } from "./plan/storage.ts"
import { routineOf } from "./routines/index.ts"
import { refuseIndex } from "./routines/indexing.ts"

/** Hosts allow a function 1000 parameters. */
export const mostAddresses = 999

/** A program as a module: functions of nests and routines, and one that runs them. */
export function executable(heap: Heap, given: Program, relaxed: boolean): SyncExecutable<WasmArray> {
  const program = splitPowers(splitReductions(given))
  const constants = new Map<Var, Block>()
  const shared = new Map<Var, Var>()
  for (const equation of program.equations) {
    const value = knownValue(equation)
    if (value !== undefined) constants.set(equation.output, upload(heap, value))
    if (equation.op.name === "reshape") shared.set(equation.output, equation.inputs[0]!)
  }
  const order = schedule(program, ({ op, output }) => loopKernels.has(op.name) && !output.shape.includes(0))
  const steps = order.filter(
    (step) => "nest" in step || !(constants.has(step.alone.output) || shared.has(step.alone.output)),
  )
  const isRead = readBeyond(order, program.outputs)
  const numbers = numbersOf(program)
  const loops = steps.flatMap((step, i): readonly Loop[] => {
    if ("alone" in step) return routineOf(`routine${i}`, step.alone)
    return [loopOf(`loop${i}`, step.nest, (variable) => isRead(variable, step), numbers, relaxed)]
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
  const compute = instantiate(heap, loops, storage, bases)
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
        compute(...addresses)
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

/** The function that runs all loops: of the addresses of the workspace, the inputs and the outputs. */
function instantiate(heap: Heap, loops: readonly Loop[], storage: Storage, bases: Bases): Exported {
  const calls = loops.map(({ rows, reads, writes }, i) => ({
    index: imported.length + i,
    rows,
    places: [...[...reads, ...writes].map(storage.placeOf), ...storage.keptAt(i)],
  }))
  const all = "all"
  const written = [...loops.map((loop) => loop.written), sequenceOf(all, calls, bases)]
  const functions = Object.fromEntries(hostFunctions.map((name) => [name, math[name]]))
  const { Module, Instance } = host()!
  const module = new Module(encodeModule(imported, written))
  return new Instance(module, { host: { memory: heap.memory, refuse: refuseIndex, ...functions } }).exports[all]!
}
