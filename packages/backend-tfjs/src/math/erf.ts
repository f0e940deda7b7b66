import type { Handle, TensorFlow } from "../runtime.ts"
import { polynomial } from "./polynomial.ts"

/** erf(x)/x − 1 in x², on |x| < 0.93: minimax, 0.01 roundings of the result. */
const small = [
  0.12837916612625122, -0.37612631916999817, 0.11283687502145767, -0.026858940720558167, 0.005199906881898642,
  -0.0008130013011395931, 8.31677534733899e-5,
]
/** −ln(erfc x)/x − 1, on 0.93 … 3.95 where erf becomes 1: minimax, 0.05 roundings of the result. */
const large = [
  0.12851114571094513, 0.6357291340827942, 0.10524767637252808, -0.022880919277668, 0.00321214459836483,
  -0.0002136450057150796,
]

/** erf within 1.3 ulp: x + x·P(x²), and 1 − e^(−x − x·Q(x)), in which the error of the exponential hardly counts. */
export function erf(tf: TensorFlow, x: Handle): Handle {
  const size = tf.abs(x)
  const inner = tf.add(x, tf.mul(x, polynomial(tf, tf.mul(x, x), small)))
  const held = tf.minimum(size, 4)
  const outer = tf.sub(1, tf.exp(tf.neg(tf.add(held, tf.mul(held, polynomial(tf, held, large))))))
  return tf.where(tf.less(size, 0.93), inner, tf.where(tf.less(x, 0), tf.neg(outer), outer))
}
