import { type ChildProcessByStdio, spawn } from "node:child_process"
import { once } from "node:events"
import type { Readable, Writable } from "node:stream"

/** What the other side says: a line of JSON and the bytes behind it. */
export interface Reply {
  readonly answer: Readonly<Record<string, unknown>>
  readonly data: Uint8Array<ArrayBuffer>
}

/** A Python program that answers requests over pipes, one after the other. */
export interface Python {
  ask(request: object, payload?: readonly Uint8Array[]): Promise<Reply>
  /** Ends the program. */
  close(): Promise<void>
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** Starts a program and waits for its first reply. It ends when its input does, so it cannot outlive this process. */
export async function startPython(python: string, script: string): Promise<Python> {
  const child: Child = spawn(python, [script], { stdio: ["pipe", "pipe", "pipe"] })
  let complaint = ""
  child.stderr.on("data", (chunk) => {
    complaint += chunk
  })
  child.stdin.on("error", () => {}) // that it has ended is seen where its reply is missing
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve())
    child.once("error", (error) => {
      complaint += error.message
      resolve()
    })
  })
  const next = replies(child.stdout)
  const reply = async (): Promise<Reply> => {
    const { value } = await next.next()
    if (value !== undefined) return value
    await ended
    throw new Error(`${python} ended: ${complaint.trim().split("\n").at(-1)}`)
  }
  await reply()
  return {
    ask: async (request, payload = []) => {
      for (const bytes of [Buffer.from(`${JSON.stringify(request)}\n`), ...payload])
        if (!child.stdin.write(bytes)) await Promise.race([once(child.stdin, "drain"), ended])
      return await reply()
    },
    close: async () => {
      child.stdin.end()
      await ended
    },
  }
}

/** Takes a stream apart into lines of JSON and the bytes that each announces. */
async function* replies(stream: Readable): AsyncGenerator<Reply, undefined> {
  let chunks: Buffer[] = []
  let size = 0
  let answer: Reply["answer"] | undefined
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    while (size >= Number(answer?.bytes ?? 1)) {
      const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      const end = answer === undefined ? all.indexOf("\n") + 1 : Number(answer.bytes)
      if (answer === undefined && end === 0) break
      const part = all.subarray(0, end)
      const rest = all.subarray(end)
      chunks = [rest]
      size = rest.length
      if (answer === undefined) answer = JSON.parse(part.toString()) as Reply["answer"]
      else {
        yield { answer, data: new Uint8Array(part) }
        answer = undefined
      }
    }
  }
  return undefined
}
