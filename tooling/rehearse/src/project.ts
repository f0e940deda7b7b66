import { cpSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { node, run } from "./command.ts"
import { pnpm } from "./release.ts"

/** What a project is run with. */
export interface Stage {
  /** An empty folder of its own. */
  readonly folder: string
  /** The registry that holds our packages. */
  readonly registry: string
  readonly signal: AbortSignal
}

/** Something that a user does with the published packages. */
export interface Project {
  readonly name: string
  /** What it shows, in a few words. */
  readonly about: string
  /** Returns what was seen to work; throws where anything did not, and {@link NotChecked} where this machine cannot tell. */
  run(stage: Stage): Promise<string>
}

/** This machine lacks what a project needs. */
export class NotChecked extends Error {
  override readonly name: string = "NotChecked"
}

/** Lays out a project: our files from `projects/`, and where our packages come from. */
export function layOut(name: string, stage: Stage): void {
  cpSync(fileURLToPath(new URL(`../projects/${name}`, import.meta.url)), stage.folder, { recursive: true })
  layOutBlank(stage)
}

/** Says where our packages come from. */
export function layOutBlank({ folder, registry }: Stage): void {
  writeFileSync(join(folder, ".npmrc"), `@gradual:registry=${registry}\n`)
  // Only what a package declares can be loaded by it (but TensorFlow.js needs two packages that it does not declare), and a peer that
  // does not fit is an error. What we published is a minute old.
  const settings = ["hoistPattern: [long, seedrandom]", "strictPeerDependencies: true", "minimumReleaseAge: 0"]
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `${settings.join("\n")}\n`)
}

/** Installs a project with npm: all in one folder, a peer that does not fit is an error. No install script runs. */
export async function installWithNpm({ folder, signal }: Stage, ...packages: readonly string[]): Promise<void> {
  await run("npm", ["install", "--ignore-scripts", "--strict-peer-deps", "--no-audit", "--no-fund", ...packages], {
    cwd: folder,
    signal,
  })
}

/** Installs a project with pnpm, strictly. No install script runs. */
export async function installWithPnpm({ folder, signal }: Stage): Promise<void> {
  await node([pnpm, "install", "--ignore-scripts", "--no-frozen-lockfile"], { cwd: folder, signal })
}
