// Does every package whose sources a change touches have a changeset in that change? An empty one (`changeset --empty`) speaks for all.
// `--since <branch or commit>`: what the change is compared with; by default the branch that .changeset/config.json names.
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import { parseArgs } from "node:util"
import parseChangeset from "@changesets/parse"

const git = (...args) => execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim()
const lines = (text) => text.split("\n").filter((line) => line !== "")

function exists(ref) {
  try {
    return git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`) !== ""
  } catch {
    return false
  }
}

/** What this change is compared with: the last commit that it shares with a branch. */
function origin(since) {
  const { baseBranch } = JSON.parse(readFileSync(".changeset/config.json", "utf8"))
  const ref = [since, `origin/${baseBranch}`, baseBranch].find((each) => each !== undefined && exists(each))
  if (ref === undefined || (since !== undefined && ref !== since))
    throw new Error(
      `there is no commit to compare with. Received: ${since ?? baseBranch}. Fetch it, or name one with --since`,
    )
  return git("merge-base", ref, "HEAD")
}

/** The files that differ from a commit, in commits and in the working tree. */
function changedSince(commit) {
  return [
    ...lines(git("diff", "--name-only", "--no-renames", commit)),
    ...lines(git("ls-files", "--others", "--exclude-standard")),
  ]
}

/** The packages with a change to their sources that no changeset of the change names. */
function undeclared(files) {
  const folders = files.flatMap((file) => /^packages\/([^/]+)\/src\//.exec(file)?.[1] ?? [])
  const packages = [...new Set(folders)]
    .filter((folder) => existsSync(`packages/${folder}/package.json`))
    .map((folder) => JSON.parse(readFileSync(`packages/${folder}/package.json`, "utf8")).name)
  const changesets = files
    .filter((file) => /^\.changeset\/[^/]+\.md$/.test(file) && basename(file) !== "README.md" && existsSync(file))
    .map((file) => parseChangeset(readFileSync(file, "utf8")).releases)
  if (changesets.some((releases) => releases.length === 0)) return []
  const named = new Set(changesets.flat().map(({ name }) => name))
  return packages.filter((name) => !named.has(name))
}

try {
  const { values } = parseArgs({ options: { since: { type: "string" } } })
  const missing = undeclared(changedSince(origin(values.since)))
  if (missing.length > 0) {
    console.error(`changeset: a change to a package says what it is. Received: none for ${missing.join(", ")}.`)
    console.error("Run `pnpm changeset`, or `pnpm changeset --empty` where users notice nothing.")
    process.exitCode = 1
  } else console.log("changeset: every change to a package is declared")
} catch (error) {
  console.error(`changeset: ${error.message.split("\n")[0]}.`)
  process.exitCode = 2
}
