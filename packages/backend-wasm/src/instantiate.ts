import { math } from "@gradual/backend-js"
import { hostFunctions } from "./emit/function.ts"
import { type Exported, host, type Memory } from "./host.ts"
import { refuseIndex } from "./routines/indexing.ts"

/** The functions of a module on a memory, by their names. */
export function instantiate(
  module: Uint8Array<ArrayBuffer>,
  memory: Pick<Memory, "buffer">,
): Readonly<Record<string, Exported>> {
  const { Module, Instance } = host()!
  const functions = Object.fromEntries(hostFunctions.map((name) => [name, math[name]]))
  return new Instance(new Module(module), { host: { memory, refuse: refuseIndex, ...functions } }).exports
}
