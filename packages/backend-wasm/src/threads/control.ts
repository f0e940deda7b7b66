import type { Exported } from "../host.ts"

/** The words of shared memory by which threads divide a loop among them. Parts are taken from the last to the first. */
export const word = {
  /** How many parts are still to be taken. */
  left: 0,
  /** How many are done, well or not. */
  done: 1,
  /** Whether one went wrong. */
  failed: 2,
  parts: 3,
  rows: 4,
  /** The number of the program, where its module is, and which of its functions the loop is. */
  program: 5,
  module: 6,
  moduleBytes: 7,
  loop: 8,
  /** How many arguments follow: each an address, and how far the next thread's is from it. */
  arguments: 9,
  first: 10,
} as const

/** Hosts allow a function 1000 parameters. */
export const controlBytes: number = 4 * (word.first + 2 * 1000)

/**
 * Computes parts of a loop until none is left to be taken. A part that fails is marked: the thread that asked for the loop repeats it.
 * What a loop is may only be read once a part of it is taken: until that is done nothing changes.
 */
export function takeParts(words: Int32Array, thread: number, functionOf: () => Exported): void {
  for (let part = take(words); part !== undefined; part = take(words)) {
    try {
      const [parts, rows, many] = [words[word.parts]!, words[word.rows]!, words[word.arguments]!]
      const places: number[] = []
      for (let at = word.first; at < word.first + 2 * many; at += 2) places.push(words[at]! + thread * words[at + 1]!)
      functionOf()(Math.floor((part * rows) / parts), Math.floor(((part + 1) * rows) / parts), ...places)
    } catch {
      Atomics.store(words, word.failed, 1)
    }
    Atomics.add(words, word.done, 1)
    Atomics.notify(words, word.done)
  }
}

/** Takes a part, the last that nobody has. */
function take(words: Int32Array): number | undefined {
  for (;;) {
    const left = Atomics.load(words, word.left)
    if (left === 0) return undefined
    if (Atomics.compareExchange(words, word.left, left, left - 1) === left) return left - 1
  }
}
