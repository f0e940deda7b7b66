import { fileURLToPath } from "node:url"
import { rolldown } from "rolldown"

/** A source file of the package with all that it imports, as one module: Node does not load sources by itself. */
export async function bundled(file: string): Promise<string> {
  const bundler = await rolldown({
    input: fileURLToPath(new URL(`../../src/${file}`, import.meta.url)),
    resolve: { conditionNames: ["@gradual/source", "import"] },
  })
  const { output } = await bundler.generate({ format: "es", codeSplitting: false })
  await bundler.close()
  return output[0].code
}

/** What workers run. */
export async function workerFile(): Promise<URL> {
  return new URL(`data:text/javascript,${encodeURIComponent(await bundled("threads/worker.ts"))}`)
}
