export type { Place } from "./arena.ts"
export { js, kernels } from "./backend.ts"
export { broadcastStrides, joinAxes } from "./loops.ts"
export * as math from "./math/index.ts"
