import type { Ready } from "./contender.ts"

/** A contender that needs something set before it runs. */
export function inTurns(beforeTurn: () => Promise<unknown>, { time, run, outputs, dispose }: Ready): Ready {
  const turn =
    <A extends readonly unknown[], R>(f: (...args: A) => R | Promise<R>) =>
    async (...args: A): Promise<R> => {
      await beforeTurn()
      return await f(...args)
    }
  return { time: turn(time), run: turn(run), outputs: turn(outputs), dispose }
}
