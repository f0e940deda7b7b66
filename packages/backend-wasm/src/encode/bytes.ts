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

/** The bytes of numbers, as they are in memory: as WebAssembly has them, on the hosts whose arrays share its memory. */
const inMemory =
  (Numbers: { from(values: readonly number[]): ArrayBufferView }) =>
  (...values: readonly number[]): number[] => [...new Uint8Array(Numbers.from(values).buffer)]

export const float64Bytes: (...values: readonly number[]) => number[] = inMemory(Float64Array)
export const float32Bytes: (...values: readonly number[]) => number[] = inMemory(Float32Array)
export const int32Bytes: (...values: readonly number[]) => number[] = inMemory(Int32Array)
