import picocolors from "picocolors"

/** Where text goes: a stream, or a test's list of lines. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** All of the outside world that the command touches, files aside. Tests give their own. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  /** Everything that standard input holds. */
  readonly stdin: () => Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths start from. */
  readonly cwd: string
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number
}

/** Text decorations, which do nothing where colors are not wanted. */
export type Colors = Pick<
  typeof picocolors,
  "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "cyan" | "magenta" | "isColorSupported"
>

/** The colors for one of the outputs: in a terminal, unless `NO_COLOR` is set; elsewhere only with `FORCE_COLOR`. */
export function colorsFor(output: Output, env: Io["env"]): Colors {
  const wanted = output.isTTY === true && env.TERM !== "dumb"
  return picocolors.createColors(!env.NO_COLOR && (wanted || Boolean(env.FORCE_COLOR)))
}

/** Columns of the terminal; 100 where there is none. */
export function widthOf(output: Output): number {
  return Math.max(60, output.columns || 100)
}

/** The process's own streams. A reader that goes away, as `head` does, ends the process quietly. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners("error").includes(endOnClosedPipe)) stream.on("error", endOnClosedPipe)
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: readStandardInput,
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
  }
}

function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error
  process.exit(0)
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}
