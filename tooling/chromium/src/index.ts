import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
const folders = ["/usr/bin", "/usr/local/bin", "/opt/google/chrome"]
const onMac = ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/** How to get a browser where there is none. */
export const howToGet =
  "On Debian: apt-get install chromium. Elsewhere: install Chrome or Chromium, or set CHROMIUM to its path"

/** The browser's executable: what `CHROMIUM` names, else the first found where it is usually installed. */
export function findChromium(
  env: Readonly<Record<string, string | undefined>>,
  isExecutable: (path: string) => boolean = canExecute,
): string | undefined {
  if (env.CHROMIUM) return isExecutable(env.CHROMIUM) ? env.CHROMIUM : undefined
  const path = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "")
  const candidates = names.flatMap((name) => [...folders, ...path].map((folder) => join(folder, name)))
  return [...candidates, ...onMac].find(isExecutable)
}

function canExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
