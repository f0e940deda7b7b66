import {
  abs,
  add,
  cumprod,
  div,
  eq,
  erf,
  exp,
  expm1,
  log,
  logSumExp,
  logistic,
  max,
  maximum,
  mul,
  neg,
  ones,
  pow,
  prod,
  round,
  scatterAddAlongAxis,
  sign,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  takeAlongAxis,
  tanh,
  type Tensor,
  type TensorLike,
  where,
  withGradient,
} from "@gradual/core"

// Functions with a bug each in their gradient, most of them bugs that autodiff engines have or had. The value is right.

type Attrs = Readonly<Record<string, unknown>>
/** A bug, the case that must catch it, the function that the case asks for, and what stands in its place. */
type Mutant = readonly [bug: string, caughtBy: string, fn: (inputs: readonly TensorLike[], attrs: Attrs) => Tensor]

/** One tensor, with another rule. */
function unary(
  value: (x: TensorLike, attrs: Attrs) => Tensor,
  rule: (dy: Tensor, y: Tensor, x: Tensor, attrs: Attrs) => Tensor,
): Mutant[2] {
  return ([x], attrs) =>
    withGradient(
      (at: Tensor) => value(at, attrs),
      (dy, y, [at]) => [rule(dy, y, at, attrs)],
    )(x as TensorLike)
}

/** Two tensors, with other rules. */
function binary(
  value: (a: TensorLike, b: TensorLike) => Tensor,
  rule: (dy: Tensor, y: Tensor, a: Tensor, b: Tensor) => readonly [Tensor, Tensor],
): Mutant[2] {
  return ([a, b]) =>
    withGradient(
      (x: Tensor, y: Tensor) => value(x, y),
      (dy, y, [x, p]) => rule(dy, y, x, p),
    )(a as TensorLike, b as TensorLike)
}

const all = (x: Tensor, like: Tensor): Tensor => mul(x, ones({ shape: like.shape }))
const isTop = (x: Tensor) => eq(x, max(x))

export const gradientMutants: readonly Mutant[] = [
  [
    "max gives every tie all",
    "max/tie-f32",
    unary(
      (x) => max(x),
      (dy, _, x) => where(isTop(x), dy, 0),
    ),
  ],
  [
    "max' ignores its cotangent",
    "max/all-f32",
    unary(
      (x) => max(x),
      (_, __, x) => where(isTop(x), 1, 0),
    ),
  ],
  [
    "maximum gives the first of ties all",
    "maximum/tie-f32",
    binary(maximum, (dy, y, a, b) => [where(eq(a, y), dy, 0), where(eq(a, y), 0, all(dy, b))]),
  ],
  [
    "where' multiplies by the mask",
    "where/cotangent-nan-f32",
    ([c, a, b]) =>
      withGradient(
        (x: Tensor, y: Tensor) => where(c as TensorLike, x, y),
        (dy) => [mul(dy, where(c as TensorLike, 1, 0)), mul(dy, where(c as TensorLike, 0, 1))],
      )(a as TensorLike, b as TensorLike),
  ],
  [
    "expm1' = y + 1",
    "expm1/points-f32",
    unary(
      (x) => expm1(x),
      (dy, y) => mul(dy, add(y, 1)),
    ),
  ],
  [
    "exp' forgets dy",
    "exp/points-f32",
    unary(
      (x) => exp(x),
      (_, y) => y,
    ),
  ],
  [
    "sigmoid' = y (1 − y)",
    "logistic/points-f32",
    unary(
      (x) => logistic(x),
      (dy, y) => mul(dy, mul(y, sub(1, y))),
    ),
  ],
  [
    "tanh' = 1 − y²",
    "tanh/points-f32",
    unary(
      (x) => tanh(x),
      (dy, y) => mul(dy, sub(1, square(y))),
    ),
  ],
  [
    "erf' = 2/√π e^(x²)",
    "erf/points-f32",
    unary(
      (x) => erf(x),
      (dy, _, x) => mul(dy, mul(2 / Math.sqrt(Math.PI), exp(square(x)))),
    ),
  ],
  [
    "sqrt' = 1/y",
    "sqrt/points-f32",
    unary(
      (x) => sqrt(x),
      (dy, y) => div(dy, y),
    ),
  ],
  [
    "abs'(0) = −1",
    "abs/edges-f32",
    unary(
      (x) => abs(x),
      (dy, _, x) => mul(dy, where(eq(x, 0), -1, sign(x))),
    ),
  ],
  [
    "a step passes its cotangent through",
    "round/points-f32",
    unary(
      (x) => round(x),
      (dy) => dy,
    ),
  ],
  [
    "prod' by division",
    "prod/zero-f32",
    unary(
      (x) => prod(x),
      (dy, y, x) => mul(dy, div(y, x)),
    ),
  ],
  [
    "cumprod' is 0 from the first 0 on",
    "cumprod/zero-f32",
    unary(
      (x) => cumprod(x),
      (dy, y, x) => mul(dy, where(eq(x, 0), 0, div(y, x))),
    ),
  ],
  [
    "div' squares the divisor",
    "div/points-f32",
    binary(div, (dy, _, a, b) => [div(dy, b), neg(div(mul(dy, a), mul(b, b)))]),
  ],
  [
    "pow' in x is NaN at 0",
    "pow/zero-zero-f32",
    binary(pow, (dy, y, x, p) => [
      mul(dy, mul(p, pow(x, sub(p, 1)))),
      mul(dy, where(eq(x, 0), 0, mul(y, log(where(eq(x, 0), 1, x))))),
    ]),
  ],
  [
    "pow' in p is NaN at 0",
    "pow/zero-two-f32",
    binary(pow, (dy, y, x, p) => [mul(dy, mul(p, pow(x, sub(p, 1)))), mul(dy, mul(y, log(x)))]),
  ],
  [
    "logSumExp' = e^(x − y)",
    "logSumExp/offset-f32",
    unary(
      (x) => logSumExp(x),
      (dy, y, x) => mul(dy, exp(sub(x, y))),
    ),
  ],
  [
    "softmax' without the mean",
    "softmax/n5-f32",
    unary(
      (x) => softmax(x),
      (dy, y) => mul(dy, y),
    ),
  ],
  [
    "a broadcast's cotangent is not summed",
    "add/broadcast-row-f32",
    binary(add, (dy, _, a, b) => {
      const first = (like: Tensor) =>
        like.shape.length < dy.shape.length
          ? slice(dy, { start: dy.shape.map(() => 0), end: [1, ...dy.shape.slice(1)] })
          : dy
      return [first(a), first(b)]
    }),
  ],
  [
    "gather' averages over equal indices",
    "takeAlongAxis/repeated-f32",
    ([x, indices]) =>
      withGradient(
        (values: Tensor) => takeAlongAxis(values, indices as TensorLike),
        (dy, _, [values]) => {
          const length = values.shape.at(-1) as number
          const counts = scatterAddAlongAxis(ones({ shape: dy.shape }), indices as TensorLike, { size: length })
          const added = scatterAddAlongAxis(dy, indices as TensorLike, { size: length })
          return [div(added, where(eq(counts, 0), 1, counts))]
        },
      )(x as TensorLike),
  ],
  [
    "gradual as it was posted",
    "gradual/small-p2-f32",
    ([v, p]) => {
      const [values, to] = [v as TensorLike, p as TensorLike]
      const top = eq(values, max(values, { axis: -1, keepDims: true }))
      return where(top, sub(1, pow(sub(1, values), to)), pow(values, to))
    },
  ],
  [
    "sum' divides by the number of terms",
    "sum/all-f32",
    unary(
      (x) => sum(x),
      (dy, _, x) =>
        all(
          div(
            dy,
            x.shape.reduce((n, k) => n * k, 1),
          ),
          x,
        ),
    ),
  ],
]
