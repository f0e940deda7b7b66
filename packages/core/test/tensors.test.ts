import {
  add,
  allocate,
  cast,
  clip,
  concat,
  cumprod,
  div,
  full,
  GradualError,
  iota,
  limitProduct,
  matmul,
  max,
  mean,
  ndarray,
  oneHot,
  pad,
  pow,
  reshape,
  scatterAddAlongAxis,
  show,
  slice,
  sum,
  takeAlongAxis,
  tensor,
  toNDArray,
  toNested,
  topK,
  transpose,
  where,
} from "@gradual/core"
import { describe, expect, test } from "vitest"

const error = (make: () => unknown): string => {
  try {
    make()
  } catch (caught) {
    if (GradualError.is(caught)) return `${caught.code} ${caught.message}`
    throw caught
  }
  return "no error"
}

describe("values", () => {
  test("plain numbers are float32, booleans bool, typed arrays what they are", () => {
    expect(tensor([1, 2]).dtype).toBe("float32")
    expect(tensor([true, false]).dtype).toBe("bool")
    expect(tensor(new Float64Array(3))).toMatchObject({ dtype: "float64", shape: [3] })
    expect(tensor([[1], [2]], "int32")).toMatchObject({ dtype: "int32", shape: [2, 1] })
    expect(
      toNested(
        toNDArray([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  test("empty lists keep their shape", () => {
    expect(tensor([]).shape).toEqual([0])
    expect(tensor([[], []]).shape).toEqual([2, 0])
  })

  test("a Uint8Array is booleans, not bytes", () => {
    expect(tensor(new Uint8Array([0, 1])).dtype).toBe("bool")
    expect(error(() => tensor(new Uint8Array([0, 255])))).toBe(
      "VALUE ndarray: a Uint8Array holds booleans, 0 or 1. Received: 255. Use Int32Array or Float32Array for numbers.",
    )
  })

  test("ragged lists, strings and data of the wrong length are refused", () => {
    expect(error(() => tensor([[1, 2], [3]]))).toBe(
      "INPUT tensor: every list at a depth must have the same length. Received: a list of 1 where a list of 2 was expected.",
    )
    expect(error(() => tensor([1, [2]] as never))).toMatch(/^INPUT tensor: /)
    expect(error(() => tensor("1" as never))).toBe(
      'INPUT tensor: numbers, nested lists of numbers, typed arrays or tensors expected. Received: "1".',
    )
    expect(error(() => ndarray("float32", [2, 2], new Float32Array(3)))).toBe(
      "SHAPE ndarray: shape [2,2] needs 4 elements. Received: 3 elements.",
    )
  })

  test("lists too deep to be a tensor's are refused, also those that contain themselves", () => {
    let deep: unknown = 1
    for (let i = 0; i < 20_000; i++) deep = [deep]
    const endless: unknown[] = []
    endless.push(endless)
    for (const list of [deep, endless]) {
      expect(error(() => tensor(list as never))).toMatch(/^INPUT tensor: numbers, nested lists .* Received: \[\[\[/)
      expect(error(() => toNDArray(list as never))).toBe(
        "INPUT tensor: lists nested at most 32 deep expected. Received: deeper ones.",
      )
    }
  })

  test("integers are not made of fractions", () => {
    for (const wrong of [0.5, 2 ** 31, Number.NaN])
      expect(error(() => tensor([wrong], "int32"))).toBe(
        `VALUE tensor: int32 entries must be integers from -2147483648 to 2147483647. Received: ${wrong}. Use cast to round or saturate.`,
      )
    expect(error(() => takeAlongAxis([1, 2], [0.5]))).toMatch(/^VALUE tensor: int32 entries must be integers/)
    expect(error(() => full({ shape: [2], value: 0.5, dtype: "int32" }))).toMatch(/^VALUE tensor/)
    expect(error(() => pad(tensor([1], "int32"), { before: [1], after: [0], value: 0.5 }))).toMatch(/^VALUE tensor/)
  })

  test("more than memory holds is refused", () => {
    expect(error(() => allocate("float32", 1e15))).toBe(
      "SHAPE allocate: more elements than memory holds. Received: 1000000000000000.",
    )
  })
})

describe("what messages show", () => {
  test("is short and on one line, whatever it is of", () => {
    expect(show([1, -0, "a"])).toBe('[1,-0,"a"]')
    expect(show(["two\nlines"])).toBe('["two\\nlines"]')
    expect(show({ a: [1, { b: "c" }], d: undefined })).toBe('{"a":[1,{"b":"c"}],"d":undefined}')
    expect(show(tensor([[1, 2]]))).toBe("float32[1,2]")
    expect(show([new Date(0), new Float32Array(2), () => 1])).toBe("[Date,Float32Array,a function]")
    expect(show(Array.from({ length: 1000 }, () => 1))).toHaveLength(120)
  })

  test("takes no longer for graphs with many paths, or values that contain themselves", () => {
    let y = tensor(1)
    for (let i = 0; i < 60; i++) y = add(y, y)
    expect(show({ y, list: [y] })).toBe('{"y":float32[],"list":[float32[]]}')
    const own: { self?: unknown } = {}
    own.self = own
    expect(show(own)).toHaveLength(120)
  })
})

describe("dtypes", () => {
  const f64 = tensor(1, "float64")
  const i32 = tensor([1, 2], "int32")

  test("operands meet in the later dtype; plain numbers follow the others", () => {
    expect(add(f64, tensor(1)).dtype).toBe("float64")
    expect(add(f64, 0.1).dtype).toBe("float64")
    expect(add(i32, 1).dtype).toBe("int32")
    expect(add(i32, 0.5).dtype).toBe("float32")
    expect(add(i32, [true, false]).dtype).toBe("int32")
  })

  test("division and powers leave the integers; conditions must be bool", () => {
    expect(div(i32, i32).dtype).toBe("float32")
    expect(pow(i32, 2).dtype).toBe("float32")
    expect(clip(i32, { min: 0 }).dtype).toBe("int32")
    expect(clip(i32, { min: 0.5 }).dtype).toBe("float32")
    expect(limitProduct(i32, 2).dtype).toBe("int32")
    expect(cumprod([true]).dtype).toBe("int32")
    expect(mean(i32).dtype).toBe("float32")
    expect(error(() => where(i32, 1, 2))).toBe(
      "DTYPE where: bool operands expected. Received: int32. Compare first, for example ne(x, 0).",
    )
    expect(error(() => cast(1, { dtype: "float16" as never }))).toMatch(/^DTYPE cast: dtype must be one of/)
    expect(error(() => tensor(1, "float16" as never))).toMatch(/^DTYPE tensor: dtype must be one of/)
    expect(error(() => iota({ shape: [3], dtype: "bool" }))).toBe(
      "DTYPE iota: a dtype of numbers expected. Received: bool.",
    )
    expect(error(() => oneHot(1, { depth: 2, dtype: "float16" as never }))).toMatch(/^DTYPE cast: dtype must be one of/)
  })
})

describe("shapes", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])

  test("what the functions return", () => {
    expect(add(x, [[1], [2]]).shape).toEqual([2, 3])
    expect(sum(x, { axis: 0 }).shape).toEqual([3])
    expect(sum(x, { axis: [-1, 0], keepDims: true }).shape).toEqual([1, 1])
    expect(transpose(x).shape).toEqual([3, 2])
    expect(reshape(x, { shape: [3, -1] }).shape).toEqual([3, 2])
    expect(slice(x, { start: [0, -2], end: [1, 3] }).shape).toEqual([1, 2])
    expect(pad(x, { before: [0, 1], after: [2, 0] }).shape).toEqual([4, 4])
    expect(concat([x, x]).shape).toEqual([2, 6])
    expect(matmul(x, transpose(x)).shape).toEqual([2, 2])
    expect(matmul(reshape(x, { shape: [2, 1, 3] }), transpose(x)).shape).toEqual([2, 1, 2])
    expect(topK(x, { k: 2 }).indices).toMatchObject({ dtype: "int32", shape: [2, 2] })
    expect(iota({ shape: [2, 0] }).shape).toEqual([2, 0])
  })

  test("what does nothing makes no node", () => {
    expect(reshape(x, { shape: [2, 3] })).toBe(x)
    expect(transpose(x, { perm: [0, 1] })).toBe(x)
    expect(cast(x, { dtype: "float32" })).toBe(x)
    expect(pad(x, { before: [0, 0], after: [0, 0] })).toBe(x)
  })

  test.each([
    [() => add(x, [1, 2]), "SHAPE add: shapes do not broadcast. Received: [2,3] and [2]. Lengths must match or be 1."],
    [() => sum(x, { axis: 3 }), "SHAPE sum: axis 3 is out of range for rank 2. Received: axis=3."],
    [() => sum(x, { axis: [0, 0] }), "SHAPE sum: axes must not repeat. Received: axis=[0,0]."],
    [() => sum(x, { axis: 0.5 }), "VALUE sum: axis must be an integer. Received: axis=0.5."],
    [() => max(tensor([])), "SHAPE max: an axis without elements has no extreme. Received: shape [0], axis 0."],
    [
      () => reshape(x, { shape: [4] }),
      "SHAPE reshape: [2,3] has 6 elements, the new shape must have as many. Received: shape=[4].",
    ],
    [() => reshape(x, { shape: [-1, -1] }), /SHAPE reshape/],
    [
      () => transpose(x, { perm: [0, 0] }),
      "SHAPE transpose: perm must name each of the 2 axes once. Received: perm=[0,0].",
    ],
    [() => slice(x, { start: [0, 2], end: [2, 1] }), /SHAPE slice: 0 <= start <= end <= length/],
    [() => pad(x, { before: [-1, 0], after: [0, 0] }), /SHAPE pad: before and after must not be negative/],
    [() => concat([x, tensor([[1, 2]])], { axis: 1 }), /SHAPE concat: shapes must agree except along axis 1/],
    [() => concat([]), "SHAPE concat: at least one tensor is needed. Received: an empty list."],
    [
      () => matmul(x, x),
      "SHAPE matmul: columns of the first must equal rows of the second. Received: [2,3] and [2,3].",
    ],
    [() => matmul([1, 2], x), /SHAPE matmul: both operands need at least two axes/],
    [() => topK(x, { k: 4 }), "VALUE topK: k must be an integer from 0 to 3, the length of axis 1. Received: k=4."],
    [() => takeAlongAxis(x, [0]), /SHAPE takeAlongAxis/],
    [() => takeAlongAxis(x, tensor([[1], [0]])), /DTYPE takeAlongAxis: indices must be int32/],
    [
      () =>
        scatterAddAlongAxis(
          x,
          [
            [0, 1, 2],
            [0, 1, 2],
          ],
          { size: -1 },
        ),
      /VALUE scatterAddAlongAxis: size/,
    ],
  ])("%o is refused", (make, message) => {
    if (typeof message === "string") expect(error(make)).toBe(message)
    else expect(error(make)).toMatch(message)
  })

  test("errors of another copy of the package are recognised, other things are not", () => {
    const foreign = Object.defineProperty(new Error("far"), Symbol.for("gradual.error"), { value: true })
    expect(GradualError.is(foreign)).toBe(true)
    expect(GradualError.is(new Error("near"))).toBe(false)
  })
})
