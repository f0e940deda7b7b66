import { join, relative } from "node:path"
import { createServer, defaultServerConditions, type ViteDevServer } from "vite"
import { root } from "./documents.ts"
import { entries, type Overlay } from "./overlay.ts"

/** Runs modules of the repository as it would be with an overlay, from sources. */
export interface Runner {
  /** Loads a module once and returns what it exports. */
  load(path: string): Promise<Readonly<Record<string, unknown>>>
  /** Loads a module and returns the arguments of every `console.log`. */
  printed(path: string): Promise<(readonly unknown[])[]>
  close(): Promise<void>
}

/** Makes a runner. `instead` names modules to load in place of imported ones. */
export async function runner(overlay: Overlay, instead: Readonly<Record<string, string>> = {}): Promise<Runner> {
  const sources = new Map([...entries(), ...Object.entries(instead)])
  const server: ViteDevServer = await createServer({
    configFile: false,
    root,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
    resolve: {
      alias: [...sources].map(([name, source]) => ({ find: new RegExp(`^${name}$`), replacement: join(root, source) })),
    },
    ssr: { resolve: { conditions: ["@gradual/source", ...defaultServerConditions] } },
    plugins: [
      {
        name: "overlay",
        enforce: "pre",
        // a file that exists only in the overlay has to be found, too
        resolveId(id, importer) {
          const path = relative(root, id.startsWith(".") ? join(importer ?? root, "..", id) : id).replaceAll("\\", "/")
          return overlay.has(path) ? join(root, path) : undefined
        },
        load: (id) => overlay.get(relative(root, id).replaceAll("\\", "/")),
      },
    ],
  })
  const load: Runner["load"] = (path) => server.ssrLoadModule(join(root, path))
  return {
    load,
    async printed(path) {
      const { log } = console
      const { write } = process.stdout
      const lines: (readonly unknown[])[] = []
      console.log = (...args: readonly unknown[]) => lines.push(args)
      process.stdout.write = () => true // what a command prints is its own affair
      try {
        await load(path)
      } finally {
        console.log = log
        process.stdout.write = write
      }
      return lines
    },
    close: () => server.close(),
  }
}
