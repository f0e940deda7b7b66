import { kernels, math, type Place as KernelPlace } from "@gradual/backend-js"
import { type Equation, fail, type NDArray, type Program, sizeOf, type SyncExecutable, type Var } from "@gradual/core"
import { WasmArray } from "./array.ts"
import { hostFunctions } from "./emit/function.ts"
import { type Loop, loopOf, numberOf } from "./emit/nest.ts"
import { baseOf, type Bases, sequenceOf } from "./emit/sequence.ts"
import { encodeModule, type Written } from "./encode/module.ts"
import { type Exported, host } from "./host.ts"
import { loopKernels } from "./kernels/index.ts"
import type { Block, Heap } from "./memory.ts"
import { splitPowers } from "./plan/powers.ts"
import { splitReductions } from "./plan/reductions.ts"
import { schedule, type Step } from "./plan/schedule.ts"
import { bytesOf, type Place, type Storage, storageOf } from "./plan/storage.ts"

/** Hosts allow a function 1000 parameters. */
const mostAddresses = 999

/** A program as a module: a function for each nest and for each sequence of nests; between them, kernels of `backend-js`. */
export function executable(heap: Heap, given: Program, relaxed: boolean): SyncExecutable<WasmArray> {
  const program = splitPowers(splitReductions(given))
  const constants = new Map<Var, Block>()
  const shared = new Map<Var, Var>()
  for (const { op, inputs, params, output } of program.equations) {
    if (op.name === "constant") constants.set(output, upload(heap, (params as { readonly value: NDArray }).value))
    if (op.name === "reshape") shared.set(output, inputs[0]!)
  }
  const order = schedule(program, ({ op, output }) => loopKernels.has(op.name) && !output.shape.includes(0))
  const steps = order.filter(
    (step) => "nest" in step || !(constants.has(step.alone.output) || shared.has(step.alone.output)),
  )
  const isRead = readBeyond(order, program.outputs)
  const numbers = numbersOf(program)
  const works = steps.map((step, i) =>
    "nest" in step ? loopOf(`loop${i}`, step.nest, (variable) => isRead(variable, step), numbers, relaxed) : step.alone,
  )
  const storage = storageOf(
    program,
    works.map((work) =>
      "written" in work
        ? { reads: work.reads, writes: work.writes, keeps: work.keeps }
        : { reads: work.inputs, writes: [work.output], keeps: [] },
    ),
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
  const actions = actionsOf(heap, works, storage, bases)
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
        for (const action of actions) action(addresses)
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

/** Runs a part of a program, given the addresses of the workspace, the inputs and the outputs. */
type Action = (addresses: readonly number[]) => void

/** The work in order: neighbouring loops in one call, kernels one by one. */
function actionsOf(heap: Heap, works: readonly (Loop | Equation)[], storage: Storage, bases: Bases): readonly Action[] {
  const loops = works.filter((work) => "written" in work)
  const indexOf = new Map(loops.map((loop, i) => [loop, hostFunctions.length + i]))
  const sequences: Written[] = []
  const actions: ((functions: Readonly<Record<string, Exported>>) => Action)[] = []
  for (let at = 0; at < works.length; ) {
    const work = works[at]!
    if (!("written" in work)) {
      actions.push(() => kernelAction(heap, work, storage, bases))
      at += 1
      continue
    }
    const calls = []
    for (; at < works.length && "written" in works[at]!; at++) {
      const loop = works[at] as Loop
      const places = [...[...loop.reads, ...loop.writes].map(storage.placeOf), ...storage.keptAt(at)]
      calls.push({ index: indexOf.get(loop)!, rows: loop.rows, places })
    }
    const name = `sequence${sequences.length}`
    sequences.push(sequenceOf(name, calls, bases))
    actions.push((functions) => (addresses) => functions[name]!(...addresses))
  }
  const functions = instantiate(heap, [...loops.map(({ written }) => written), ...sequences])
  return actions.map((action) => action(functions))
}

type Kernel = (args: readonly NDArray[], params: unknown, out: KernelPlace) => NDArray

/** Runs a kernel of `backend-js` on the memory. */
function kernelAction(heap: Heap, { op, inputs, params, output }: Equation, storage: Storage, bases: Bases): Action {
  const kernel = (kernels as unknown as Readonly<Record<string, Kernel>>)[op.name]!
  const { dtype, shape } = output
  const addressOf = (place: Place, addresses: readonly number[]): number => {
    const at = baseOf(place, bases)
    return at === undefined ? place.offset : addresses[at]! + place.offset
  }
  return (addresses) => {
    const viewOf = (variable: Var) => {
      const { dtype, shape } = variable
      const data = heap.view(dtype, addressOf(storage.placeOf(variable), addresses), sizeOf(shape))
      return { dtype, shape, data } as NDArray
    }
    const target = viewOf(output)
    const result = kernel(inputs.map(viewOf), params, { dtype, shape, make: () => target })
    if (result !== target) target.data.set(result.data) // a kernel need not use its place
  }
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

function instantiate(heap: Heap, written: readonly Written[]): Readonly<Record<string, Exported>> {
  if (written.length === 0) return {}
  const { Module, Instance } = host()!
  const imported = hostFunctions.map((name) => ({
    name,
    parameters: name === "pow" ? (["f64", "f64"] as const) : (["f64"] as const),
    results: ["f64"] as const,
  }))
  const functions = Object.fromEntries(hostFunctions.map((name) => [name, math[name]]))
  const module = new Module(encodeModule(imported, written))
  return new Instance(module, { host: { memory: heap.memory, ...functions } }).exports
}
