import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { catalogue, laws } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { folder, gradual } from "./terminal.ts"

const tensor = (data: number[]) => ({ dtype: "float32", shape: [data.length], data })
const caseFile = (...outputs: number[][]) =>
  JSON.stringify({
    schema: "gradual.cases/1",
    cases: outputs.map((output, i) => ({
      id: `exp/${i}`,
      fn: "exp",
      inputs: [tensor([0])],
      outputs: [tensor(output)],
    })),
  })

describe("gradual", () => {
  test("alone shows its help", async () => {
    const { code, stdout, stderr } = await gradual([])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    for (const command of ["demo", "run", "plot", "export", "conformance", "operators"])
      expect(stdout).toContain(`  ${command}`)
  })

  test.each(["demo", "run", "plot", "export", "conformance", "operators"])(
    "%s --help explains itself with examples",
    async (name) => {
      const { code, stdout, stderr } = await gradual([name, "--help"])
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
      expect(stdout).toMatch(new RegExp(`^Usage: gradual ${name}`))
      expect(stdout).toMatch(new RegExp(`Examples:\n  gradual ${name}`))
      expect(await gradual(["help", name])).toEqual({ code, stdout, stderr })
    },
  )

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string
    }
    expect(await gradual(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" })
  })
})

describe("gradual operators", () => {
  test("lists the catalogue with every law and every counterexample", async () => {
    const { code, stdout } = await gradual(["operators"])
    expect(code).toBe(0)
    for (const { name, formula, laws: claims } of Object.values(catalogue)) {
      expect(stdout).toContain(`${name}: `)
      expect(stdout).toContain(formula)
      for (const claim of Object.values(claims))
        if (!claim.holds) expect(stdout.replaceAll(/\s+/g, " ")).toContain(claim.shows)
    }
    for (const { name, kind, laws: claims } of Object.values(catalogue)) {
      const row = stdout.split("\n").find((line) => line.startsWith(`${name} `) && line.includes(` ${kind} `))
      expect(row?.match(/[✓✗]/g), name).toEqual(
        Object.keys(laws).map((law) => (claims[law as keyof typeof laws].holds ? "✓" : "✗")),
      )
    }
    for (const [i, [law, says]] of Object.entries(laws).entries())
      expect(stdout).toMatch(new RegExp(`^ ?${i + 1} ${law} +${says.slice(0, 30).replaceAll(/[()[\]?]/g, ".")}`, "m"))
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  test("--where lists those that meet the conditions", async () => {
    const named = async (where: string) => {
      const { code, stdout, stderr } = await gradual(["operators", "--where", where, "--json"])
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
      return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)
    }
    expect(await named("identityAtOne,continuousAtTies,choice")).toEqual(["softmaxBlend", "logitGain"])
    expect(await named("choice, !continuousAtTies, identityAtOne")).toEqual(["gradual"])
    expect(await named("identityAtOne,sumsToOne")).toEqual([])
    expect((await gradual(["operators", "--where", "identityAtOne,sumsToOne"])).stdout).toBe(
      "No operator meets these conditions.\n",
    )
    expect(await gradual(["operators", "--where", "sumsToTwo"])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /^gradual operators: --where: .*Received: sumsToTwo\. Did you mean sumsToOne\? There are: identityAtOne/,
      ),
    })
  })

  test("--json is the catalogue, with infinity by name", async () => {
    const { code, stdout, stderr } = await gradual(["operators", "--json"])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const list = JSON.parse(stdout) as Record<string, unknown>[]
    expect(list.map(({ name }) => name)).toEqual(Object.keys(catalogue))
    expect(list[0]).toMatchObject({
      domains: { values: { min: 0, max: 1 }, p: { min: 0, max: "Infinity" } },
      identityAt: 1,
      laws: {
        identityAtOne: { holds: true },
        sumsToOne: { holds: false, counterexample: { values: [0.2, 0.4], p: 1 } },
      },
    })
    expect(list[3]).toMatchObject({ domains: { p: { min: 0, max: "Infinity", excludes: "min" } } })
  })
})

describe("gradual plot", () => {
  test("draws in the terminal, as wide as it is", async () => {
    const { code, stdout, stderr } = await gradual(["plot", "gradual"], { columns: 70 })
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toContain("v = 0.7426")
    expect(stdout).toMatch(/1 +sharpness p +19\n$/)
    const curves = stdout.split("\n").filter((line) => line.includes("┤"))
    expect(Math.max(...curves.map((line) => [...line].length))).toBeLessThanOrEqual(70)
  })

  test("writes SVG and PNG where it was called, and prints the path", async () => {
    const cwd = folder()
    const svg = await gradual(["plot", "gradual", "scaledSoftmax", "--p", "0..19", "--out", "new/a.svg"], { cwd })
    expect(svg).toEqual({ code: 0, stdout: `${join(cwd, "new/a.svg")}\n`, stderr: "" })
    expect(readFileSync(join(cwd, "new/a.svg"), "utf8")).toMatch(/^<svg [\s\S]*scaledSoftmax[\s\S]*<\/svg>\n$/)
    const png = await gradual(["plot", "gradual", "--p", "1,2,5", "--out", "a.PNG"], { cwd })
    expect(png.code).toBe(0)
    expect(readFileSync(join(cwd, "a.PNG")).subarray(1, 4).toString()).toBe("PNG")
  })

  test("takes ranges with a step", async () => {
    const { stdout } = await gradual(["plot", "gradual", "--p", "0..0.5:0.1"])
    expect(stdout).toMatch(/0 +sharpness p +0\.5\n$/)
  })

  test("draws where gradients lead, in the terminal and as files", async () => {
    const cwd = folder()
    const text = await gradual(["plot", "scaledSoftmax", "--field", "--p", "2"])
    expect(text).toMatchObject({ code: 0, stderr: "" })
    expect(text.stdout).toMatch(/^scaledSoftmax, p = 2 {2}\(.*\)\n {14}↑\n/)
    const svg = await gradual(["plot", "gradual", "--field", "--out", "a.svg"], { cwd })
    expect(svg).toEqual({ code: 0, stdout: `${join(cwd, "a.svg")}\n`, stderr: "" })
    const drawn = readFileSync(join(cwd, "a.svg"), "utf8")
    expect(drawn).toContain("<title>gradual, p = 4</title>")
    expect((await gradual(["plot", "gradual", "--field", "--p", "4", "--out", "b.svg"], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, "b.svg"), "utf8")).toBe(drawn)
  })

  test("says which values it clamped", async () => {
    const { code, stderr } = await gradual(["plot", "gradual", "scaledSoftmax", "--values", "[2,0.5]"])
    expect(code).toBe(0)
    expect(stderr).toBe(
      "gradual plot: note: gradual: 1 of 2 value lies outside [0, 1]: clamped to it, with gradient 0 (as the library does)\n",
    )
  })
})

describe("gradual conformance", () => {
  test("prints a table and exits with 0 when all passes", async () => {
    const { code, stdout, stderr } = await gradual(["conformance", "--filter", "gradual/"])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatch(/✓ gradual +\d+\/\d+/)
    expect(stdout).toMatch(/js: \d+ passed, 0 failed, 0 skipped\n$/)
  })

  test("runs the caller's cases alone, and exits with 1 when one fails", async () => {
    const cwd = folder()
    writeFileSync(join(cwd, "good.json"), caseFile([1]))
    writeFileSync(join(cwd, "wrong.json"), caseFile([1], [2]).replaceAll("exp/", "exp/wrong-"))
    const good = await gradual(["conformance", "--cases", "good.json"], { cwd })
    expect(good.code).toBe(0)
    expect(good.stdout).toMatch(/js: 1 passed, 0 failed, 0 skipped\n$/)
    const both = await gradual(["conformance", "--cases", "good.json", "wrong.json", "--json", "--values"], { cwd })
    expect({ code: both.code, stderr: both.stderr }).toEqual({ code: 1, stderr: "" })
    const report = JSON.parse(both.stdout) as { results: { id: string; status: string }[] }
    expect(report).toMatchObject({ backend: "js", summary: { passed: 2, failed: 1, skipped: 0 } })
    expect(report.results.map(({ id, status }) => [id, status])).toEqual([
      ["exp/0", "passed"],
      ["exp/wrong-0", "passed"],
      ["exp/wrong-1", "failed"],
    ])
    expect(report.results[2]).toMatchObject({
      worst: { output: expect.any(Number), gradient: null },
      detail: expect.any(String),
      actual: { outputs: [{ dtype: "float32", shape: [1], data: [1] }] },
    })
  })

  test("reads cases from standard input", async () => {
    const { code, stdout } = await gradual(["conformance", "--cases", "-"], { stdin: caseFile([1]) })
    expect(code).toBe(0)
    expect(stdout).toContain("js: 1 passed")
  })

  test("--report writes a page, JUnit XML and JSON, and says where", async () => {
    const cwd = folder()
    const { code, stdout } = await gradual(["conformance", "--filter", "exp/", "--report", "a/b"], { cwd })
    expect(code).toBe(0)
    const files = ["report.json", "junit.xml", "index.html"]
    expect(stdout.trimEnd().split("\n").slice(-3)).toEqual(files.map((name) => join(cwd, "a/b", name)))
    const [json, xml, page] = files.map((name) => readFileSync(join(cwd, "a/b", name), "utf8")) as [
      string,
      string,
      string,
    ]
    const { summary } = JSON.parse(json) as { summary: { passed: number; failed: number } }
    expect(summary.failed).toBe(0)
    expect(xml).toContain(`<testsuite name="js" tests="${summary.passed}" failures="0"`)
    expect(page).toContain(`✓ ${summary.passed} passed, 0 failed`)
  })

  test("a failure comes with the command that runs it alone again, and shows what came out", async () => {
    const cwd = folder()
    writeFileSync(join(cwd, "it's wrong.json"), caseFile([2], [2], [1]).replace("exp/1", "exp/10"))
    const args = ["conformance", "--cases", "it's wrong.json", "--report", "out"]
    const { code, stdout } = await gradual(args, { cwd })
    expect(code).toBe(1)
    const command = "gradual conformance --cases 'it'\\''s wrong.json' --filter exp/0 --values"
    expect(stdout).toContain(`\njs: 1 passed, 2 failed, 0 skipped\none again: ${command}\n`)
    const escaped = command.replaceAll("'", "&#39;")
    for (const name of ["index.html", "junit.xml"])
      for (const id of ["exp/0", "exp/10"])
        expect(readFileSync(join(cwd, "out", name), "utf8")).toContain(escaped.replace("exp/0", id))
    writeFileSync(join(cwd, "wrong.json"), caseFile([2], [2], [1]).replace("exp/1", "exp/10"))
    const again = await gradual(["conformance", "--cases", "wrong.json", "--filter", "exp/1", "--values"], { cwd })
    expect(again.stdout).toMatch(/✗ exp\/10: .*\n {4}output 0: float32\[1\] 1\n/)
    const alone = await gradual(["conformance", "--cases", "wrong.json", "--filter", "exp/0", "--values"], { cwd })
    expect(alone.stdout).toMatch(/\njs: 0 passed, 1 failed, 0 skipped\n/)
  })

  test("--values adds what was returned to every result of every kind", async () => {
    const cwd = folder()
    const half = { dtype: "float64", shape: [1], data: [0.5] }
    const cases = [
      {
        id: "a",
        fn: "exp",
        inputs: [tensor([0])],
        outputs: [tensor([1])],
        cotangents: [tensor([2])],
        gradients: [tensor([2])],
      },
      {
        id: "b",
        fn: "exp",
        inputs: [tensor([0])],
        outputs: [tensor([3])],
        cotangents: [tensor([2])],
        gradients: [null],
      },
      { id: "c", fn: "matmul", inputs: [tensor([0])], outputs: [tensor([3])] },
      { id: "d", fn: "exp", inputs: [half], outputs: [half] },
    ]
    writeFileSync(join(cwd, "four.json"), JSON.stringify({ schema: "gradual.cases/1", cases }))
    const args = ["conformance", "--cases", "four.json", "--json", "--backend", "tfjs-cpu"]
    const { code, stdout } = await gradual([...args, "--values"], { cwd })
    expect(code).toBe(1)
    const { results } = JSON.parse(stdout) as { results: { id: string; status: string; actual: unknown }[] }
    const none = { outputs: [], gradients: [] }
    expect(results.map(({ id, status, actual }) => [id, status, actual])).toEqual([
      ["a", "passed", { outputs: [tensor([1])], gradients: [tensor([2])] }],
      ["b", "failed", { outputs: [tensor([1])], gradients: [null] }],
      ["c", "failed", none],
      ["d", "skipped", none],
    ])
    expect((await gradual(args, { cwd })).stdout).not.toContain("actual")
    const probe = await gradual(["conformance", "--filter", "probe/log-of-zero", "--json", "--values"])
    expect(JSON.parse(probe.stdout)).toMatchObject({ results: [{ status: "passed", actual: none }] })
  })

  test("shows progress on standard error once it takes long: a line in a log, a bar in a terminal", async () => {
    const quick = await gradual(["conformance", "--filter", "exp/"], { tick: 1 })
    expect(quick.stderr).toBe("")
    const log = await gradual(["conformance", "--filter", "exp/", "--json"], { tick: 600 })
    expect(log.stderr).toMatch(/^(conformance: \d+\/\d+\n)+$/)
    expect(() => JSON.parse(log.stdout) as unknown).not.toThrow()
    const bar = await gradual(["conformance", "--filter", "exp/"], { tick: 600, isTTY: true, columns: 80 })
    expect(bar.stderr).toContain("━")
    const clear = `\r${String.fromCharCode(27)}[2K`
    expect(bar.stderr.endsWith(clear)).toBe(true)
    expect(bar.stderr).not.toContain("\n")
  })
})

describe("gradual demo", () => {
  test("answers the question: tables, gradients, digits, laws, pictures, conformance", async () => {
    const cwd = folder()
    const { code, stdout, stderr } = await gradual(["demo"], { cwd, columns: 100 })
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })

    const v = [0.1304, 0.5134, 0.7426, 0.7159, 0.5705]
    const rows = [...stdout.matchAll(/^ {2}p = (\d+) +([\d. ]+)$/gm)].map(([, p, row]) => [
      Number(p),
      row!.split(/ +/).map(Number),
    ])
    const ps = [1, 2, 3, 5, 10]
    const fixed = (row: number[]) => row.map((x) => Number(x.toFixed(4)))
    const softmax = (p: number) => {
      const weights = v.map((x) => Math.exp(p * x))
      return weights.map((weight) => weight / weights.reduce((sum, x) => sum + x))
    }
    expect(rows).toEqual([
      ...ps.map((p) => [p, fixed(v.map((x) => (x === 0.7426 ? 1 - (1 - x) ** p : x ** p)))]),
      ...ps.map((p) => [p, fixed(softmax(p))]),
    ])

    const gradient = "[0.0206, 0.0365, 0.0822, 0.0206]"
    expect(stdout).toContain(`as posted  ${gradient}`)
    expect(stdout).toContain(`gradual    ${gradient}`)
    expect(stdout).toMatch(
      /result +\[0\.0000, 0\.0000, 0\.0000, 1\.0000\]\n +gradient +\[0\.0000, 0\.0000, 0\.0000, 0\.0000\]/,
    )
    expect(stdout).toContain("Does where break the gradient? No.")
    expect(stdout).toContain("Is argmax differentiable? No.")

    expect(stdout).toMatch(/1e-4 +2\.99\[9902\]e-4 +3 +2\.999700e-4 +2\.999700e-4/)
    expect(stdout).toMatch(/1e-8 +\[0\.000000\]e\+0 +0 +3\.000000e-8 +3\.000000e-8/)

    expect(stdout).toMatch(/no jump where the maximum changes hands +softmaxBlend, logitGain\n/)
    expect(stdout).toMatch(/a distribution at every p +scaledSoftmax, powerNormalize/)
    expect(stdout).toMatch(/gradual +choice +✓ +✓ +✗/)

    for (const name of ["softmax", "gradual", "operators"])
      for (const format of ["svg", "png"]) {
        const path = join(cwd, "gradual-demo", `${name}.${format}`)
        expect(stdout).toContain(`  ${path}\n`)
        expect(existsSync(path)).toBe(true)
      }
    expect(stdout).toMatch(/[⠁-⣿]{10}/)
    expect(stdout).toMatch(/\njs: \d{4} passed, 0 failed, 0 skipped\n$/)
  })
})
