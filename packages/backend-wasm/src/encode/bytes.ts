// The binary format of WebAssembly (https://webassembly.github.io/spec/core/binary/): numbers and lists.

/** Appends an unsigned number, seven bits to a byte (LEB128). */
export function put(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

/** An unsigned number. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  put(bytes, value)
  return bytes
}

/** A signed 32-bit number, seven bits to a byte. */
export function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 127) + 128)
    rest >>= 7
  }
  return [...bytes, rest & 127]
}

/** A count, and that many items. */
export function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}

/** A text, as ASCII. */
export function name(text: string): number[] {
  return [...unsigned(text.length), ...[...text].map((letter) => letter.charCodeAt(0))]
}

/** The bytes of float64 numbers, as WebAssembly has them: little-endian. */
export function float64Bytes(...values: readonly number[]): number[] {
  const view = new DataView(new ArrayBuffer(8 * values.length))
  for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, true)
  return [...new Uint8Array(view.buffer)]
}

/** The bytes of float32 numbers. */
export function float32Bytes(...values: readonly number[]): number[] {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true)
  return [...new Uint8Array(view.buffer)]
}

/** The bytes of int32 numbers. */
export function int32Bytes(...values: readonly number[]): number[] {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (const [i, value] of values.entries()) view.setInt32(4 * i, value, true)
  return [...new Uint8Array(view.buffer)]
}
