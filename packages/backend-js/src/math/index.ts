export { atan, cos, exp, expm1, log, log1p, sin, sqrt } from "./host.ts"
export { pow } from "./pow.ts"
