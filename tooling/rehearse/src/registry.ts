import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { runServer } from "verdaccio"

/** A registry for our packages on this machine. */
export interface Registry {
  readonly url: string
  close(): Promise<void>
}

/** Starts a registry in this process, on a free port. It holds what is published to it and asks no other registry for anything. */
export async function startRegistry(folder: string): Promise<Registry> {
  const server = (await runServer({
    configPath: join(folder, "config.yaml"),
    storage: join(folder, "storage"),
    self_path: folder,
    uplinks: {},
    packages: { "@gradual/*": { access: "$anonymous", publish: "$anonymous" } },
    auth: {},
    web: { enable: false },
    log: { type: "stdout", format: "pretty", level: "fatal" },
    max_body_size: "100mb",
  } as unknown as Parameters<typeof runServer>[0])) as Server
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
