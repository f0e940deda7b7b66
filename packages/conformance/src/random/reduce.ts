import type { Backend, NDArray, Program, SyncBackend, Var } from "@gradual/core"
import type { Bounds } from "./bounds/bounds.ts"
import { judge } from "./judge.ts"
import { bringHome } from "./routes.ts"
import type { Trial } from "./verdict.ts"

/** Some equations of a program, on what the reference has for their arguments, that a backend gets wrong. */
export interface Part {
  readonly program: Program
  readonly args: readonly NDArray[]
  readonly wrong: Wrong
}

/** A wrong result: how it is wrong, what the reference has, and what the backend has, if anything. */
interface Wrong {
  readonly text: string
  readonly expected: NDArray
  readonly actual?: NDArray
}

/**
 * The fewest equations that a backend still gets wrong: leaves out halves, quarters and so on, down to single equations, and
 * gives the rest what the reference has for the arguments that then are missing. Undefined when the program is
 * right run by itself, without what surrounds it.
 */
export async function reduce<H, R>(
  trial: Trial<H, R>,
  program: Program,
  args: readonly NDArray[],
): Promise<Part | undefined> {
  const values = valuesOf(trial.reference, program, args)
  const attempt = async (equations: Program["equations"]): Promise<Part | undefined> => {
    const part = partOf(program, equations)
    const given = part.inputs.map((input) => values.get(input) as NDArray)
    const wrong = await wrongOf(trial, part, given, values)
    return wrong === undefined ? undefined : { program: part, args: given, wrong }
  }
  const whole = await attempt(program.equations)
  if (whole === undefined) return undefined
  let least: Part = whole
  for (let size = Math.ceil(program.equations.length / 2); size > 0; size = size > 1 ? Math.ceil(size / 2) : 0)
    for (let start = 0; start < least.program.equations.length; ) {
      const rest = least.program.equations.filter((_, i) => i < start || i >= start + size)
      const less = rest.length > 0 ? await attempt(rest) : undefined
      if (less === undefined) start += size
      else least = less
    }
  return least
}

/** What the reference has for every variable. */
function valuesOf<R>(reference: SyncBackend<R>, program: Program, args: readonly NDArray[]): ReadonlyMap<Var, NDArray> {
  const made = program.equations.map(({ output }) => output)
  const executable = reference.compile({ ...program, outputs: made })
  const inputs = args.map((arg) => reference.upload(arg))
  const results = executable.run(inputs)
  const values = [...args, ...results.map((handle) => reference.read(handle))]
  for (const handle of [...inputs, ...results]) reference.dispose(handle)
  executable.dispose()
  return new Map([...program.inputs, ...made].map((variable, i) => [variable, values[i] as NDArray]))
}

/** A program of some equations: what they lack are its inputs, what none of them uses are its outputs. */
function partOf(program: Program, equations: Program["equations"]): Program {
  const made = new Set(equations.map(({ output }) => output))
  const used = new Set(equations.flatMap(({ inputs }) => inputs))
  return {
    ...program,
    inputs: [...used].filter((variable) => !made.has(variable)),
    equations,
    outputs: [...made].filter((variable) => !used.has(variable)),
  }
}

async function wrongOf<H, R>(
  { backend, analyze }: Trial<H, R>,
  program: Program,
  args: readonly NDArray[],
  values: ReadonlyMap<Var, NDArray>,
): Promise<Wrong | undefined> {
  const expected = program.outputs.map((output) => values.get(output) as NDArray)
  try {
    const results = await resultsOf(backend, program, args)
    for (const [i, bounds] of analyze(program, args).entries()) {
      const actual = results[i]
      const text = judge(actual, bounds as Bounds)
      if (text !== undefined && actual !== undefined) return { text, expected: expected[i] as NDArray, actual }
    }
    return undefined
  } catch (error) {
    return { text: String(error), expected: expected[0] as NDArray }
  }
}

async function resultsOf<H>(backend: Backend<H>, program: Program, args: readonly NDArray[]): Promise<NDArray[]> {
  const inputs: H[] = []
  const executable = await backend.compile(program)
  try {
    for (const value of args) inputs.push(await backend.upload(value))
    return await bringHome(backend, await executable.run(inputs))
  } finally {
    executable.dispose()
    for (const handle of inputs) backend.dispose(handle)
  }
}
