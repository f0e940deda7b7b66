import { afterEach, expect, test, vi } from "vitest"
import { wasm } from "../src/index.ts"

afterEach(() => vi.unstubAllGlobals())

test.each([
  ["without WebAssembly", undefined],
  ["without vectors", { validate: () => false }],
])("a host %s is refused with the reason", (_, host) => {
  vi.stubGlobal("WebAssembly", host)
  expect(() => wasm()).toThrow("wasm: WebAssembly with vectors (SIMD) is needed. Received: a host without.")
})
