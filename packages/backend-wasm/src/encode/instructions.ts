/** The types of values. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128"

/** How types are written. */
export const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b }

const shapes = ["f32x4", "f64x2", "i32x4"] as const
/** How a vector is divided. */
export type Shape = (typeof shapes)[number]

// Numbers of the specification (https://webassembly.github.io/spec/core/appendix/index-instructions.html).
// Those of vectors come after the prefix 0xfd.

const i32 = {
  "i32.eqz": 0x45,
  "i32.eq": 0x46,
  "i32.lt_s": 0x48,
  "i32.lt_u": 0x49,
  "i32.gt_u": 0x4b,
  "i32.ge_u": 0x4f,
  "i64.eq": 0x51,
  "i64.lt_s": 0x53,
  "i64.gt_u": 0x56,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "i32.div_u": 0x6e,
  "i32.rem_u": 0x70,
  "i32.and": 0x71,
  "i32.or": 0x72,
  "i32.xor": 0x73,
  "i32.shl": 0x74,
  "i32.shr_s": 0x75,
  "i32.shr_u": 0x76,
} as const
const i64 = {
  "i64.and": 0x83,
  "i64.or": 0x84,
  "i64.xor": 0x85,
  "i64.shl": 0x86,
  "i64.shr_s": 0x87,
  "i64.shr_u": 0x88,
  "i64.extend_i32_s": 0xac,
} as const
const f32 = { "f32.demote_f64": 0xb6 } as const
const f64 = { "f64.add": 0xa0, "f64.convert_i32_s": 0xb7, "f64.promote_f32": 0xbb } as const

const toI32 = { "i32x4.bitmask": 164, "i64x2.bitmask": 196 } as const
const toF64 = { "f64x2.extract_lane": 33 } as const

const v128 = {
  "i32x4.splat": 17,
  "f64x2.splat": 20,
  "f64x2.replace_lane": 34,
  "i32x4.eq": 55,
  "i32x4.ne": 56,
  "i32x4.lt_s": 57,
  "i32x4.gt_s": 59,
  "i32x4.le_s": 61,
  "i32x4.ge_s": 63,
  "f32x4.eq": 65,
  "f32x4.ne": 66,
  "f32x4.lt": 67,
  "f32x4.gt": 68,
  "f32x4.le": 69,
  "f32x4.ge": 70,
  "f64x2.eq": 71,
  "f64x2.ne": 72,
  "f64x2.lt": 73,
  "f64x2.gt": 74,
  "f64x2.le": 75,
  "f64x2.ge": 76,
  "v128.not": 77,
  "v128.and": 78,
  "v128.andnot": 79,
  "v128.or": 80,
  "v128.xor": 81,
  "v128.bitselect": 82,
  "f32x4.demote_f64x2_zero": 94,
  "f64x2.promote_low_f32x4": 95,
  "i8x16.narrow_i16x8_s": 101,
  "i16x8.narrow_i32x4_s": 133,
  "i16x8.extend_low_i8x16_u": 137,
  "i32x4.extend_low_i16x8_u": 169,
  "f32x4.ceil": 103,
  "f32x4.floor": 104,
  "f32x4.nearest": 106,
  "f64x2.ceil": 116,
  "f64x2.floor": 117,
  "f64x2.nearest": 148,
  "i32x4.abs": 160,
  "i32x4.neg": 161,
  "i32x4.shl": 171,
  "i32x4.shr_s": 172,
  "i32x4.shr_u": 173,
  "i32x4.add": 174,
  "i32x4.sub": 177,
  "i32x4.mul": 181,
  "i32x4.min_s": 182,
  "i32x4.max_s": 184,
  "i64x2.extend_low_i32x4_s": 199,
  "i64x2.extend_high_i32x4_s": 200,
  "i64x2.shl": 203,
  "i64x2.shr_u": 205,
  "i64x2.add": 206,
  "i64x2.sub": 209,
  "f32x4.abs": 224,
  "f32x4.neg": 225,
  "f32x4.sqrt": 227,
  "f32x4.add": 228,
  "f32x4.sub": 229,
  "f32x4.mul": 230,
  "f32x4.div": 231,
  "f32x4.min": 232,
  "f32x4.max": 233,
  "f32x4.pmin": 234,
  "f32x4.pmax": 235,
  "f64x2.abs": 236,
  "f64x2.neg": 237,
  "f64x2.sqrt": 239,
  "f64x2.add": 240,
  "f64x2.sub": 241,
  "f64x2.mul": 242,
  "f64x2.div": 243,
  "f64x2.min": 244,
  "f64x2.max": 245,
  "f64x2.pmin": 246,
  "f64x2.pmax": 247,
  "i32x4.trunc_sat_f32x4_s": 248,
  "f32x4.convert_i32x4_s": 250,
  "i32x4.trunc_sat_f64x2_s_zero": 252,
  "f64x2.convert_low_i32x4_s": 254,
  "f32x4.relaxed_madd": 261,
  "f64x2.relaxed_madd": 263,
  "i32x4.relaxed_laneselect": 267,
} as const

/** An instruction of values alone, by its name in the specification. */
export type Instruction =
  | keyof typeof i32
  | keyof typeof i64
  | keyof typeof f32
  | keyof typeof f64
  | keyof typeof toI32
  | keyof typeof toF64
  | keyof typeof v128

/** What an instruction is and gives. */
export interface Encoding {
  readonly code: readonly number[]
  readonly result: ValueType
}

const plain = (numbers: Readonly<Record<string, number>>, result: ValueType) =>
  Object.entries(numbers).map(([name, number]) => [name, { code: [number], result }] as const)

/** The code of a vector instruction. */
export function vectorCode(number: number): readonly number[] {
  return [0xfd, ...(number < 128 ? [number] : [(number & 127) | 128, number >> 7])]
}

const vector = (numbers: Readonly<Record<string, number>>, result: ValueType) =>
  Object.entries(numbers).map(([name, number]) => [name, { code: vectorCode(number), result }] as const)

/** All instructions. */
export const instructions: Readonly<Record<Instruction, Encoding>> = Object.fromEntries([
  ...plain(i32, "i32"),
  ...plain(i64, "i64"),
  ...plain(f32, "f32"),
  ...plain(f64, "f64"),
  ...vector(toI32, "i32"),
  ...vector(toF64, "f64"),
  ...vector(v128, "v128"),
]) as Record<Instruction, Encoding>

/** Instructions that read memory. */
export const loads = {
  "i32.load": 0x28,
  "i64.load": 0x29,
  "f32.load": 0x2a,
  "f64.load": 0x2b,
  "i32.load8_u": 0x2d,
  "v128.load": 0,
  "v128.load8_splat": 7,
  "v128.load32_splat": 9,
  "v128.load64_splat": 10,
  "v128.load32_zero": 92,
  "v128.load64_zero": 93,
} as const
/** Instructions that write a number, a vector, or a lane of it. */
export const stores = {
  "i32.store": 0x36,
  "i64.store": 0x37,
  "f32.store": 0x38,
  "f64.store": 0x39,
  "i32.store8": 0x3a,
  "v128.store": 11,
  "v128.store8_lane": 88,
  "v128.store32_lane": 90,
  "v128.store64_lane": 91,
} as const
