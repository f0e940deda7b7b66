// Protocol buffers, as much of them as an ONNX model needs: https://protobuf.dev/programming-guides/encoding

/** Encoded bytes in pieces, which {@link join} copies once. */
export type Bytes = readonly Uint8Array[]

const varintType = 0
const lengthType = 2

/** A field with an integer. Negative ones take 64 bits. */
export function integer(field: number, value: number): Bytes {
  return [varint((field << 3) | varintType), varint(value)]
}

/** A field with bytes: a message, or raw data. */
export function bytes(field: number, content: Bytes): Bytes {
  return [varint((field << 3) | lengthType), varint(lengthOf(content)), ...content]
}

/** A field with text. */
export function text(field: number, value: string): Bytes {
  return bytes(field, [utf8(value)])
}

/** All pieces in one. */
export function join(content: Bytes): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(lengthOf(content))
  let at = 0
  for (const piece of content) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

function lengthOf(content: Bytes): number {
  return content.reduce((length, piece) => length + piece.length, 0)
}

/** Seven bits at a time, the lowest first; the eighth says that more follow. */
function varint(value: number): Uint8Array {
  const groups: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) groups.push(Number(rest & 127n) | 128)
  return Uint8Array.of(...groups, Number(rest))
}

/** The bytes behind the percent signs; what is no text (half of a pair of surrogates) becomes U+FFFD. */
function utf8(value: string): Uint8Array {
  const escaped = encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, "\ufffd"))
  return Uint8Array.from(escaped.match(/%..|[^%]/g) ?? [], (part) =>
    part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16),
  )
}
