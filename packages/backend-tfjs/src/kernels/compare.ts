import type { CompareKernels } from "@gradual/core"
import { broadcast, map, select, stretch, zipStretched } from "../elementwise.ts"
import type { Family, Handle } from "../runtime.ts"

export const compare: Family<CompareKernels<Handle>> = (runtime) => {
  const { tf } = runtime
  return {
    eq: zipStretched(runtime, tf.equal),
    ne: zipStretched(runtime, tf.notEqual),
    lt: zipStretched(runtime, tf.less),
    le: zipStretched(runtime, tf.lessEqual),
    gt: zipStretched(runtime, tf.greater),
    ge: zipStretched(runtime, tf.greaterEqual),
    and: zipStretched(runtime, tf.logicalAnd),
    or: zipStretched(runtime, tf.logicalOr),
    not: map(tf.logicalNot),
    where: (args, _, out) =>
      broadcast(tf, args, out.shape, (operands, shape) => {
        const [condition, a, b] = operands.map((operand) => stretch(runtime, operand, shape)) as [
          Handle,
          Handle,
          Handle,
        ]
        if (out.dtype !== "bool") return select(tf, condition, a, b)
        // with branches of bool wasm writes past the end of its result
        return tf.logicalOr(tf.logicalAnd(condition, a), tf.logicalAnd(tf.logicalNot(condition), b))
      }),
  }
}
