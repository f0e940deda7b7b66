import { colorsFor, type Io } from "./io.ts"

/** Tells how far something is, on standard error, once it takes longer than a person waits gladly. */
export interface Progress {
  update(done: number, total: number, doing: string): void
  /** Leaves the terminal as it was. */
  stop(): void
}

/** What is over sooner is not worth a word. */
const patience = 1000
/** Between two pictures in a terminal, and between two lines in a log. */
const pace = { terminal: 80, log: 5000 }
const clearLine = "\r\u001b[2K"
const barWidth = 24

/** Progress as a bar in a terminal, as a line now and then elsewhere. */
export function showProgress(io: Io, label: string): Progress {
  const { stderr } = io
  const isTerminal = stderr.isTTY === true && io.env.TERM !== "dumb"
  const colors = colorsFor(stderr, io.env)
  const start = io.now()
  let last = Number.NEGATIVE_INFINITY
  let isDrawn = false
  return {
    update(done, total, doing) {
      const now = io.now()
      if (now - start < patience || now - last < (isTerminal ? pace.terminal : pace.log)) return
      last = now
      const count = `${done}/${total}`
      if (!isTerminal) {
        stderr.write(`${label}: ${count}\n`)
        return
      }
      const filled = Math.round((done / Math.max(1, total)) * barWidth)
      const bar = colors.cyan("━".repeat(filled)) + colors.dim("━".repeat(barWidth - filled))
      const room = Math.max(0, (stderr.columns || 80) - label.length - barWidth - count.length - 4)
      stderr.write(`${clearLine}${label} ${bar} ${count} ${colors.dim(doing.slice(0, room))}`)
      isDrawn = true
    },
    stop() {
      if (isDrawn) stderr.write(clearLine)
      isDrawn = false
    },
  }
}
