import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { typeErrors } from "../docs/check.ts"
import { type Block, blocksOf, documents, fragmentOf, missing, notRun, read, root, sources } from "../docs/documents.ts"
import { canGenerate, generated } from "../docs/goldens.ts"
import { moduleOf, moduleText } from "../docs/overlay.ts"
import { agrees, disagreement, unprinted } from "../docs/printed.ts"
import { follow, insert, type Recipe, recipe, without } from "../docs/recipe.ts"
import { type Runner, runner } from "../docs/run.ts"
import { type Help, words, wrongCommands } from "../docs/shell.ts"

const contributing = "CONTRIBUTING.md"
const recipes = ["Add an op", "Add an operator", "Add an adapter"]

const papers = documents()
const inPapers = papers.flatMap((path) => blocksOf(path, read(path)))
const inSources = sources().flatMap((path) => blocksOf(path, read(path)))
const isRecipe = ({ path, section }: Block): boolean => path === contributing && recipes.includes(section)
/** The guide whose blocks are the files of a package, and that package, which a rehearsal installs and verifies. */
const adapterGuide = "docs/guides/write-an-adapter.md"
const adapterPackage = "tooling/rehearse/projects/adapter"
const isOfPackage = (block: Block): boolean => block.path === adapterGuide && fragmentOf(block) !== undefined
/** All blocks that stand alone. */
const examples = [...inPapers, ...inSources].filter(
  (block) => block.language === "ts" && !isRecipe(block) && !isOfPackage(block),
)
/** What stands for the suite where the test file of an adapter is run. */
const standIn = "tooling/docs/conformance.ts"
const runnerOf = (overlay: ReadonlyMap<string, string>) => runner(overlay, { "@gradual/conformance/vitest": standIn })
const place = ({ path, line }: Block): string => `${path}:${line}`

/** `gradual`, as the sources have it: its exit code, and what it wrote to standard output. */
type Command = (...args: readonly string[]) => Promise<{ readonly code: number; readonly text: string }>
type Main = (args: readonly string[], io: unknown) => Promise<number>

function command(main: Main): Command {
  return async (...args) => {
    let text = ""
    const stdout = { write: (part: string) => (text += part) }
    const io = { stdout, stderr: { write: () => true }, stdin: async () => "", env: {}, cwd: ".", now: () => 0 }
    return { code: await main(args, io), text }
  }
}

let run: Runner
let gradual: Command
beforeAll(async () => {
  run = await runnerOf(new Map(examples.map((block) => [moduleOf(block), moduleText(block)])))
  gradual = command((await run.load("packages/cli/src/index.ts")).main as Main)
}, 60_000)
afterAll(() => run.close())

describe("documents", () => {
  test("name only what is there", () => {
    expect(papers.flatMap((path) => missing(path, read(path)).map((name) => `${path}: ${name}`))).toEqual([])
  })

  test("hold code only in languages that are checked", () => {
    const known = (block: Block) =>
      ["ts", "sh"].includes(block.language) ||
      (block.language === "text" && block.lead === "prints:") ||
      (block.language === "py" && isRecipe(block))
    expect(inPapers.filter((block) => !known(block)).map(place)).toEqual([])
    expect(inSources.filter(({ language }) => language !== "ts").map(place)).toEqual([])
  })

  test("write to files only in recipes", () => {
    expect(examples.filter((block) => fragmentOf(block) !== undefined).map(place)).toEqual([])
  })

  test("give commands that exist", async () => {
    const help: Help = async (name) => {
      const { code, text } = await gradual(name, "--help")
      return code === 0 && text.startsWith(`Usage: gradual ${name} `) ? text : undefined
    }
    const shell = inPapers.filter(({ language }) => language === "sh")
    expect((await Promise.all(shell.map((block) => wrongCommands(block, help)))).flat()).toEqual([])
  })

  test("say in the table of packages what package.json says", () => {
    const rows = read("ARCHITECTURE.md")
      .split(/^## /m)[1]
      ?.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|/gm)
    const packages = [...(rows ?? [])].map(([, name, said]) => [name as string, said as string] as const)
    expect(packages.length).toBeGreaterThan(5)
    for (const [index, [name, said]] of packages.entries()) {
      const { dependencies = {} } = JSON.parse(read(`packages/${name}/package.json`)) as { dependencies?: object }
      const ours = Object.keys(dependencies).flatMap((each) => /^@gradual\/(.*)$/.exec(each)?.[1] ?? [])
      const claimed =
        said === "all of the above"
          ? packages.slice(0, index).map(([above]) => above)
          : [...said.matchAll(/`([a-z-]+)`/g)].map(([, each]) => each as string)
      expect(ours.sort(), name).toEqual(claimed.sort())
    }
  })
})

describe("examples", () => {
  test("type-check", () => {
    const overlay = new Map(examples.map((block) => [moduleOf(block), moduleText(block)]))
    expect(typeErrors([...overlay.keys()], overlay, [...overlay.keys()])).toEqual([])
  })

  test.each(examples.filter((block) => notRun(block) === undefined).map((block) => [place(block), block] as const))(
    "%s runs",
    async (_, block) => {
      const printed = await run.printed(moduleOf(block))
      expect(disagreement(block.code, printed)).toBeUndefined()
      const next = inPapers[inPapers.indexOf(block) + 1]
      if (next?.language === "text" && next.path === block.path) expect(printed.flat().join("\n")).toBe(next.code)
    },
  )

  test("name no values that nothing checks", () => {
    const own = examples.filter(({ path }) => path.endsWith(".md"))
    expect(own.flatMap((block) => unprinted(block.code).map((line) => `${place(block)}: ${line}`))).toEqual([])
  })
})

describe("the README", () => {
  test("describes the operators as the catalogue does", async () => {
    const { catalogue } = (await run.load("packages/operators/src/index.ts")) as {
      catalogue: Record<string, { formula: string; laws: Record<string, { holds: boolean }> }>
    }
    const columns = ["identityAtOne", "sumsToOne", "continuousAtTies", "shiftInvariant"]
    const rowOf = (name: string) => {
      const { formula, laws } = catalogue[name] as (typeof catalogue)[string]
      const cells = columns.map((law) => (laws[law]?.holds ? "yes" : "no"))
      return `| \`${name}\` | ${formula} | ${cells.join(" | ")} |`
    }
    const [, section = ""] = /## Choose an operator\n([\s\S]*?)\n## /.exec(read("README.md")) ?? []
    const rows = section.match(/^\| `.*\|$/gm) ?? []
    const names = rows.map((row) => /`(\w+)`/.exec(row)?.[1] ?? "")
    expect(names.slice(0, 5)).toEqual(Object.keys(catalogue).slice(0, 5))
    expect(rows).toEqual(names.map(rowOf))
    expect(names.every((name) => catalogue[name]?.laws.hardLimit?.holds)).toBe(true)
  })

  test("shows the picture that its command draws", async () => {
    const drawn = /^npx .* gradual (plot .*) --out (docs\/pictures\/.*)$/m.exec(read("README.md"))
    const [, plot, picture] = drawn as unknown as [string, string, string]
    const folder = mkdtempSync(join(tmpdir(), "gradual-picture-"))
    try {
      const file = join(folder, "picture.svg")
      expect(await gradual(...words(plot), "--out", file)).toMatchObject({ code: 0 })
      expectSamePicture(readFileSync(file, "utf8"), read(picture))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** The same, up to a hundredth of a pixel: the last digit of a logarithm differs between engines. */
function expectSamePicture(actual: string, expected: string): void {
  const number = /\d+\.\d+/g
  expect(actual.replaceAll(number, "#")).toBe(expected.replaceAll(number, "#"))
  const [some, others] = [actual, expected].map((text) => (text.match(number) ?? []).map(Number))
  expect(some?.findIndex((x, i) => Math.abs(x - (others?.[i] as number)) > 0.01)).toBe(-1)
}

const packagesOf = ["core", "operators", "backend-js", "conformance"].map((name) => `packages/${name}/src/index.ts`)
const cases = "packages/conformance/src/cases/generated"

/** The repository after a recipe and `generate.py`, which writes the case file and its place in the index. */
function afterGenerating(steps: Recipe, fn: string, list: string): Map<string, string> {
  const overlay = follow(steps)
  const index = `${cases}/index.ts`
  overlay.set(`${cases}/${fn}.ts`, read(`tooling/docs/fixtures/${fn}.ts.txt`))
  overlay.set(index, `import { ${fn} } from "./${fn}.ts"\n${insert(index, read(index), list, false, fn)}`)
  return overlay
}

async function runSteps({ steps }: Recipe, own: Runner): Promise<void> {
  for (const step of steps) expect(disagreement(step.code, await own.printed(moduleOf(step)))).toBeUndefined()
}

describe("recipes", () => {
  const [op, operator, adapter] = recipes.map((section) => recipe(contributing, read(contributing), section)) as [
    Recipe,
    Recipe,
    Recipe,
  ]
  const kernel = "packages/backend-js/src/kernels/transcendental.ts"
  const budget = "packages/conformance/src/budgets.ts"

  test("are short", () => {
    for (const section of recipes) {
      const blocks = inPapers.filter((block) => isRecipe(block) && block.section === section)
      const lines = blocks.flatMap((block) => (fragmentOf(block)?.code ?? block.code).split("\n"))
      expect(lines.filter((line) => line.trim() !== "").length, section).toBeLessThanOrEqual(40)
    }
  })

  describe.each([
    { name: "Add an op", steps: op, fn: "cbrt", list: "opCases" },
    { name: "Add an operator", steps: operator, fn: "plainPower", list: "operatorCases" },
  ])("$name", ({ steps, fn, list }) => {
    const complete = afterGenerating(steps, fn, list)

    test("compiles", () => {
      expect(typeErrors([...packagesOf, ...steps.steps.map(moduleOf)], complete)).toEqual([])
    })

    test("does what it says", async () => {
      const own = await runnerOf(complete)
      await runSteps(steps, own).finally(() => own.close())
    })

    test("without its cases it does not compile", () => {
      const errors = typeErrors(packagesOf, follow(steps), [`${cases}/index.ts`])
      expect(errors.join("\n")).toMatch(new RegExp(`^${cases}/index.ts:\\d+: Property '${fn}' is missing`))
    })

    test("without its budget it does not compile", () => {
      const overlay = new Map([...complete, [budget, read(budget)]])
      expect(typeErrors(packagesOf, overlay, [budget]).join("\n")).toMatch(
        new RegExp(`^${budget}:\\d+: Property '${fn}' is missing`),
      )
    })

    test.skipIf(!canGenerate())("declares the references that it is tested with", async () => {
      const declared = steps.fragments.findLast(({ path }) => path.endsWith(".py"))?.path as string
      await expect(generated(fn, declared, complete)).toMatchFileSnapshot(`../docs/fixtures/${fn}.ts.txt`)
    })
  })

  test("an op without its kernel does not compile", () => {
    const errors = typeErrors(["packages/backend-js/src/index.ts"], without(op, kernel), [kernel])
    expect(errors.join("\n")).toMatch(
      new RegExp(`^${kernel}:\\d+: Property 'cbrt' is missing .* 'TranscendentalKernels<`),
    )
  })

  test("an adapter compiles and passes", async () => {
    const overlay = follow(adapter)
    expect(typeErrors([...overlay.keys()], overlay, [...overlay.keys()])).toEqual([])
    const own = await runnerOf(overlay)
    try {
      await runSteps(adapter, own)
      await own.load("packages/backend-tiny/test/conformance.test.ts")
      const { reports } = (await own.load(standIn)) as { reports(): Promise<{ summary: unknown }[]> }
      expect((await reports()).map(({ summary }) => summary)).toEqual([{ passed: 1, failed: 0, skipped: 0 }])
    } finally {
      await own.close()
    }
  })
})

describe("the guide to adapters", () => {
  const files = inPapers.filter(isOfPackage).map((block) => fragmentOf(block) as { path: string; code: string })

  test("is the package that a rehearsal verifies", () => {
    const sources = readdirSync(join(root, adapterPackage), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
      .map((file) => file.replaceAll("\\", "/"))
    expect(files.map(({ path }) => path).sort()).toEqual(sources.sort())
    for (const { path, code } of files) expect(`${code}\n`, path).toBe(read(`${adapterPackage}/${path}`))
  })

  test("compiles against the sources", () => {
    const modules = files.map(({ path }) => `${adapterPackage}/${path}`)
    expect(typeErrors(modules, new Map(), modules)).toEqual([])
  })
})

describe("what checks the documents", () => {
  test("finds blocks in documents and in comments", () => {
    const text = "# A\nas follows:\n```ts\nconst x = 1\n```\n"
    expect(blocksOf("a.md", text)).toEqual([
      { path: "a.md", line: 4, language: "ts", code: "const x = 1", section: "A", lead: "as follows:" },
    ])
    expect(blocksOf("a.ts", "/**\n * ```ts\n * f()\n *\n * g()\n * ```\n */\n")).toMatchObject([
      { line: 3, code: "f()\n\ng()" },
    ])
    expect(() => blocksOf("a.md", "```ts\n")).toThrow("not closed")
  })

  test("reads what a block says of itself in its first line", () => {
    const block = (code: string): Block => ({ path: "a.md", line: 1, language: "ts", code, section: "", lead: "" })
    expect(fragmentOf(block("// src/a.ts, in the type of table\nx: 1"))).toEqual({
      path: "src/a.ts",
      within: { name: "table", inType: true },
      code: "x: 1",
    })
    expect(fragmentOf(block("# a/b.py\nx = 1"))).toEqual({ path: "a/b.py", code: "x = 1" })
    expect(fragmentOf(block("// a remark\nf()"))).toBeUndefined()
    expect(notRun(block("// Not run: it needs a graphics card.\nf()"))).toBe("it needs a graphics card.")
    expect(notRun(block("f() // Not run: it needs a graphics card.\n"))).toBeUndefined()
  })

  test("knows a wrong value from a right one, to the digits shown", () => {
    const third = new Float32Array([1 / 3, 2])
    expect(agrees("0.333, 2", [third])).toBe(true)
    expect(agrees("0.333, 2: a remark with 3 numbers 4", [third])).toBe(true)
    expect(agrees("[0.334, 2]", [third])).toBe(false)
    expect(agrees("0.333", [third])).toBe(false)
    expect(agrees("27.18...", [27.1828])).toBe(true)
    expect(agrees("27.19...", [27.1828])).toBe(false)
    expect(agrees("3.00e-9", [2.9999998e-9])).toBe(true)
    expect(agrees("3.00e-9", [3.1e-9])).toBe(false)
    expect(agrees("-0.5, NaN, ∞", [[-0.5, Number.NaN, Number.POSITIVE_INFINITY]])).toBe(true)
    expect(agrees("1", [1.2])).toBe(false)
    expect(agrees('"SHAPE"', ["SHAPE"])).toBe(true)
    expect(agrees('"SHAPE"', ["DTYPE"])).toBe(false)
  })

  test("reports what was printed otherwise, and what was not printed", () => {
    expect(disagreement("console.log(1) // 1", [[1]])).toBeUndefined()
    expect(disagreement("console.log(1) // 2", [[1]])).toBe("line 1 of the block says 2, but prints 1")
    expect(disagreement("if (no) console.log(1) // 2", [])).toMatch("ran 0 times")
    expect(unprinted("const x = f() // 11, [3, 4]\nconst y = 2 // two")).toEqual(["const x = f() // 11, [3, 4]"])
  })

  test("reports type errors and unused imports by their line", () => {
    const overlay = new Map([
      ["a.md.L3.ts", '\n\nimport { exp, log } from "@gradual/core"\nconst y: number = exp(1)\n'],
    ])
    expect(typeErrors(["a.md.L3.ts"], overlay)).toEqual([
      "a.md:3: 'log' is declared but its value is never read.",
      "a.md:4: Type 'Tensor' is not assignable to type 'number'.",
    ])
  })

  test("reports commands, options, versions and paths that are not there", async () => {
    const block = (code: string): Block => ({ path: "a.md", line: 1, language: "sh", code, section: "", lead: "" })
    const help: Help = async (name) => (name === "run" ? "  --p <number>  sharpness\n" : undefined)
    expect(await wrongCommands(block("pnpm test # all\npnpm gradual run x --p 1\ngradual demo --q"), help)).toEqual([
      "a.md:1: there is no command gradual demo",
    ])
    expect(await wrongCommands(block("gradual run x \\\n  --values '[1, 2]'"), help)).toEqual([
      "a.md:1: gradual run has no option --values",
    ])
    expect(await wrongCommands(block("npx --yes pnpm@1.0.0 test\nmake"), help)).toHaveLength(2)
    const text = "[x](../README.md#why) `tooling/no.ts` [y](gone.md) [z](../README.md#gone) [w](https://elsewhere)"
    expect(missing("docs/a.md", text)).toEqual(["docs/gone.md", "README.md#gone", "tooling/no.ts"])
  })
})
