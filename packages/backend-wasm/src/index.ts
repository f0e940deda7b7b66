export { WasmArray } from "./array.ts"
export { wasm, type WasmBackend } from "./backend.ts"
