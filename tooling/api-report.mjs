// The public API as text: packages/*/etc/*.api.md, one per entry point, made of the built declarations.
// Writes them; with `--check` fails where they differ from what is built: a change to the API is meant, and reviewed as a diff.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor"
import { build, root } from "./build.mjs"

const { values } = parseArgs({ options: { check: { type: "boolean" } } })

/** The entry points of a package that have declarations, by name: "index" is the package itself. */
function entriesOf(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  return Object.entries(exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([entry, { types }]) => ({
      name: entry === "." ? "index" : entry.slice(2).replaceAll("/", "-"),
      types: join(folder, types),
    }))
}

/** Writes the report of an entry; whether it is what was there. */
function report(folder, { name, types }, scratch) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      newlineKind: "lf",
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "ES2022",
            module: "NodeNext",
            lib: ["ES2023", "DOM", "ESNext.Disposable"],
            types: [],
            skipLibCheck: true,
          },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(folder, "etc"),
        reportTempFolder: scratch,
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      // Comments are checked by the tests of the documents; here the text of the declarations is what counts.
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: { default: { logLevel: "none" } },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  })
  mkdirSync(join(folder, "etc"), { recursive: true })
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    localBuild: !values.check,
    messageCallback: (message) => {
      // the one that says what to copy where is about another set-up than this
      if (message.messageId.startsWith("console-")) message.logLevel = "none"
    },
  })
  return { succeeded: succeeded || (values.check && apiReportChanged), changed: apiReportChanged }
}

if (await build("./packages/*")) {
  const scratch = mkdtempSync(join(tmpdir(), "gradual-api-"))
  try {
    for (const name of readdirSync(join(root, "packages"))) {
      const folder = join(root, "packages", name)
      if (!existsSync(join(folder, "package.json"))) continue
      for (const entry of entriesOf(folder)) {
        const { succeeded, changed } = report(folder, entry, scratch)
        const file = `packages/${name}/etc/${entry.name}.api.md`
        if (!succeeded || (values.check && changed)) process.exitCode = 1
        if (!succeeded) console.error(`${file}: the declarations could not be read`)
        else if (changed)
          console.log(values.check ? `${file} is not what is built. If that is meant: pnpm api` : `wrote ${file}`)
      }
    }
    if (values.check && process.exitCode === undefined) console.log("The API is what packages/*/etc says.")
  } finally {
    rmSync(scratch, { recursive: true })
  }
} else process.exitCode = 1
