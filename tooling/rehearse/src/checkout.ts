import { cpSync, existsSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { run } from "./command.ts"

/** The root of the checkout. */
export const root: string = fileURLToPath(new URL("../../..", import.meta.url))

/** Copies the checkout as it is, changes included, into a repository of its own. */
export async function copyCheckout(folder: string, signal: AbortSignal): Promise<void> {
  const list = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root, signal })
  for (const file of list.split("\0").filter((each) => each !== "" && existsSync(join(root, each)))) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    cpSync(join(root, file), join(folder, file))
  }
  // the changelogs name commits
  const author = ["-c", "user.name=rehearsal", "-c", "user.email=rehearsal@localhost"]
  const steps = [
    ["init", "--quiet"],
    ["add", "--all"],
    [...author, "commit", "--quiet", "--no-verify", "--message", "rehearsal"],
  ]
  for (const step of steps) await run("git", step, { cwd: folder, signal })
}
