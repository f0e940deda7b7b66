import type { Contender, Kind } from "./contender.ts"
import { ours } from "./ours/contenders.ts"
import { jaxJs } from "./peers/jax.ts"
import { plainJs } from "./peers/loop.ts"
import { ortWasm } from "./peers/ort.ts"
import { pytorch } from "./peers/pytorch.ts"
import { tfjs } from "./peers/tfjs.ts"
import { type Workload, workloads } from "./workloads.ts"

/** Everyone who can take part. */
export interface Contenders {
  /** Those of a workload. Ours first: others are compared with them. */
  of(workload: Workload): readonly Contender[]
  /** Ends what was started for them. */
  close(): Promise<void>
}

/** All contenders. Nothing is started before it is needed. */
export function contenders(): Contenders {
  const torch = pytorch()
  const kinds: readonly Kind[] = [ours, plainJs, ortWasm, jaxJs, tfjs("wasm"), tfjs("cpu"), torch.kind]
  return { of: (workload) => kinds.flatMap((kind) => kind(workload)), close: torch.close }
}

/** The names of all, of any workload. */
export function contenderNames(): readonly string[] {
  const all = contenders()
  return [...new Set(Object.values(workloads).flatMap((workload) => all.of(workload).map(({ name }) => name)))]
}
