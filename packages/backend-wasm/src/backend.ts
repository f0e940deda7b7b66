import {
  type Aval,
  type DType,
  dtypes,
  fail,
  foldConstants,
  type NDArray,
  type Program,
  removeDead,
  type Shape,
  type SyncBackend,
} from "@gradual/core"
import { WasmArray } from "./array.ts"
import { code } from "./encode/code.ts"
import type { Instruction } from "./encode/instructions.ts"
import { encodeModule } from "./encode/module.ts"
import { executable, type Machine, mostAddresses, upload } from "./executable.ts"
import { host } from "./host.ts"
import { linkAll } from "./link.ts"
import { heap } from "./memory.ts"
import { bytesOf } from "./plan/storage.ts"

/** {@link wasm}'s backend: also makes arrays in its memory, to be filled without a copy. */
export interface WasmBackend extends SyncBackend<WasmArray> {
  /** An array in the memory. What is in it is left over: fill its `data`. */
  create(dtype: DType, shape: Shape): WasmArray
}

/**
 * Gradual in WebAssembly: every program becomes a module of fused loops over vectors when it is compiled.
 *
 * @throws GradualError `UNSUPPORTED` where the host has no WebAssembly with vectors, or may not compile it.
 * @example
 * ```ts
 * import { compile, mean, valueAndGrad } from "@gradual/core"
 * import { wasm } from "@gradual/backend-wasm"
 * import { gradual } from "@gradual/operators"
 * const f = compile.sync(wasm(), valueAndGrad((values, p) => mean(gradual(values, p))))
 * const [loss, slope] = f([0.2, 0.4, 0.6, 0.8], 3)
 * console.log(loss.data[0], slope.data) // 0.32, [0.03, 0.12, 0.27, 0.03]
 * ```
 */
export function wasm(): WasmBackend {
  const relaxed = hasRelaxed()
  const own = heap()
  return backendOn({ heap: own, relaxed, mostParts: 1, link: linkAll(own) }, "wasm")
}

/** The backend on a machine. */
export function backendOn(machine: Machine, name: string): WasmBackend {
  const own = machine.heap
  const read = ({ dtype, shape, data }: WasmArray) => ({ dtype, shape, data: data.slice() }) as NDArray
  const compute = ({ outputs, ...program }: Program): readonly NDArray[] => {
    if (outputs.length === 0) return []
    const some = outputs.slice(0, mostAddresses)
    const compiled = executable(machine, removeDead({ ...program, outputs: some }))
    const arrays = compiled.run([])
    const values = arrays.map(read)
    for (const owned of [...arrays, compiled]) owned.dispose()
    return [...values, ...compute({ ...program, outputs: outputs.slice(some.length) })]
  }
  return {
    specVersion: 1,
    name,
    capabilities: {
      dtypes,
      headroom: false, // functions of float32 are nearly correctly rounded as it is
      sync: true,
      subnormals: "keep",
      signedZero: true,
      nonFinite: "ieee",
      accuracy: "ieee",
    },
    fused: new Set(),
    compile: (program) => {
      const isConstant = program.inputs.length === 0
      return executable(machine, isConstant ? program : foldConstants(program, compute))
    },
    upload: (value) => new WasmArray(own, value, upload(own, value)),
    read,
    dispose: (array) => array.dispose(),
    typeOf: (value): Aval | undefined => {
      if (!(value instanceof WasmArray) || !value.isIn(own)) return undefined
      return value.block && { dtype: value.dtype, shape: value.shape }
    },
    create: (dtype, shape) => new WasmArray(own, { dtype, shape }, own.lend(bytesOf({ dtype, shape }))),
  }
}

/** Whether the host has relaxed instructions. @throws GradualError `UNSUPPORTED` where it has no vectors. */
export function hasRelaxed(): boolean {
  if (!accepts("f64x2.nearest", 1))
    throw fail("UNSUPPORTED", "wasm", "WebAssembly with vectors (SIMD) is needed", "a host without")
  return accepts("f64x2.relaxed_madd", 3)
}

/** Whether the host takes functions with an instruction on vectors. */
function accepts(name: Instruction, operands: number): boolean {
  const test = code(Array.from({ length: operands }, () => "v128"))
  test.op(name, test.parameters)
  const parameters = test.parameters.map(({ type }) => type)
  const bytes = encodeModule([], [{ name: "test", parameters, results: [], body: test.finish() }])
  return host()?.validate(bytes) === true
}
