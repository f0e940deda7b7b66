// Everything whose declarations need nothing but our own packages: these are checked, too.
import { js } from "@gradual/backend-js"
import { type WasmArray, wasm } from "@gradual/backend-wasm"
import { threadedWasm } from "@gradual/backend-wasm/threads"
import { main } from "@gradual/cli"
import { type Report, runConformance } from "@gradual/conformance"
import { type Backend, compile, grad, type Kernels, mean, type NDArray, type Tensor, valueAndGrad } from "@gradual/core"
import { toOnnx } from "@gradual/onnx"
import { catalogue, gradual } from "@gradual/operators"
import { sweepFigure } from "@gradual/plot"

const loss = (values: Tensor, p: Tensor): Tensor => mean(gradual(values, p))
const [value, slope] = compile.sync(js(), valueAndGrad(loss))([0.2, 0.4], 3)
export const numbers: readonly [number, number] = [value.data[0] ?? 0, slope.data[1] ?? 0]
export const home: NDArray = js().read(slope)
export const onDevice: WasmArray = compile.sync(wasm(), grad(loss))([0.2, 0.4], 3)
export const threads: Promise<Backend<WasmArray>> = threadedWasm({ threads: 2 })
export const model: Uint8Array = toOnnx(loss, { values: { shape: [4] }, p: { shape: [] } })
export const svg: string = sweepFigure({ operators: [catalogue.gradual], values: [0.2, 0.8], p: [1, 9] }).toSvg()
export const report: Promise<Report> = runConformance(js())
export const command: Promise<number> | undefined = typeof main === "function" ? undefined : main

// what must not compile
// @ts-expect-error a table of kernels is total
export const kernels: Kernels<string> = {}
// @ts-expect-error there is no such operator
catalogue.softArgmin
// @ts-expect-error a shape is a list
toOnnx(loss, { values: { shape: 4 }, p: { shape: [] } })
