import { describe, expect, test } from "vitest"
import { circle, exists, facts, packages, read, sources } from "./sources.ts"

type WithPackages = (text: string) => string
const table = (await import(new URL("../packages-table.mjs", import.meta.url).href)) as { withPackages: WithPackages }

interface Manifest {
  readonly [field: string]: unknown
  readonly bin?: Record<string, string>
  readonly dependencies?: Record<string, string>
  readonly exports: Record<string, unknown>
  readonly peerDependencies?: Record<string, string>
  readonly publishConfig: { readonly access: string; readonly exports: Record<string, unknown> }
}

/** Packages that must run anywhere, with what they may depend on: nothing but each other. */
const BARE: Record<string, readonly string[]> = {
  core: [],
  operators: ["@gradual/core"],
  "backend-js": ["@gradual/core"],
  "backend-wasm": ["@gradual/core", "@gradual/backend-js"],
}

const manifestOf = (name: string): Manifest => JSON.parse(read(`packages/${name}/package.json`)) as Manifest
const version = manifestOf("core").version

describe.each(packages())("packages/%s", (name) => {
  const manifest = manifestOf(name)
  const files = sources(`packages/${name}/src`)

  test("has the files that every package has", () => {
    const expected = ["package.json", "README.md", "LICENSE", "tsconfig.json", "src/index.ts"]
    expect(expected.filter((file) => !exists(`packages/${name}/${file}`))).toEqual([])
    expect(read(`packages/${name}/LICENSE`)).toBe(read("LICENSE"))
  })

  test("has a README that is enough to use it: what to install, an example, where the rest is", () => {
    const readme = read(`packages/${name}/README.md`)
    expect(readme).toMatch(new RegExp(`^# @gradual/${name}\n`))
    expect(readme).toMatch(new RegExp(`^pnpm add .*@gradual/${name}(?: |$)`, "m"))
    expect(readme).toMatch(
      manifest.bin === undefined ? /^```ts$/m : new RegExp(`^${Object.keys(manifest.bin)[0]} run `, "m"),
    )
    const api = `packages/${name}/etc/index.api.md`
    expect(readme).toContain(`[API](https://github.com/gradual-js/gradual/blob/main/${api})`)
    expect(exists(api)).toBe(true)
  })

  test("describes itself to a registry like every other package", () => {
    expect(manifest).toMatchObject({
      name: `@gradual/${name}`,
      version,
      description: expect.stringMatching(/^[A-Z].{20,}\.$/),
      keywords: expect.arrayContaining(["gradual"]),
      homepage: `https://github.com/gradual-js/gradual/tree/main/packages/${name}#readme`,
      bugs: "https://github.com/gradual-js/gradual/issues",
      license: "MIT",
      repository: {
        type: "git",
        url: "git+https://github.com/gradual-js/gradual.git",
        directory: `packages/${name}`,
      },
      type: "module",
      sideEffects: false,
      engines: (JSON.parse(read("package.json")) as Manifest).engines,
      publishConfig: { access: "public" },
    })
    expect(manifest.private).toBeUndefined()
    const bin = manifest.bin === undefined ? [] : ["bin"]
    const known = exists(`packages/${name}/known-failures.json`) ? ["known-failures.json"] : []
    const always = ["README.md", "CHANGELOG.md", "LICENSE"]
    expect(manifest.files).toEqual([...bin, "dist", "!dist/.tsbuildinfo", "src", ...known, ...always])
  })

  test("builds like every other package", () => {
    // and nothing runs where it is installed
    expect(manifest.scripts).toEqual({ build: "tsc -b" })
    expect(manifest.devDependencies).toMatchObject({ "@gradual/tsconfig": "workspace:^", typescript: "catalog:" })
    // Comments are allowed in this file, so it is not parsed.
    const config = read(`packages/${name}/tsconfig.json`)
    expect(config).toContain('"extends": "@gradual/tsconfig/base.json"')
    expect(config).toContain('"rootDir": "src"')
    expect(config).toContain('"tsBuildInfoFile": "dist/.tsbuildinfo"')
    const references = [...config.matchAll(/"path": "\.\.\/([^"]+)"/g)].map((match) => `@gradual/${match[1]}`)
    const internal = Object.keys(manifest.dependencies ?? {}).filter((dependency) => dependency.startsWith("@gradual/"))
    expect(references.sort(), "references in tsconfig.json name the dependencies in package.json").toEqual(
      internal.sort(),
    )
  })

  test("exports sources to this repository and builds to everyone else", () => {
    expect(Object.keys(manifest.exports)[0]).toBe(".")
    expect(Object.keys(manifest.exports)).toEqual(Object.keys(manifest.publishConfig.exports))
    for (const [entry, target] of Object.entries(manifest.exports)) {
      const published = manifest.publishConfig.exports[entry]
      if (entry.endsWith(".json")) {
        expect([target, published]).toEqual([entry, entry])
        expect(exists(`packages/${name}/${entry}`), `${entry} exists`).toBe(true)
        continue
      }
      const file = entry === "." ? "index" : entry.slice("./".length)
      const build = { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` }
      const source = `./src/${file}.ts`
      // As text: the order of conditions decides which one wins.
      expect(JSON.stringify(target)).toBe(JSON.stringify({ "@gradual/source": source, ...build }))
      expect(JSON.stringify(published)).toBe(JSON.stringify(build))
      expect(exists(`packages/${name}/${source}`), `${source} exists`).toBe(true)
    }
    expect(manifest.exports).toHaveProperty(["./package.json"])
  })

  test("depends on its neighbours by range and on nothing that it does not declare", () => {
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
    for (const [dependency, range] of Object.entries(declared))
      if (dependency.startsWith("@gradual/")) expect(range, dependency).toBe("workspace:^")

    const mentioned = files.flatMap((file) => facts(file, read(file)).packages)
    const known = [...Object.keys(declared), `@gradual/${name}`]
    expect(
      mentioned.filter((used) => !used.startsWith("node:") && !known.some((each) => isPartOf(used, each))),
    ).toEqual([])

    const allowed = BARE[name]
    if (allowed === undefined) return
    expect(Object.keys(declared).filter((dependency) => !allowed.includes(dependency))).toEqual([])
    expect(mentioned.filter((used) => used.startsWith("node:"))).toEqual([])
  })

  test("has no source file too long to hold one idea", () => {
    const limit = name === "core" ? 200 : 400
    const long = files.map((file) => ({ file, lines: read(file).split("\n").length - 1 }))
    expect(long.filter(({ lines }) => lines > limit)).toEqual([])
  })

  test("has no import circle", () => {
    const graph = new Map(files.map((file) => [file, facts(file, read(file)).imports]))
    expect(circle(graph)).toBeUndefined()
    const missing = [...graph].flatMap(([file, imports]) =>
      imports.filter((path) => !exists(path)).map((path) => `${file} imports ${path}`),
    )
    expect(missing, "a relative import names a file with its .ts extension").toEqual([])
  })

  test("neither escapes the type system nor runs text as code", () => {
    expect(files.flatMap((file) => facts(file, read(file)).escapes.map((found) => `${file}:${found}`))).toEqual([])
  })
})

test("the README's table of packages is what they say of themselves", () => {
  expect(read("README.md"), "run node tooling/packages-table.mjs").toBe(table.withPackages(read("README.md")))
})

/** Whether an imported name is a package or an entry of it. */
function isPartOf(specifier: string, dependency: string): boolean {
  return specifier === dependency || specifier.startsWith(`${dependency}/`)
}

describe("the checks themselves", () => {
  test("the packages are found", () => {
    expect(packages()).toEqual(expect.arrayContaining(Object.keys(BARE)))
  })

  test("a module's imports are read from its syntax, and erased ones are told apart", () => {
    const text = `
      // import "./comment.ts"
      import { a } from "./a.ts"
      import type { B } from "../b.ts"
      import { type C } from "./c.ts"
      import "@gradual/core/deep/path"
      import type { Test } from "vitest"
      export * from "./d.ts"
      export type * from "./e.ts"
      const f = import("./f.ts")
      const g = 'import "./string.ts"'
    `
    const { imports, packages } = facts("packages/x/src/deep/m.ts", text)
    expect(imports).toEqual(["a", "c", "d", "f"].map((name) => `packages/x/src/deep/${name}.ts`))
    expect(packages).toEqual(["@gradual/core/deep/path", "vitest"])
  })

  test("any, eval and Function are found in code and not in comments or strings", () => {
    const text = `
      // any eval( new Function
      const a = "eval(1) as any"
      const b: any = 1
      const c = eval("1")
      const d = new Function("return 1")
      const e = (0 as unknown as Array<any>)
      const f: Function = isFunction(many)
    `
    expect(facts("m.ts", text).escapes.map((found) => found.split(":")[0])).toEqual(["4", "5", "6", "7"])
  })

  test("a circle is found wherever it starts, and a diamond is none", () => {
    expect(circle(new Map(Object.entries({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })))).toBeUndefined()
    expect(circle(new Map(Object.entries({ a: ["b"], b: ["c"], c: ["b"] })))).toEqual(["b", "c", "b"])
    expect(circle(new Map(Object.entries({ a: ["a"] })))).toEqual(["a", "a"])
  })
})
