import { chromium } from "playwright-core"
import type { Message } from "../job.ts"
import type { Start } from "../supervise.ts"

/** Software rendering that is the same on every machine, GPUs for all, and no word to anyone but us. */
const flags = [
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-first-run",
  "--no-pings",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

/** Runs jobs in a browser of their own, on the page at `url`. */
export function startInChromium(executablePath: string, url: string): Start {
  return async (job, tell) => {
    const browser = await chromium.launch({ executablePath, args: flags })
    const complaints: string[] = []
    const page = await browser.newPage()
    const broken = new Promise<string>((resolve) => {
      page.on("crash", () => resolve("the page crashed"))
      browser.on("disconnected", () => resolve("the browser ended"))
    })
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(error.message))
    await page.exposeFunction("tell", (message: Message) => tell(message))
    await page.goto(url)
    // Not awaited: it tells how it ends, and fails only when the page is gone.
    page.evaluate(`perform(${JSON.stringify(job)})`).catch(() => {})
    return {
      engines: { chromium: browser.version() },
      broken,
      stop: async () => {
        const said = [...complaints]
        await browser.close()
        return said
      },
    }
  }
}
