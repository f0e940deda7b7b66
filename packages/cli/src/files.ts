import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { shown, usage } from "./errors.ts"
import type { Io } from "./io.ts"

/** A file's text, or standard input's for "-". `where` is the option that named it. */
export async function readText(io: Io, where: string, path: string): Promise<string> {
  if (path === "-") return await io.stdin()
  try {
    return await readFile(resolve(io.cwd, path), "utf8")
  } catch (error) {
    throw usage(where, "a file that can be read expected", `${shown(path)} (${reason(error)})`)
  }
}

/** Writes a file, with the folders it needs, and returns its absolute path. */
export async function writeOutput(io: Io, where: string, path: string, content: string | Uint8Array): Promise<string> {
  await makeFolder(io, where, dirname(path))
  const target = resolve(io.cwd, path)
  try {
    await writeFile(target, content)
    return target
  } catch (error) {
    throw usage(where, "a file that can be written expected", `${shown(path)} (${reason(error)})`)
  }
}

/** Makes a folder and those above it. Done before long work whose results go there. */
export async function makeFolder(io: Io, where: string, path: string): Promise<void> {
  try {
    await mkdir(resolve(io.cwd, path), { recursive: true })
  } catch (error) {
    throw usage(where, "a folder that can be written expected", `${shown(path)} (${reason(error)})`)
  }
}

/** Why the system refused, without the call and the path that its message repeats. */
function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === "EEXIST" || code === "ENOTDIR") return "a file is in the way"
  return message.replace(/, [a-z]+( '.*')?$/, "")
}
