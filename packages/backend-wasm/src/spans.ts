/** A stretch of addresses. */
export interface Span {
  readonly address: number
  readonly bytes: number
}

/** Which addresses are free. */
export interface Spans {
  /** Takes the smallest free span that is large enough; undefined where none is. */
  take(bytes: number): number | undefined
  /** Gives addresses back, or adds them. */
  give(span: Span): void
  /** The free span that ends at an address, or an empty one. */
  endingAt(address: number): Span
}

/** Free addresses, to begin with those given. Neighbouring spans are joined, so that what is free can be used for anything. */
export function spans(...initial: readonly Span[]): Spans {
  const free = [...initial] // in order
  return {
    take: (bytes) => {
      let best = -1
      for (let i = 0; i < free.length; i++)
        if (free[i]!.bytes >= bytes && (best < 0 || free[i]!.bytes < free[best]!.bytes)) best = i
      if (best < 0) return undefined
      const { address, bytes: all } = free[best]!
      if (all === bytes) free.splice(best, 1)
      else free[best] = { address: address + bytes, bytes: all - bytes }
      return address
    },
    give: ({ address, bytes }) => {
      let at = free.findIndex((span) => span.address > address)
      if (at < 0) at = free.length
      const [before, after] = [free[at - 1], free[at]]
      const joinsBefore = before !== undefined && before.address + before.bytes === address
      const joinsAfter = after !== undefined && address + bytes === after.address
      const start = joinsBefore ? before.address : address
      const end = joinsAfter ? after.address + after.bytes : address + bytes
      const joined = { address: start, bytes: end - start }
      if (joinsBefore) free[at - 1] = joined
      else if (joinsAfter) free[at] = joined
      else free.splice(at, 0, joined)
      if (joinsBefore && joinsAfter) free.splice(at, 1)
    },
    endingAt: (address) => {
      const last = free.at(-1)
      return last !== undefined && last.address + last.bytes === address ? last : { address, bytes: 0 }
    },
  }
}
