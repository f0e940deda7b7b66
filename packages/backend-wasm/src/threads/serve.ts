import type { Exported, Memory } from "../host.ts"
import { instantiate } from "../instantiate.ts"
import { takeParts, word } from "./control.ts"

/** What a worker is told when it starts. */
export interface Start {
  readonly memory: Memory
  /** Where the control words are. */
  readonly control: number
  /** Its number: the caller is 0. */
  readonly thread: number
}

/** How many programs a worker keeps: others are compiled again when they come again. */
const mostKept = 64

/** Computes parts of loops for ever. It sleeps while there are none. */
export function serve({ memory, control, thread }: Start): never {
  const words = new Int32Array(memory.buffer, control)
  const kept = new Map<number, readonly Exported[]>()
  const functionsOf = (program: number): readonly Exported[] => {
    const known = kept.get(program)
    if (known !== undefined) return known
    const module = new Uint8Array(memory.buffer, words[word.module]! >>> 0, words[word.moduleBytes])
    const functions = Object.values(instantiate(module.slice(), memory)) // a module is not compiled from shared memory
    if (kept.size === mostKept) kept.delete(kept.keys().next().value!)
    kept.set(program, functions)
    return functions
  }
  for (;;) {
    takeParts(words, thread, () => functionsOf(words[word.program]!)[words[word.loop]!]!)
    Atomics.wait(words, word.left, 0)
  }
}
