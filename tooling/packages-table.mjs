// Writes the README's table of packages from what each says of itself in package.json.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "./build.mjs"

const [begin, end] = ["<!-- packages: begin -->", "<!-- packages: end -->"]

/** A text with the table between its markers: what depends on nothing of ours is first. */
export function withPackages(text) {
  const manifests = readdirSync(join(root, "packages"))
    .map((folder) => JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")))
    .map(({ name, description, dependencies = {} }) => ({ name, description, dependencies }))
  const depth = ({ dependencies }) =>
    Math.max(0, ...manifests.filter(({ name }) => name in dependencies).map((each) => 1 + depth(each)))
  const rows = manifests
    .map((each) => ({ ...each, depth: depth(each) }))
    .sort((a, b) => a.depth - b.depth || a.name.localeCompare(b.name))
    .map(
      ({ name, description }) =>
        `| [\`${name}\`](packages/${name.split("/")[1]}) | ${description.replace(/\.$/, "")} |`,
    )
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error("README.md: the markers of the table of packages are missing")
  return [before, begin, "\n| package | what it is |\n| --- | --- |\n", rows.join("\n"), "\n", end, after].join("")
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = join(root, "README.md")
  writeFileSync(file, withPackages(readFileSync(file, "utf8")))
}
