import { fileURLToPath } from "node:url"
import { build, preview } from "vite"

/** The page, built and served on loopback. */
export interface Site {
  readonly url: string
  close(): Promise<void>
}

const root = fileURLToPath(new URL("../../page", import.meta.url))
const outDir = fileURLToPath(new URL("../../out/page", import.meta.url))

/** Builds the page with all runtimes that it may load, and serves it and their WebAssembly on loopback. */
export async function serve(): Promise<Site> {
  const common = { configFile: false, root, logLevel: "error" } as const
  await build({ ...common, build: { outDir, emptyOutDir: true, target: "esnext", chunkSizeWarningLimit: 1e6 } })
  const server = await preview({ ...common, build: { outDir }, preview: { host: "127.0.0.1", port: 4200 } })
  const url = server.resolvedUrls?.local[0]
  if (url === undefined) throw new Error("the page is not served: no port is free")
  return { url, close: () => server.close() }
}
