import type { Kernels } from "@gradual/core"
import type { Step, Steps } from "../step.ts"
import { arithmetic } from "./arithmetic.ts"
import { blocks } from "./blocks.ts"
import { compare } from "./compare.ts"
import { composites, fusable } from "./composites.ts"
import { contract } from "./contract.ts"
import { convert } from "./convert.ts"
import { create } from "./create.ts"
import { indexing } from "./indexing.ts"
import { order } from "./order.ts"
import { reduction } from "./reduce.ts"
import { scan } from "./scan.ts"
import { shape } from "./shape.ts"
import { transcendental } from "./transcendental.ts"

/** A step for every op: one without does not compile here. */
const ops: Steps<Kernels<unknown>> = {
  ...arithmetic,
  ...blocks,
  ...compare,
  ...contract,
  ...convert,
  ...create,
  ...indexing,
  ...order,
  ...reduction,
  ...scan,
  ...shape,
  ...transcendental,
}

/** All steps that programs are made of, by what they apply. Programs shrink towards the first. */
export const steps: Readonly<Record<string, Step>> = { ...ops, ...fusable, ...composites }

/** Names to choose from: what carries gradients is there twice, lest most of a program be steps and comparisons. */
export const names: readonly string[] = [
  ...Object.keys(steps),
  ...["add", "sub", "mul", "div", "maximum", "minimum", "where", "sum", "prod", "max", "matmul", "cumsum", "sort"],
  ...Object.keys(transcendental),
  ...Object.keys(fusable),
]
