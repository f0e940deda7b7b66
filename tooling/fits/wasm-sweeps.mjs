// Runs functions of float32 in WebAssembly on all numbers, or on every so many, beside the float64 functions of backend-js.
import { Tally } from "./ulps.mjs"

export const names = ["exp", "expm1", "log", "log1p", "pow", "tanh", "logistic", "erf", "sin", "cos", "sqrt"]

/** Sines and cosines beyond 2²⁰ are the host's, the truth's too: all there is to err in is the rounding. */
const angles = { names: ["sin", "cos"], largest: 2 ** 20, every: 61 }

const bitsOf = (x) => new Uint32Array(Float32Array.of(x).buffer)[0]
const positive = [
  0,
  2 ** -149,
  2 ** -126 - 2 ** -149,
  2 ** -126,
  2 ** -24,
  2 ** -23,
  0.5,
  1 - 2 ** -24,
  1,
  1 + 2 ** -23,
]
const special = [...positive, 1.5, 2, 3, 4, 2 ** 23 + 1, 2 ** 24 - 1, 2 ** 24, (2 - 2 ** -23) * 2 ** 127, Infinity, NaN]
const specials = [...special, ...special.map((x) => -x)]
/** Exponents whose powers are taken of numbers of all sizes, with their negatives. */
const exponents = [
  ...[0, 2 ** -149, 2 ** -24, 2 ** -23, 2 ** -20, 0.001, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.9, 1 - 2 ** -24, 1],
  ...[1 + 2 ** -23, 1.1, 1.5, 2, 2.2, 2.5, 3, Math.E, 3.5, 4, 5, 7, 10, 19, 33.3, 100, 127, 1000, 1e5, 2 ** 23 + 1],
  ...[2 ** 24, 1e10, Infinity],
].flatMap((p) => [Math.fround(p), Math.fround(-p)])

/** The bit patterns of all numbers, as ranges of which every so many are taken. */
function ranges(name, every, beyond) {
  const isAngle = angles.names.includes(name)
  const far = isAngle ? [[bitsOf(angles.largest), Math.max(beyond, every * angles.every)]] : []
  const steps = [[0, beyond], [bitsOf(2 ** -27), every], [bitsOf(2 ** 7), beyond], ...far]
  return [0, 2 ** 31].flatMap((sign) =>
    steps.map(([from, step], i) => ({ from: sign + from, to: sign + (steps[i + 1]?.[0] ?? 2 ** 31), step })),
  )
}

/** Fills blocks with those numbers, until all are taken; `fill` gets the bits of a block and says how many it filled. */
function* patterns(list, size) {
  for (const { from, to, step } of list)
    for (let start = from; start < to; start += size * step) {
      const count = Math.min(size, Math.ceil((to - start) / step))
      yield (bits) => {
        for (let i = 0; i < count; i++) bits[i] = start + i * step
        return count
      }
    }
}

/** The points of a sequence that fills the square evenly: the multiples of the plastic number's powers. */
const [stride, otherStride] = [0.7548776662466927, 0.5698402909980532]

/** Pairs (x, p) with p of all sizes up to 2²⁴ and either sign, and x^p evenly from 2⁻¹⁵² to 2¹⁵². */
function fillPairs(first, x, p) {
  for (let i = 0; i < x.length; i++) {
    const size = 2 ** (48 * (((first + i) * stride) % 1) - 24)
    const log = 304 * (((first + i) * otherStride) % 1) - 152
    p[i] = i % 2 === 0 ? size : -size
    x[i] = 2 ** (log / Math.max(size, 1))
  }
}

/** What runs a function on all its numbers, in blocks, and gives its tally. Needs the packages as they are built. */
export async function sweeps() {
  const [core, { wasm }, { math }] = await Promise.all(
    ["core", "backend-wasm", "backend-js"].map((name) => import(`../../packages/${name}/dist/index.js`)),
  )
  const backend = wasm()
  const size = 2 ** 18
  const [x, p] = [0, 1].map(() => backend.create("float32", [size]))
  const truths = new Float64Array(size)
  const take = (tally, y, inputs, count) => {
    tally.add(inputs, y.data, truths, count)
    y.dispose()
  }

  function unary(name, { every, beyond }, progress) {
    const f = compileOf((v) => core[name](v))
    const truth = math[name]
    const tally = new Tally()
    const run = (count) => {
      const xs = x.data
      for (let i = 0; i < count; i++) truths[i] = truth(xs[i])
      take(tally, f(x), [xs], count)
    }
    x.data.set(specials)
    run(specials.length)
    const list = ranges(name, every, beyond)
    const total = list.reduce((sum, { from, to, step }) => sum + (to - from) / step, 0)
    for (const fill of patterns(list, size)) {
      run(fill(new Uint32Array(x.data.buffer, x.data.byteOffset, size)))
      progress(tally.count / total)
    }
    return tally
  }

  function pow({ every }, progress) {
    const f = compileOf((v, q) => core.pow(v, q))
    const tally = new Tally()
    const run = (q, count) => {
      const [xs, ps] = [x.data, p.data]
      for (let i = 0; i < count; i++) truths[i] = math.pow(xs[i], ps[i])
      take(tally, f(x, q), [xs, ps], count)
    }
    for (const one of specials) {
      x.data.set(specials)
      p.data.fill(one)
      run(p, specials.length)
    }
    const pairs = 1e8 / every
    const total = pairs + (exponents.length * 2 ** 32) / (2003 * every)
    for (const one of exponents) {
      p.data.fill(one)
      const scalar = backend.upload({ dtype: "float32", shape: [], data: Float32Array.of(one) })
      for (const fill of patterns([{ from: 0, to: 2 ** 32, step: 2003 * every }], size)) {
        run(scalar, fill(new Uint32Array(x.data.buffer, x.data.byteOffset, size)))
        progress(tally.count / total)
      }
      scalar.dispose()
    }
    for (let first = 0; first < pairs; first += size) {
      fillPairs(first, x.data, p.data)
      run(p, size)
      progress(tally.count / total)
    }
    return tally
  }

  const compileOf = (fn) => core.compile.sync(backend, fn)
  return (name, steps, progress) => (name === "pow" ? pow(steps, progress) : unary(name, steps, progress))
}
