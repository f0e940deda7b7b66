import { gradual } from "@gradual/operators"
import { gradualJs } from "../../contenders/backend-js.ts"
import { gradualOrt } from "../../contenders/backend-ort.ts"
import { gradualTfjs } from "../../contenders/backend-tfjs.ts"
import { gradualWasm } from "../../contenders/backend-wasm.ts"
import { loop } from "../../contenders/loop.ts"
import { ortWasm } from "../../contenders/ort-wasm.ts"
import { tfjs } from "../../contenders/tfjs.ts"
import type { Workload } from "../../workload.ts"
import { gradualLoop } from "./loop.ts"
import * as ort from "./ort.ts"
import { asPosted, shared } from "./tfjs.ts"
import { truth } from "./truth.ts"

/** `1 − (1 − v)ᵖ` at the row's maxima, `vᵖ` elsewhere. */
export const gradualWorkload: Workload = {
  name: "gradual",
  summary: "mean of gradual(values, p) along the last axis, and its gradient in the values",
  contenders: [
    gradualJs(gradual),
    gradualWasm(gradual),
    tfjs("tfjs-cpu", "cpu", asPosted),
    tfjs("tfjs-cpu-shared", "cpu", shared),
    gradualTfjs("wasm", gradual),
    tfjs("tfjs-wasm", "wasm", asPosted),
    tfjs("tfjs-wasm-shared", "wasm", shared),
    gradualOrt(gradual),
    ortWasm("ort-wasm", ort.asPosted),
    ortWasm("ort-wasm-shared", ort.shared),
    loop(gradualLoop),
  ],
  truth,
}
