import type { Backend, Capabilities, DType, NDArray, Program, SyncBackend } from "@gradual/core"
import { device, Handle } from "../device.ts"
import { each, pairs, withKernels } from "./kernels.ts"

// Runtimes with one bug each in what they do with programs and handles, and backends that claim what is not so.

/** A backend of which only the seam is known. */
type AnyBackend = Backend<unknown>

/** A backend with a bug, with the count of its handles where it has them. */
interface Broken {
  readonly backend: AnyBackend
  handles?(): number
}
/** A bug, the case or probe that must catch it, and the backend that has it. */
type Mutant = readonly [bug: string, caughtBy: string, make: () => Broken]

type Run = (inputs: readonly Handle[]) => readonly Handle[] | Promise<readonly Handle[]>

/** A device that runs its programs in another way. */
function running(change: (run: (inputs: readonly Handle[]) => readonly Handle[], program: Program) => Run): Mutant[2] {
  return () => {
    const { backend, handles } = device()
    const compile = (program: Program) => {
      const { run, dispose } = backend.compile(program)
      return { run: change(run, program), dispose }
    }
    return { backend: { ...backend, compile } as AnyBackend, handles }
  }
}

/** A device that changes what is uploaded to it. */
function uploading(dtype: DType, change: (x: number) => number): Mutant[2] {
  return () => {
    const { backend, handles } = device()
    const upload = (value: NDArray) =>
      backend.upload(value.dtype === dtype ? ({ ...value, data: value.data.map(change) } as NDArray) : value)
    return { backend: { ...backend, upload } as AnyBackend, handles }
  }
}

/** The js backend with other kernels, which still claims what it did. */
function computing(...mutation: Parameters<typeof withKernels>): Mutant[2] {
  return () => ({ backend: withKernels(...mutation) as AnyBackend })
}

/** The js backend with other claims. */
function claiming(changes: Partial<Capabilities>): Mutant[2] {
  return () => {
    const backend = withKernels({})
    return { backend: { ...backend, capabilities: { ...backend.capabilities, ...changes } } as AnyBackend }
  }
}

/** A device with another member. */
function having(changes: (backend: SyncBackend<Handle>) => Partial<Backend<Handle>>): Mutant[2] {
  return () => {
    const { backend, handles } = device()
    return { backend: { ...backend, ...changes(backend) } as AnyBackend, handles }
  }
}

/** A runtime that computes two neighbouring ops as one, which is not rounded in between. */
function fusing(first: string, compute: (a: number, b: number) => number): Mutant[2] {
  return running((run, { equations }) => (inputs) => {
    const outputs = run(inputs)
    const isPair = equations.length === 2 && equations[0]?.op.name === first && equations[1]?.op.name === "sub"
    const [a, b] = inputs.map((input) => input.value?.data[0] as number) as [number, number]
    if (isPair) outputs[0]?.value?.data.fill(compute(a, b))
    return outputs
  })
}

const isLost = (x: number): boolean => Math.abs(x) < 2 ** -126

export const runtimeMutants: readonly Mutant[] = [
  // handles
  [
    "an output is the input",
    "probe/outputs-are-own",
    running((run, { inputs: given, outputs: wanted }) => (inputs) => {
      const outputs = run(inputs)
      return outputs.map((output, i) => (wanted[i] === given[0] ? (inputs[0] as Handle) : output))
    }),
  ],
  [
    "two outputs are one",
    "probe/outputs-are-own",
    running((run, { outputs: wanted }) => (inputs) => {
      const outputs = run(inputs)
      return outputs.map((_, i) => outputs[wanted.indexOf(wanted[i] as (typeof wanted)[number])] as Handle)
    }),
  ],
  [
    "results go with their program",
    "probe/outputs-are-own",
    having((backend) => ({
      compile: (program) => {
        const { run } = backend.compile(program)
        const made: Handle[] = []
        const keeping = (inputs: readonly Handle[]) => {
          const outputs = run(inputs)
          made.push(...outputs)
          return outputs
        }
        return { run: keeping, dispose: () => made.filter(({ value }) => value).forEach(backend.dispose) }
      },
    })),
  ],
  [
    "a run frees its inputs",
    "probe/inputs-stay",
    running((run) => (inputs) => {
      const outputs = run(inputs)
      for (const input of inputs) input.value = undefined
      return outputs
    }),
  ],
  [
    "exp computes in place",
    "exp/points-f32",
    running((run) => (inputs) => {
      const outputs = run(inputs)
      inputs[0]?.value?.data.set(outputs[0]?.value?.data ?? [])
      return outputs
    }),
  ],
  [
    "intermediate results are left over",
    "exp/points-f32",
    having((backend) => ({
      compile: (program) => {
        const { run, dispose } = backend.compile(program)
        const leaking = (inputs: readonly Handle[]) => {
          backend.upload({ dtype: "float32", shape: [], data: new Float32Array(1) })
          return run(inputs)
        }
        return { run: leaking, dispose }
      },
    })),
  ],
  [
    "constants are left over",
    "mean/all-f32",
    having((backend) => ({
      compile: (program) => {
        backend.upload({ dtype: "float32", shape: [], data: new Float32Array(1) })
        return backend.compile(program)
      },
    })),
  ],
  [
    "runs share where they put their inputs",
    "probe/runs-overlap",
    () => {
      const { backend, handles } = device()
      const compile = (program: Program) => {
        const { run, dispose } = backend.compile(program)
        let bound: readonly Handle[] = []
        const late = async (inputs: readonly Handle[]) => {
          bound = inputs
          await Promise.resolve()
          return run(bound)
        }
        return { run: late, dispose }
      }
      const capabilities = { ...backend.capabilities, sync: false }
      return { backend: { ...backend, capabilities, compile } as AnyBackend, handles }
    },
  ],
  ["sync, with promises", "probe/sync", running((run) => async (inputs) => run(inputs))],
  [
    "a handle that knows only its size",
    "probe/handles-are-typed",
    having(() => ({
      typeOf: (value) =>
        value instanceof Handle ? { ...value.aval, shape: [value.value?.data.length as number] } : undefined,
    })),
  ],
  [
    "lists on the host taken for handles",
    "probe/handles-are-typed",
    having((backend) => ({
      typeOf: (value) => (Array.isArray(value) ? { dtype: "float32", shape: [value.length] } : backend.typeOf(value)),
    })),
  ],
  ["a kernel for what is no composite", "probe/fused-are-composites", having(() => ({ fused: new Set(["softMax"]) }))],

  // transfer
  ["subnormals lost on the way", "probe/subnormal-kept", uploading("float32", (x) => (isLost(x) ? 0 : x))],
  ["−0 lost on the way", "probe/negative-zero-kept", uploading("float32", (x) => x + 0)],
  [
    "infinities clamped on the way",
    "probe/non-finite-kept",
    uploading("float32", (x) => (Number.isFinite(x) ? x : 3.4028234663852886e38)),
  ],
  [
    "values in half precision",
    "add/points-f32",
    uploading("float32", (x) => Math.fround(x * 8193) - Math.fround(x * 8192)),
  ],
  ["int32 as float32", "probe/int32-exact", uploading("int32", Math.fround)],
  ["float64 as float32", "probe/float64-kept", uploading("float64", Math.fround)],

  // claims
  ["headroom without float64", "probe/headroom", claiming({ dtypes: ["bool", "int32", "float32"] })],
  [
    "float64 with functions in float32",
    "probe/float64-functions",
    computing({ exp: each((x) => Math.fround(Math.exp(x))) }),
  ],
  ["products flushed", "probe/subnormal-made", computing({ mul: pairs((a, b) => (isLost(a * b) ? 0 : a * b)) })],
  [
    "subnormals equal to 0",
    "probe/subnormal-is-not-zero",
    computing({ eq: pairs((a, b) => Number(a === b || (isLost(a) && isLost(b)))) }),
  ],
  ["−0 · 1 = 0", "probe/negative-zero-product", computing({ mul: pairs((a, b) => a * b + 0) })],
  ["−x as 0 − x", "probe/negative-zero-made", computing({ neg: each((x) => 0 - x) })],
  ["NaN = NaN", "probe/nan-not-equal", computing({ eq: pairs((a, b) => Number(!(a < b || a > b))) })],
  ["max(1, NaN) = 1", "probe/nan-maximum", computing({ maximum: pairs((a, b) => (b > a ? b : a)) })],
  ["0/0 = 1", "probe/zero-over-zero", computing({ div: pairs((a, b) => (a === b ? 1 : a / b)) })],
  ["∞ − ∞ = 0", "probe/infinity-minus-infinity", computing({ sub: pairs((a, b) => (a === b ? 0 : a - b)) })],
  ["log 0 finite", "probe/log-of-zero", computing({ log: each((x) => (x === 0 ? -88.03 : Math.log(x))) })],
  ["log(−1) = 0", "probe/log-of-negative", computing({ log: each((x) => (x < 0 ? 0 : Math.log(x))) })],
  ["exp never infinite", "probe/overflow", computing({ exp: each((x) => Math.min(Math.exp(x), 3.4e38)) })],
  [
    "exp that overflows early",
    "probe/exp-below-overflow",
    computing({ exp: each((x) => (x > 88.4 ? Number.POSITIVE_INFINITY : Math.exp(x))) }),
  ],
  ["products and sums fused", "probe/products-rounded", fusing("mul", (a, b) => a * a - b)],
  ["sums in excess precision", "probe/sums-rounded", fusing("add", (_, b) => b)],
  [
    "division by the reciprocal",
    "probe/quotients-rounded",
    computing({ div: pairs((a, b) => a * Math.fround(1 / b)) }),
  ],
  [
    "int32 saturates",
    "probe/int32-wraps",
    computing({ add: pairs((a, b) => Math.max(-(2 ** 31), Math.min(a + b, 2 ** 31 - 1))) }),
  ],
  ["int32 multiplied in float32", "probe/int32-product-wraps", computing({ mul: pairs((a, b) => Math.fround(a * b)) })],
  ["true as 255", "probe/bool", computing({ not: each((x) => (x === 0 ? 255 : 0)) })],
]
