import { type Equation, type Program, sizeOf, type Var } from "@gradual/core"
import { reducesRows } from "./reductions.ts"

/** Equations over one space that one loop nest computes: rows of `length` elements, one for each index of `leading`. */
export interface Nest {
  readonly leading: readonly number[]
  readonly length: number
  /** Where there are no leading axes: how many rows of the length follow each other. */
  readonly parts: number
  readonly equations: readonly Equation[]
}

/** What runs after what: a nest, or an equation by itself. */
export type Step = { readonly nest: Nest } | { readonly alone: Equation }

/** Hosts allow a function 1000 parameters; an equation reads up to three values and writes one. */
const mostEquations = 200

/**
 * Puts the equations of a program in an order that leaves as much as possible to few nests: what is ready and small goes first,
 * so that all that the large nests need is there when they begin. `mostParts`: of one long row, where rows do not matter.
 */
export function schedule(
  program: Program,
  isElementwise: (equation: Equation) => boolean,
  mostParts: number,
): readonly Step[] {
  const producers = new Map(program.equations.map((equation) => [equation.output, equation]))
  const missing = new Map<Equation, number>()
  const users = new Map<Equation, Equation[]>()
  for (const equation of program.equations) {
    const needed = new Set(equation.inputs.flatMap((input) => producers.get(input) ?? []))
    missing.set(equation, needed.size)
    for (const one of needed) {
      const list = users.get(one)
      if (list === undefined) users.set(one, [equation])
      else list.push(equation)
    }
  }
  const ready = program.equations.filter((equation) => missing.get(equation) === 0)
  const done = (equation: Equation): void => {
    for (const user of users.get(equation) ?? []) {
      const left = missing.get(user)! - 1
      missing.set(user, left)
      if (left === 0) ready.push(user)
    }
  }
  const spaces = new Map(program.equations.map((equation) => [equation, spaceOf(equation, isElementwise)]))

  const steps: Step[] = []
  while (ready.length > 0) {
    const alone = ready.findIndex((one) => spaces.get(one) === undefined)
    if (alone >= 0) {
      const [equation] = ready.splice(alone, 1) as [Equation]
      steps.push({ alone: equation })
      done(equation)
      continue
    }
    const space = ready.map((one) => spaces.get(one)!).reduce((best, one) => (costOf(one) < costOf(best) ? one : best))
    const equations: Equation[] = []
    for (let at = 0; at < ready.length && equations.length < mostEquations; ) {
      const equation = ready[at]!
      if (!isPartOf(spaces.get(equation), space)) {
        at += 1
        continue
      }
      ready.splice(at, 1)
      equations.push(equation)
      done(equation) // what becomes ready is at the end: it is still to be looked at
    }
    steps.push({ nest: nestOf(space, equations, mostParts) })
  }
  return steps
}

/** Parts of a long row have a multiple of so many elements: whole vectors, and lines of the cache to themselves. */
const leastPart = 64

interface Space {
  readonly leading: readonly number[]
  readonly length: number
}

/** What an equation runs over; undefined for what is no loop. */
function spaceOf(equation: Equation, isElementwise: (equation: Equation) => boolean): Space | undefined {
  const isLoop = isElementwise(equation) || reducesRows(equation)
  const shape = isElementwise(equation) ? equation.output.shape : equation.inputs[0]?.shape
  if (!isLoop || shape === undefined || shape.includes(0)) return undefined
  return { leading: shape.slice(0, -1), length: shape.at(-1) ?? 1 }
}

const costOf = ({ leading, length }: Space): number => sizeOf(leading) * length

/** Whether what runs over `part` can be in a nest over `space`: rows of the same length, or values of whole rows. */
function isPartOf(part: Space | undefined, space: Space): boolean {
  if (part === undefined || part.leading.join() !== space.leading.join()) return false
  return part.length === space.length || part.length === 1
}

/** Where all values are of one shape, or alone, rows do not matter: the nest is one long row, or equal parts of it. */
function nestOf(space: Space, equations: readonly Equation[], mostParts: number): Nest {
  const size = costOf(space)
  const isWhole = ({ shape }: Var) => sizeOf(shape) === size || sizeOf(shape) === 1
  const isFlat = equations.every(
    (equation) => !reducesRows(equation) && isWhole(equation.output) && equation.inputs.every(isWhole),
  )
  if (!isFlat) return { ...space, parts: 1, equations }
  let parts = 1
  while (2 * parts <= mostParts && size % (2 * parts * leastPart) === 0) parts *= 2
  return { leading: [], length: size / parts, parts, equations }
}
