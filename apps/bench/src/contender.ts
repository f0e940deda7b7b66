/** What every contender computes from: the same numbers for all. */
export interface Problem {
  /** At least one axis; entries of the last compete. */
  readonly shape: readonly number[]
  readonly values: Float32Array<ArrayBuffer>
  /** A float32 number, so that all contenders and the truth mean the same one. */
  readonly p: number
}

/** The mean of an operator's outputs, and the gradient of that mean in the values. */
export interface Evaluation {
  readonly value: number
  readonly gradient: Float32Array
}

/** A contender with its inputs in place and everything compiled that it compiles. */
export interface Ready {
  /** What is timed: returns when value and gradient are numbers that the caller can read. */
  run(): Evaluation | Promise<Evaluation>
  /** The operator's outputs before the mean; for measuring accuracy, never timed. */
  outputs(): Float32Array | Promise<Float32Array>
  dispose(): void
}

/** Something that computes a workload. */
export interface Contender {
  readonly name: string
  /** Not ours: a library or code that people use instead. */
  readonly peer: boolean
  prepare(problem: Problem): Ready | Promise<Ready>
}
