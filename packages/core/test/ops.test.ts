import { readdirSync, readFileSync } from "node:fs"
import * as core from "@gradual/core"
import { describe, expect, test } from "vitest"
import * as ops from "../src/ops/index.ts"

const declared = Object.entries(ops).flatMap(([name, value]) =>
  typeof value === "function" && "op" in value ? [[name, value.op] as const] : [],
)
const source = readdirSync(new URL("../src/ops", import.meta.url))
  .map((file) => readFileSync(new URL(`../src/ops/${file}`, import.meta.url), "utf8"))
  .join("\n")

describe.each(declared)("%s", (name, op) => {
  test("is named as it is exported, and exported by the package", () => {
    expect(op.name).toBe(name)
    expect(core).toHaveProperty(name)
  })

  test("has a gradient or a reason for none", () => {
    if ("reason" in op.gradient) expect(op.gradient.reason.length).toBeGreaterThan(10)
    else expect(op.gradient.vjp).toBeTypeOf("function")
  })

  test("is documented", () => {
    expect(source).toMatch(new RegExp(`\\*/\\s*\\nexport const ${name}: `))
  })
})

test("there are ops", () => {
  expect(declared.length).toBeGreaterThan(50)
})
