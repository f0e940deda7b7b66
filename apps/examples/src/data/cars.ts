import { type NDArray, ndarray } from "@gradual/core"
import { shuffled } from "./random.ts"
import { standardizer } from "./standardize.ts"
import { column, readTable, without } from "./table.ts"

/** Cars in groups, each of which is to be ranked by itself. Groups shorter than the longest are filled up. */
export interface Groups {
  /** [groups, cars, features], each feature of mean 0 and deviation 1 among the cars that are trained on. */
  readonly features: NDArray<"float64">
  /** [groups, cars]: miles per gallon; −∞ where there is no car. */
  readonly economy: NDArray<"float64">
}

/** 392 cars by their model years, in two parts. */
export interface Cars {
  readonly names: readonly string[]
  readonly train: Groups
  readonly test: Groups
}

/** The share of a year's cars that is trained on. */
const trained = 0.7

type Row = readonly number[]

/** Reads the data and divides every year at random: which cars are kept for testing depends on the seed alone. */
export function cars(seed: number): Cars {
  const table = readTable("cars.csv")
  const { names, rows } = without(table, ["year", "mpg"])
  const [years, economy] = [column(table, "year"), column(table, "mpg")]
  const order = shuffled(rows.length, seed)
  const groups = [...new Set(years)].map((year) => order.filter((i) => years[i] === year))
  const cut = (group: readonly number[]) => Math.round(trained * group.length)
  const [train, test] = [
    groups.map((group) => group.slice(0, cut(group))),
    groups.map((group) => group.slice(cut(group))),
  ]
  const standardize = standardizer(train.flat().map((i) => rows[i] as Row))
  const part = (indices: readonly (readonly number[])[]): Groups => {
    const longest = Math.max(...indices.map(({ length }) => length))
    const filled = indices.map((group) => Array.from({ length: longest }, (_, at) => group[at]))
    const none = names.map(() => 0)
    const features = filled.flat().flatMap((i) => (i === undefined ? none : standardize(rows[i] as Row)))
    const mpg = filled.flat().map((i) => (i === undefined ? Number.NEGATIVE_INFINITY : (economy[i] as number)))
    return {
      features: ndarray("float64", [indices.length, longest, names.length], Float64Array.from(features)),
      economy: ndarray("float64", [indices.length, longest], Float64Array.from(mpg)),
    }
  }
  return { names, train: part(train), test: part(test) }
}
