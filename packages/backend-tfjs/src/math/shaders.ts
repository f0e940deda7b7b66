import type { Handle, TensorFlow } from "../runtime.ts"
import { polynomial } from "./polynomial.ts"

// For runtimes whose elementary functions are those of shaders: exp and log are good in relative terms except where their
// result is near 0 or 1, and there is nothing beside them. Within 4 ulp of float32 where exp and log are.

/** ln x as 2·artanh((x − 1)/(x + 1)) near 1, where a shader's log has only absolute accuracy. */
export function log(tf: TensorFlow, x: Handle): Handle {
  const below = tf.sub(x, 1)
  return tf.where(tf.less(tf.abs(below), 0.5), doubleArtanh(tf, below), tf.log(x))
}

/** ln(1 + x), the same. */
export function log1p(tf: TensorFlow, x: Handle): Handle {
  return tf.where(tf.less(tf.abs(x), 0.5), doubleArtanh(tf, x), tf.log(tf.add(1, x)))
}

/** 2·artanh(x/(2 + x)) = 2s + s·(2s²/3 + 2s⁴/5 + …), s² below 1/9. */
function doubleArtanh(tf: TensorFlow, x: Handle): Handle {
  const s = tf.div(x, tf.add(2, x))
  const squared = tf.mul(s, s)
  const series = [0, 1, 2, 3, 4, 5, 6].map((k) => 2 / (2 * k + 3))
  return tf.add(tf.mul(2, s), tf.mul(s, tf.mul(squared, polynomial(tf, squared, series))))
}

/** eˣ − 1 by its series near 0. */
export function expm1(tf: TensorFlow, x: Handle): Handle {
  let factorial = 1
  const series = [2, 3, 4, 5, 6, 7, 8, 9].map((k) => {
    factorial *= k
    return 1 / factorial
  })
  const inner = tf.add(x, tf.mul(tf.mul(x, x), polynomial(tf, x, series)))
  return tf.where(tf.less(tf.abs(x), 0.5), inner, tf.sub(tf.exp(x), 1))
}

/** tanh x = −m/(2 + m) with m = e^(−2|x|) − 1. */
export function tanh(tf: TensorFlow, x: Handle): Handle {
  const m = expm1(tf, tf.mul(-2, tf.abs(x)))
  const size = tf.neg(tf.div(m, tf.add(2, m)))
  return tf.where(tf.less(x, 0), tf.neg(size), size)
}

/** xᵖ with the edges that exp2(p·log2 x) has not: bases that are zero or negative. */
export function pow(tf: TensorFlow, x: Handle, p: Handle): Handle {
  const [zero, infinite] = [tf.scalar(0), tf.scalar(Number.POSITIVE_INFINITY)]
  const isZero = tf.equal(x, 0)
  const size = tf.pow(tf.where(isZero, tf.onesLike(x), tf.abs(x)), p)
  const isOdd = tf.equal(tf.abs(tf.sub(p, tf.mul(2, tf.floor(tf.mul(p, 0.5))))), 1)
  const negative = tf.where(tf.equal(p, tf.floor(p)), tf.where(isOdd, tf.neg(size), size), tf.scalar(Number.NaN))
  const atZero = tf.where(tf.equal(p, 0), tf.scalar(1), tf.where(tf.less(p, 0), infinite, zero))
  return tf.where(isZero, atZero, tf.where(tf.less(x, 0), negative, size))
}
