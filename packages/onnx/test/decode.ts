/** A message as its fields, by number: numbers, or bytes that may be text or a message. */
export type Message = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>

/** Takes a protocol buffer apart, by the rules of its encoding alone. */
export function decode(data: Uint8Array): Message {
  const fields = new Map<number, (bigint | Uint8Array)[]>()
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = data[at++]!
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (at < data.length) {
    const key = Number(varint())
    const list = fields.get(key >> 3) ?? []
    fields.set(key >> 3, list)
    if ((key & 7) === 0) list.push(varint())
    else {
      if ((key & 7) !== 2) throw new Error(`a field of type ${key & 7}`)
      const length = Number(varint())
      list.push(data.subarray(at, at + length))
      at += length
    }
  }
  return fields
}

/** The texts of a field. */
export function textsOf(message: Message, field: number): string[] {
  return (message.get(field) ?? []).map((value) => new TextDecoder().decode(value as Uint8Array))
}

/** The messages of a field. */
export function messagesOf(message: Message, field: number): Message[] {
  return (message.get(field) ?? []).map((value) => decode(value as Uint8Array))
}
