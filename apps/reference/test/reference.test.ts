import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { catalogue, functions, laws } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { read, root } from "../src/files.ts"
import { documentsOf, pagePath } from "../src/page.ts"
import { commands, draw, picturesPath } from "../src/pictures.ts"

const names = Object.keys(catalogue)

describe("the page", () => {
  const page = documentsOf(read)[pagePath] as string

  test("is what pnpm operators writes, and so is the README: run it and commit what it writes", () => {
    for (const [path, text] of Object.entries(documentsOf(read))) expect(read(path), path).toBe(text)
  })

  test("has a section for every operator and every function, and a mark for every claim", () => {
    const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)
    expect(headings.toSorted()).toEqual([...names, ...Object.keys(functions)].sort())
    const claims = Object.values(catalogue).flatMap((each) => Object.values(each.laws))
    expect(page.match(/✓(?= \|)/g)).toHaveLength(claims.filter(({ holds }) => holds).length)
    expect(page.match(/✗(?= \|)/g)).toHaveLength(claims.filter(({ holds }) => !holds).length)
    for (const claim of claims) if (!claim.holds) expect(page).toContain(claim.counterexample.values.join(", "))
    for (const says of Object.values(laws)) expect(page).toContain(says)
  })

  test("has no table that its own text breaks", () => {
    for (const block of page.split("\n\n").filter((each) => each.startsWith("|"))) {
      const cells = block.split("\n").map((row) => row.replaceAll("\\|", "").split("|").length)
      expect(new Set(cells).size, block).toBe(1)
    }
  })
})

describe("the pictures", () => {
  const folder = join(root, picturesPath)

  test("are two for each operator, and small", () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(commands).sort())
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).length, file).toBeLessThan(60_000)
  })

  test.each(Object.keys(commands))("%s is what pnpm operators draws: run it and commit what it draws", async (file) => {
    const fresh = mkdtempSync(join(tmpdir(), "gradual-reference-"))
    try {
      await draw(file, fresh)
      expectSamePicture(readFileSync(join(fresh, file), "utf8"), readFileSync(join(folder, file), "utf8"))
    } finally {
      rmSync(fresh, { recursive: true })
    }
  })
})

/** The same, up to the tenth of a pixel that coordinates are rounded to: the last digits of a cosine differ between engines. */
function expectSamePicture(actual: string, expected: string): void {
  const number = /\d+(\.\d+)?/g
  expect(actual.replaceAll(number, "#")).toBe(expected.replaceAll(number, "#"))
  const [some, others] = [actual, expected].map((text) => (text.match(number) ?? []).map(Number))
  expect(some?.findIndex((x, i) => Math.abs(x - (others?.[i] as number)) > 0.11)).toBe(-1)
}
