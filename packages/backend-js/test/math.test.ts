import { describe, expect, test } from "vitest"
import * as math from "../src/math/index.ts"
import { EXP_TABLE, LOG_TABLE } from "../src/math/tables.ts"
import { golden } from "./math.golden.ts"
import * as tables from "./tables.golden.ts"

const bits = new BigInt64Array(1)
const float = new Float64Array(bits.buffer)

/** The spacing of float64 numbers from |v| upwards; 2^-1074 for subnormals. */
function ulp(v: number): number {
  float[0] = Math.abs(v)
  bits[0]! += 1n
  return float[0]! - Math.abs(v)
}

/** |got - exact| in ulps of the exact value, which is `nearest + rest * ulp(nearest)`. */
function errorInUlps(got: number, nearest: number, rest: number): number {
  if (!Number.isFinite(nearest) || !Number.isFinite(got)) return Object.is(got, nearest) ? 0 : Infinity
  return Math.abs((got - nearest) / ulp(nearest) - rest)
}

const functions = math as unknown as Record<string, (...args: number[]) => number>

describe("math kernels against exact values", () => {
  for (const [name, rows] of Object.entries(golden)) {
    test(`${name} is within 1 ulp`, () => {
      for (const row of rows) {
        const args = row.slice(0, -2)
        const got = functions[name]!(...args)
        const error = errorInUlps(got, row.at(-2)!, row.at(-1)!)
        expect(error, `${name}(${args}) = ${got}, exact ${row.at(-2)}`).toBeLessThan(1)
      }
    })
  }
})

test("the tables of log and exp are those of the fit, bit for bit", () => {
  expect(LOG_TABLE).toEqual(tables.LOG_TABLE)
  expect(EXP_TABLE).toEqual(tables.EXP_TABLE)
})

/** Checks rows of arguments and result; `toBe` distinguishes -0 from 0 and accepts NaN. */
function expectRows(name: string, ...rows: number[][]): void {
  for (const row of rows) {
    const args = row.slice(0, -1)
    const shown = args.map((a) => (Object.is(a, -0) ? "-0" : a))
    expect(functions[name]!(...args), `${name}(${shown})`).toBe(row.at(-1))
  }
}

const MAX = Number.MAX_VALUE
const TINY = Number.MIN_VALUE

describe("pow, special values (C99 F.9.4.4)", () => {
  test("one, or a zero exponent, gives one even for NaN", () => {
    for (const v of [0, -0, 1, -1, 0.5, -2, TINY, MAX, Infinity, -Infinity, NaN]) {
      expectRows("pow", [1, v, 1], [v, 0, 1], [v, -0, 1])
    }
    expectRows("pow", [NaN, 1, NaN], [NaN, -Infinity, NaN], [2, NaN, NaN], [0, NaN, NaN], [-1, NaN, NaN])
  })

  test("zeros and infinities carry the sign of x for odd integers y", () => {
    for (const odd of [1, 3, 2 ** 53 - 1]) {
      expectRows("pow", [0, odd, 0], [-0, odd, -0], [0, -odd, Infinity], [-0, -odd, -Infinity])
      expectRows("pow", [Infinity, odd, Infinity], [-Infinity, odd, -Infinity], [-Infinity, -odd, -0])
    }
    for (const other of [2, 0.5, 1.5, 2 ** 53, 1e300, TINY, Infinity]) {
      expectRows("pow", [0, other, 0], [-0, other, 0], [0, -other, Infinity], [-0, -other, Infinity])
      expectRows("pow", [Infinity, other, Infinity], [-Infinity, other, Infinity], [-Infinity, -other, 0])
    }
  })

  test("infinite exponents", () => {
    expectRows("pow", [-1, Infinity, 1], [-1, -Infinity, 1], [0.5, Infinity, 0], [-0.5, Infinity, 0])
    expectRows("pow", [0.5, -Infinity, Infinity], [TINY, -Infinity, Infinity], [2, Infinity, Infinity])
    expectRows("pow", [-2, Infinity, Infinity], [2, -Infinity, 0], [MAX, -Infinity, 0], [-MAX, -Infinity, 0])
  })

  test("negative bases", () => {
    expectRows("pow", [-2, 3, -8], [-2, 2, 4], [-2, -3, -0.125], [-2, 0.5, NaN], [-1, 1e300, 1], [-1, 2 ** 53 - 1, -1])
    expectRows("pow", [-1, 0.5, NaN], [-TINY, 1, -TINY], [-TINY, -1, -Infinity], [-MAX, 3, -Infinity], [-MAX, -3, -0])
    expectRows("pow", [-1, 2 ** 53, 1], [-1, -(2 ** 64), 1], [-3, 1.5, NaN], [-3, TINY, NaN])
  })

  test("overflow, underflow and results at the ends of the range", () => {
    expectRows("pow", [2, 1023, 2 ** 1023], [2, 1024, Infinity], [2, -1074, TINY], [2, -1075, 0], [2, -1074.99, TINY])
    expectRows(
      "pow",
      [MAX, 1, MAX],
      [TINY, 1, TINY],
      [TINY, -1, Infinity],
      [2 ** -1022, 1, 2 ** -1022],
      [TINY, 0.5, 2 ** -537],
    )
    expectRows("pow", [1 + 2 ** -52, 2 ** 64, Infinity], [1 - 2 ** -53, 2 ** 64, 0], [1 + 2 ** -52, -1e300, 0])
    expectRows("pow", [0.5, 1e300, 0], [0.5, -1e300, Infinity], [3, TINY, 1], [1e-300, -TINY, 1], [-3, 1e300, Infinity])
  })

  test("exact results are exact", () => {
    for (let b = 2; b <= 40; b++) {
      let product = 1
      for (let n = 1; product * b <= 2 ** 53; n++) {
        product *= b
        expectRows("pow", [b, n, product], [product, 1 / 2, Math.sqrt(product)])
      }
    }
  })
})

describe("special values (C99 Annex F)", () => {
  test("odd functions keep the sign of zero and of subnormals", () => {
    for (const name of ["tanh", "expm1", "log1p", "sin", "atan", "sqrt"]) {
      expectRows(name, [0, 0], [-0, -0], [NaN, NaN], [TINY, name === "sqrt" ? 2 ** -537 : TINY])
    }
    for (const v of [0, TINY, 5 * TINY, 2 ** -1022, 1e-300, 0.1, 0.2, 0.4, 3, 25, Infinity]) {
      expect(math.tanh(-v)).toBe(-math.tanh(v))
      expect(math.erf(-v)).toBe(-math.erf(v))
    }
    expectRows("tanh", [5 * TINY, 5 * TINY], [1e-300, 1e-300], [22.5, 1], [Infinity, 1], [MAX, 1])
    expectRows(
      "erf",
      [0, 0],
      [-0, -0],
      [TINY, TINY],
      [8 * TINY, 9 * TINY],
      [5.99, 1],
      [6, 1],
      [Infinity, 1],
      [NaN, NaN],
    )
  })

  test("logistic keeps subnormal results and saturates at 1", () => {
    expectRows("logistic", [0, 0.5], [-0, 0.5], [Infinity, 1], [-Infinity, 0], [NaN, NaN], [40, 1], [MAX, 1], [-MAX, 0])
    expectRows("logistic", [-745, TINY], [-745.2, 0], [-746, 0], [-1e9, 0])
    expect(math.logistic(-740)).toBe(math.exp(-740))
  })

  test("exp, log and their shifted forms", () => {
    expectRows("exp", [0, 1], [-0, 1], [-Infinity, 0], [Infinity, Infinity], [NaN, NaN], [710, Infinity], [-746, 0])
    expectRows(
      "log",
      [0, -Infinity],
      [-0, -Infinity],
      [1, 0],
      [-1, NaN],
      [Infinity, Infinity],
      [NaN, NaN],
      [-TINY, NaN],
    )
    expectRows("expm1", [-Infinity, -1], [Infinity, Infinity], [710, Infinity], [-800, -1])
    expectRows("log1p", [-1, -Infinity], [-1.5, NaN], [Infinity, Infinity])
  })

  test("sin, cos, atan, sqrt", () => {
    expectRows("sin", [Infinity, NaN], [-Infinity, NaN])
    expectRows("cos", [0, 1], [-0, 1], [Infinity, NaN], [-Infinity, NaN], [NaN, NaN])
    expectRows("atan", [Infinity, Math.PI / 2], [-Infinity, -Math.PI / 2])
    expectRows("sqrt", [4, 2], [-1, NaN], [Infinity, Infinity], [-Infinity, NaN])
  })
})

describe("rounding", () => {
  test("roundHalfEven sends ties to even and keeps the sign of zero", () => {
    expectRows(
      "roundHalfEven",
      [0.5, 0],
      [1.5, 2],
      [2.5, 2],
      [3.5, 4],
      [-0.5, -0],
      [-1.5, -2],
      [-2.5, -2],
      [0, 0],
      [-0, -0],
    )
    expectRows(
      "roundHalfEven",
      [0.5 + 2 ** -53, 1],
      [0.5 - 2 ** -54, 0],
      [-(0.5 - 2 ** -54), -0],
      [TINY, 0],
      [-TINY, -0],
    )
    expectRows("roundHalfEven", [2 ** 51 + 0.5, 2 ** 51], [2 ** 51 + 1.5, 2 ** 51 + 2], [2 ** 52 - 0.5, 2 ** 52])
    expectRows("roundHalfEven", [2 ** 52 + 1, 2 ** 52 + 1], [-(2 ** 53) + 1, -(2 ** 53) + 1], [MAX, MAX], [-MAX, -MAX])
    expectRows("roundHalfEven", [Infinity, Infinity], [-Infinity, -Infinity], [NaN, NaN])
  })

  test("sign of zeros and NaN", () => {
    expectRows("sign", [0, 0], [-0, -0], [NaN, NaN], [TINY, 1], [-TINY, -1], [Infinity, 1], [-Infinity, -1], [2.5, 1])
  })
})
