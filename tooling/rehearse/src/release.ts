import { writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { copyCheckout, root } from "./checkout.ts"
import { node, type Place, run } from "./command.ts"
import { assertLoopback } from "./loopback.ts"

/** The package manager of the checkout. */
export const pnpm: string = join(root, "node_modules/pnpm/bin/pnpm.mjs")

/** Makes a version of all packages in a copy, builds it, and publishes it as a release would. Returns the version. */
export async function release(
  folder: string,
  registry: string,
  signal: AbortSignal,
  progress: (doing: string) => void,
): Promise<string> {
  const here: Place = { cwd: folder, signal }
  const publishing: Place = { ...here, env: settingsFor(registry, join(folder, "..")) }

  progress("copying the checkout")
  await copyCheckout(folder, signal)
  progress("installing")
  await node([pnpm, "install", "--frozen-lockfile", "--prefer-offline"], here)
  progress("making a version")
  await node(["tooling/version.mjs"], here)
  progress("building")
  await node(
    ["node_modules/turbo/bin/turbo", "run", "build", "--filter=./packages/*", "--output-logs=errors-only"],
    here,
  )
  progress("publishing")
  await assertSettings(publishing)
  await node(["tooling/publish.mjs", "--registry", registry], publishing)
  return (JSON.parse(await readFile(join(folder, "packages/core/package.json"), "utf8")) as { version: string }).version
}

/** The environment in which npm and pnpm publish to a registry; npm wants a token even where none is asked for. */
export function settingsFor(registry: string, folder: string): Readonly<Record<string, string>> {
  const file = join(folder, "publish.npmrc")
  const token = `${registry.slice("http:".length)}:_authToken=rehearsal`
  writeFileSync(file, `registry=${registry}\n@gradual:registry=${registry}\n${token}\n`)
  return { NPM_CONFIG_USERCONFIG: file, PNPM_CONFIG_REGISTRY: registry }
}

/** Refuses to go on where npm or pnpm would publish to another registry than one of this machine. */
export async function assertSettings(place: Place): Promise<void> {
  const asked: readonly (readonly [string, Promise<string>])[] = [
    ["npm's registry", run("npm", ["config", "get", "registry"], place)],
    ["npm's registry of @gradual", run("npm", ["config", "get", "@gradual:registry"], place)],
    ["pnpm's registry", node([pnpm, "config", "get", "registry"], place)],
  ]
  for (const [setting, answer] of asked) assertLoopback((await answer).trim(), setting)
}
