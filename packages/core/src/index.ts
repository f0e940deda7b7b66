// Tensors: expressions over values
export { isTensor, type Op, type Tensor, type TensorLike, tensor } from "./tensor.ts"
export { allocate, type Data, type DataOf, type DType, dtypes, isFloat } from "./dtype.ts"
export {
  type ArrayLike,
  type Aval,
  isNDArray,
  type NDArray,
  type Nested,
  ndarray,
  toNDArray,
  toNested,
} from "./ndarray.ts"
export { broadcastShapes, normalizeAxis, reducedShape, type Shape, sameShape, sizeOf, stridesOf } from "./shape.ts"

// Ops: one kernel each in every backend
export { abs, add, ceil, div, floor, maximum, minimum, mul, neg, round, sign, sub } from "./ops/arithmetic.ts"
export { and, eq, ge, gt, le, lt, ne, not, or, where } from "./ops/compare.ts"
export { matmul } from "./ops/contract.ts"
export { cast } from "./ops/convert.ts"
export { constant, type IotaParams, iota } from "./ops/create.ts"
export { type ScatterParams, scatterAddAlongAxis, takeAlongAxis } from "./ops/indexing.ts"
export { argsort, type Sort, type SortParams, sort } from "./ops/order.ts"
export { type ArgReduce, argmax, argmin, max, min, prod, type Reduce, type ReduceOptions, sum } from "./ops/reduce.ts"
export { cumsum, type ScanParams } from "./ops/scan.ts"
export {
  type AxesParams,
  type AxisParams,
  concat,
  type PadParams,
  pad,
  reverse,
  type SliceParams,
  slice,
} from "./ops/blocks.ts"
export { broadcastTo, reshape, type ShapeParams, type TransposeParams, transpose } from "./ops/shape.ts"
export { atan, cos, erf, exp, expm1, log, log1p, logistic, pow, sin, sqrt, tanh } from "./ops/transcendental.ts"
export { type Binary, type NoParams, type OpFunction, operands, type Unary } from "./op.ts"
export { type CastParams, widen } from "./cast.ts"

// Composites: functions made of ops
export { expandDims, full, oneHot, ones, zeros } from "./composites/create.ts"
export { isNan, reciprocal, softplus, square } from "./composites/elementwise.ts"
export { type ClipParams, clip, logSumExp, softmax } from "./composites/fusable.ts"
export { all, any, logSoftmax, mean, topK } from "./composites/reduce.ts"
export { limitProduct } from "./ops/limits.ts"
export { cumprod, type ScanOptions } from "./ops/products.ts"

// Gradients
export { stopGradient, straightThrough, withGradient } from "./alias.ts"
export type { Like, TensorTree } from "./transforms/arguments.ts"
export { type GradOptions, grad, valueAndGrad } from "./transforms/grad.ts"
export { hvp, jacobian, jvp, vjp } from "./transforms/products.ts"
export type { Tree } from "./tree.ts"

// Running
export { type Compile, type Compiled, compile, type Input, type Output } from "./compile.ts"
export { type Evaluate, evaluate } from "./evaluate.ts"
export type { CompileOptions } from "./trace.ts"

// Programs
export { check } from "./program/check.ts"
export { asksForFloat64, demote } from "./program/demote.ts"
export { foldConstants } from "./program/fold.ts"
export { linearize } from "./program/linearize.ts"
export { placeholder } from "./tensor.ts"
export { print } from "./program/print.ts"
export type { Equation, Program, Var } from "./program/program.ts"
export { hasRows, type Rows, resizeRows, type Stage, splitRows } from "./program/stages.ts"
export { removeDead, removeIdentities, shareCommon, simplify, sinkBroadcasts } from "./program/simplify.ts"

// Backends
export type {
  ArithmeticKernels,
  Backend,
  BlocksKernels,
  Capabilities,
  CompareKernels,
  ContractKernels,
  ConvertKernels,
  CreateKernels,
  Executable,
  Fused,
  IndexingKernels,
  Kernel,
  Kernels,
  OpName,
  OrderKernels,
  ReduceKernels,
  ScanKernels,
  ShapeKernels,
  SyncBackend,
  SyncExecutable,
  TranscendentalKernels,
} from "./backend.ts"
export { type Interpreter, interpret, unsupported, unsupportedReason } from "./interpret.ts"

// Errors
export { type ErrorCode, fail, GradualError, show } from "./errors.ts"
