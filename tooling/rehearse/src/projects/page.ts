import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { extname, join, normalize } from "node:path"
import process from "node:process"
import { findChromium, howToGet } from "@gradual/chromium"
import { chromium } from "playwright-core"
import { node } from "../command.ts"
import { installWithNpm, layOut, NotChecked, type Project } from "../project.ts"

/** What the page may do: load its own files, compile WebAssembly, and nothing else. `eval` and `new Function` are refused. */
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
}

/** The loss and its gradient at [0.2, 0.4, 0.6, 0.8] and p = 3. */
const expected = [0.32, 0.03, 0.12, 0.27, 0.03]
const backends = ["js", "wasm", "tfjs", "ort"]

/** A page with all four backends, built by Vite and opened in Chromium. */
export const page: Project = {
  name: "page",
  about: "gradual and its gradient on js, wasm, tfjs and ort, built by Vite, in Chromium without unsafe-eval",
  async run(stage) {
    const executablePath = findChromium(process.env)
    if (executablePath === undefined) throw new NotChecked(`no Chromium was found. ${howToGet}`)
    layOut("page", stage)
    await installWithNpm(stage)
    await node(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], {
      cwd: stage.folder,
      signal: stage.signal,
    })
    const site = await serve(join(stage.folder, "dist"))
    const browser = await chromium.launch({
      executablePath,
      args: ["--disable-background-networking", "--no-first-run"],
    })
    try {
      const tab = await browser.newPage()
      const complaints: string[] = []
      tab.on("pageerror", (error) => complaints.push(error.message))
      await tab.goto(site.url)
      const found = (await tab.evaluate("globalThis.results")) as Readonly<Record<string, unknown>> | undefined
      if (found === undefined) throw new Error(`the page did not run: ${complaints.join("; ")}`)
      const wrong = backends.filter((name) => !isExpected(found[name])).map((name) => `${name}: ${found[name]}`)
      if (wrong.length > 0) throw new Error(`the page computes wrongly: ${wrong.join("; ")}`)
      if (found.eval !== "refused") throw new Error("the page may evaluate text: its policy is not in force")
      return `${backends.join(", ")} in Chromium ${browser.version()}, no unsafe-eval`
    } finally {
      await browser.close()
      await site.close()
    }
  },
}

const isExpected = (numbers: unknown): boolean =>
  Array.isArray(numbers) &&
  numbers.length === expected.length &&
  numbers.every((x, i) => Math.abs(x - (expected[i] as number)) < 1e-5)

/** Serves a folder on loopback under the policy. */
async function serve(folder: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost")
    const file = join(folder, normalize(pathname === "/" ? "/index.html" : pathname))
    try {
      const body = readFileSync(file)
      const type = types[extname(file)] ?? "application/octet-stream"
      response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
