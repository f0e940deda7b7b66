/** Something that must be told, again and again, that all is well. */
export interface Watchdog {
  /** Settles when nothing was told for too long. */
  readonly bark: Promise<void>
  /** All is well. */
  feed(): void
  stop(): void
}

/** A watchdog that waits so many milliseconds, anew each time it is fed. */
export function watchdog(patience: number): Watchdog {
  let timer: NodeJS.Timeout | undefined
  let barkNow: () => void
  const bark = new Promise<void>((resolve) => {
    barkNow = resolve
  })
  const feed = (): void => {
    clearTimeout(timer)
    timer = setTimeout(barkNow, patience)
  }
  feed()
  return { bark, feed, stop: () => clearTimeout(timer) }
}
