import { findChromium, howToGet } from "@gradual/chromium"
import { type Site, serve } from "./chromium/serve.ts"
import { startInChromium } from "./chromium/start.ts"
import type { PlaceName } from "./environments.ts"
import { startInNode } from "./node/start.ts"
import type { Start } from "./supervise.ts"

/** Where environments run on this machine. */
export interface Places {
  /** How jobs are started there, or why they cannot be. */
  start(place: PlaceName): Promise<Start | { readonly absent: string }>
  close(): Promise<void>
}

/** The places of this machine. The page is built and served when Chromium is first asked for. */
export function places(env: NodeJS.ProcessEnv): Places {
  let site: Promise<Site> | undefined
  return {
    start: async (place) => {
      if (place === "node") return startInNode(env)
      const executable = findChromium(env)
      if (executable === undefined) return { absent: `no Chromium was found. ${howToGet}` }
      site ??= serve()
      return startInChromium(executable, (await site).url)
    },
    close: async () => (await site)?.close(),
  }
}
