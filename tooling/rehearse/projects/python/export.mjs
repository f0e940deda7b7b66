// Writes `gradual` with its gradients as an ONNX model of the opset that is given.
import { writeFileSync } from "node:fs"
import { mean } from "@gradual/core"
import { toOnnx } from "@gradual/onnx"
import { gradual } from "@gradual/operators"

const inputs = { values: { shape: [1, 4] }, p: { shape: [] } }
const options = { opset: Number(process.argv[2]), gradients: ["values", "p"], dynamicAxes: { values: { 0: "batch" } } }
writeFileSync(
  "gradual.onnx",
  toOnnx((values, p) => mean(gradual(values, p)), inputs, options),
)
