import { describe, expect, test } from "vitest"
import { bytes, integer, join, text } from "../src/protobuf.ts"

const hex = (content: readonly Uint8Array[]) => Buffer.from(join(content)).toString("hex")

describe("a field is encoded as protobuf.dev has it", () => {
  test.each([
    [150, "089601"],
    [0, "0800"],
    [127, "087f"],
    [128, "088001"],
    [2 ** 53 - 1, "08ffffffffffffff0f"],
    [-1, "08ffffffffffffffffff01"],
    [-(2 ** 31), "0880808080f8ffffffff01"],
  ])("integer %d", (value, encoded) => {
    expect(hex(integer(1, value))).toBe(encoded)
  })

  test.each([
    ["testing", "120774657374696e67"],
    ["", "1200"],
    ["π→😀", "1209cf80e28692f09f9880"],
    ["a%41b", "1205612534 3162".replace(" ", "")],
    ["\ud83d", "1203efbfbd"], // half of a pair: the replacement character
  ])("text %j", (value, encoded) => {
    expect(hex(text(2, value))).toBe(encoded)
  })

  test("a message within another, and a field number above 15", () => {
    expect(hex(bytes(3, integer(1, 150)))).toBe("1a03089601")
    expect(hex(integer(16, 1))).toBe("800101")
  })
})
