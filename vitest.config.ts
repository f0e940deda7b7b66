import { existsSync, readdirSync, readFileSync } from "node:fs"
import { defaultClientConditions, defaultServerConditions } from "vite"
import type { ViteUserConfig } from "vitest/config"

/** A project per package and app, under its own name: folders of two workspaces may share theirs. */
const workspaces = ["packages", "apps"]
  .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : []))
  .map((root) => {
    const { name } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { readonly name: string }
    return { name: name.replace("@gradual/", ""), root }
  })

const config: ViteUserConfig = {
  // Tests run on sources through this export condition: no build needed, and coverage and stack traces point at src/.
  resolve: { conditions: ["@gradual/source", ...defaultClientConditions] },
  ssr: { resolve: { conditions: ["@gradual/source", ...defaultServerConditions] } },
  test: {
    reporters: ["default", "./tooling/reporter.mjs"],
    maxWorkers: "100%", // by default one processor is left to whoever watches
    projects: [...workspaces, { name: "tooling", root: "tooling" }].map((project) => ({
      extends: true as const,
      // Tests are not timed: this only ends one that hangs, on the slowest machine.
      test: { ...project, include: ["test/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
    })),
  },
}

export default config
