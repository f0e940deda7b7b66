import { type Capabilities, type DType, type NDArray, type Shape, type Tensor, tensor } from "@gradual/core"
import fc from "fast-check"
import { drawFrom } from "./draw.ts"
import { isSmall } from "./operands.ts"
import { names, steps as stepOf } from "./steps/index.ts"
import { type Kind, valuesOf } from "./values.ts"

/**
 * A program as numbers that choose, each taken modulo what there is to choose from: any numbers make a well-typed program.
 * So a recipe shrinks as lists and numbers do, and stays a program.
 */
export interface Recipe {
  /** The shape to which all inputs broadcast. */
  readonly shape: Shape
  readonly inputs: readonly InputRecipe[]
  readonly steps: readonly StepRecipe[]
  /** Whether all values that no step uses are results, or the last one only. */
  readonly results: "last" | "all"
}

/** An input: the program's shape without some leading axes, and with length 1 along some of the others. */
export interface InputRecipe {
  readonly dtype: DType
  readonly kind: Kind
  readonly dropped: number
  /** Bit i: length 1 along axis i. */
  readonly single: number
  readonly values: readonly number[]
}

/** What to apply, and the choices for its operands and parameters. */
export interface StepRecipe {
  readonly name: string
  readonly choices: readonly number[]
}

/** A function of tensors, and tensors to call it with. */
export interface RandomProgram {
  fn(...inputs: readonly Tensor[]): readonly Tensor[]
  readonly inputs: readonly NDArray[]
}

/** Recipes for a backend of these claims. */
export function recipes({ dtypes }: Capabilities, maxOps: number): fc.Arbitrary<Recipe> {
  const often = <T>(...weights: readonly (readonly [T, number])[]) =>
    fc.constantFrom(...weights.flatMap(([value, weight]) => Array.from({ length: weight }, () => value)))
  const dtype = often<DType>(["float32", 8], ["float64", dtypes.includes("float64") ? 4 : 0], ["int32", 1], ["bool", 1])
  const input = fc.record<InputRecipe>({
    dtype,
    kind: often<Kind>(["steps", 3], ["unit", 3], ["wide", 2], ["edges", 2]),
    dropped: fc.nat(4),
    single: fc.nat(15),
    values: fc.array(fc.nat(2 ** 20), { maxLength: 13, size: "max" }),
  })
  const step = fc.record<StepRecipe>({
    name: fc.constantFrom(...names),
    choices: fc.array(fc.nat(255), { maxLength: 8, size: "max" }),
  })
  return fc.record<Recipe>({
    shape: fc.array(often([1, 3], [2, 6], [3, 6], [4, 2], [5, 1], [0, 1]), { maxLength: 4, size: "max" }),
    inputs: fc.array(input, { minLength: 1, maxLength: 4, size: "max" }),
    steps: fc.array(step, { maxLength: maxOps, size: "max" }),
    results: often<Recipe["results"]>(["last", 1], ["all", 9]),
  })
}

/** The program of a recipe. Inputs that no result depends on are left out. */
export function programOf(recipe: Recipe, claims: Capabilities): RandomProgram {
  const values = recipe.inputs.map((input) => inputOf(input, recipe.shape, claims))
  const all = values.map((value) => tensor(value))
  const call = (inputs: readonly Tensor[]) => apply(recipe, inputs, claims.dtypes)
  const needed = reachable(call(all))
  const kept = all.flatMap((input, i) => (needed.has(input) ? [i] : []))
  return {
    inputs: kept.map((i) => values[i] as NDArray),
    fn: (...inputs) => call(all.map((input, i) => inputs[kept.indexOf(i)] ?? input)),
  }
}

function inputOf({ dtype, kind, dropped, single, values }: InputRecipe, shape: Shape, claims: Capabilities): NDArray {
  const kept = shape.slice(dropped % (shape.length + 1))
  const own = kept.map((length, axis) => ((single >> axis) % 2 === 1 ? 1 : length))
  return valuesOf(dtype, own, kind, values, claims)
}

/** Takes the steps, and returns what no other step has used, or the last value. */
function apply({ steps, results }: Recipe, inputs: readonly Tensor[], dtypes: readonly DType[]): readonly Tensor[] {
  const values = [...inputs]
  const used = new Set<Tensor>(inputs)
  for (const { name, choices } of steps) {
    const operands: Tensor[] = []
    const draw = drawFrom(choices, dtypes, values, (x) => operands.push(x))
    const made = (stepOf[name]?.(draw) ?? []).filter((x) => !values.includes(x) && isSmall(x))
    if (made.length === 0) continue
    for (const x of operands) used.add(x)
    values.push(...made)
  }
  const open = results === "all" ? values.filter((x) => !used.has(x)) : []
  return open.length > 0 ? open : values.slice(-1)
}

/** All tensors that some are made of, themselves included. */
function reachable(results: readonly Tensor[]): ReadonlySet<Tensor> {
  const seen = new Set<Tensor>()
  const stack = [...results]
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (!seen.has(x)) stack.push(...x.inputs)
    seen.add(x)
  }
  return seen
}
