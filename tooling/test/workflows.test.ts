import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { read, root } from "../docs/documents.ts"

// What may publish our packages, and what it is made of.

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> }
  readonly environment?: string
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[]
  readonly "timeout-minutes"?: number
}
interface Workflow {
  readonly on: unknown
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = ".github/workflows"
const files = readdirSync(join(root, folder))
const workflow = (file: string): Workflow => parse(read(`${folder}/${file}`)) as Workflow
const uses = files.flatMap((file) =>
  [...read(`${folder}/${file}`).matchAll(/uses: (.*)/g)].map(([, used]) => used as string),
)

test("actions are pinned by commit, with their version beside it, each action to one", () => {
  expect(uses.length).toBeGreaterThan(5)
  for (const used of uses) expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  expect(new Set(uses).size).toBe(new Set(uses.map((used) => used.split("@")[0])).size)
})

describe.each(files)("%s", (file) => {
  const { permissions, jobs } = workflow(file)

  test("grants nothing for writing to all jobs, and every job ends", () => {
    expect(Object.values(permissions)).not.toContain("write")
    for (const [name, job] of Object.entries(jobs)) expect(job["timeout-minutes"], name).toBeLessThanOrEqual(90)
  })

  test("runs scripts that exist, and no text that somebody else writes", () => {
    const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts)
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    for (const run of runs) {
      expect(run).not.toContain("${{")
      const script = /packageManager'\)" (\S+)/.exec(run)?.[1]
      if (script !== undefined) expect(["install", "changeset", ...scripts], run).toContain(script)
    }
  })
})

test("CI runs on every system and Node that is supported", () => {
  const { matrix } = workflow("ci.yml").jobs.test?.strategy ?? {}
  expect(matrix).toEqual({ os: ["ubuntu-latest", "macos-latest", "windows-latest"], node: [20, 22, 24] })
})

test("only the job that publishes can say who it is, and it can write nothing else", () => {
  const { jobs } = workflow("release.yml")
  const known = Object.entries(jobs).filter(([, { permissions }]) => permissions?.["id-token"] === "write")
  expect(known.map(([name]) => name)).toEqual(["publish"])
  expect(jobs.publish).toMatchObject({ permissions: { contents: "read", "id-token": "write" }, environment: "npm" })
  const secrets = [...read(`${folder}/release.yml`).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name)
  expect(secrets).toEqual(["GITHUB_TOKEN"])
})
