import { fileURLToPath } from "node:url"
import { type Formulas, type Kind, LeftOut, peersOf, type Ready } from "../contender.ts"
import type { Problem } from "../problem.ts"
import type { Loss, WorkloadName } from "../workloads.ts"
import { type Python, startPython } from "./python.ts"

const script = fileURLToPath(new URL("../../python/peer.py", import.meta.url))

/** The names of the formulas in `python/formulas.py`. */
const variants: Readonly<Record<WorkloadName, Formulas<string>>> = {
  gradual: { posted: "posted", shared: "shared" },
  scaledSoftmax: { posted: "posted" },
  powerNormalize: { posted: "posted", shared: "shared" },
  crossEntropy: { posted: "posted" },
}

/** PyTorch in a process of its own, which is started when it is first needed. */
export interface PyTorch {
  readonly kind: Kind
  close(): Promise<void>
}

/** PyTorch with one thread, where there is a python3 that has it. */
export function pytorch(): PyTorch {
  let started: Promise<Python> | undefined
  let made = 0
  return {
    kind: ({ name, loss }) =>
      peersOf("pytorch", variants[name], async (variant, problem) => {
        started ??= start()
        return await prepare(await started, made++, { workload: name, variant, loss }, problem)
      }),
    close: async () => {
      await (await started?.catch(() => undefined))?.close()
    },
  }
}

/** The first python3 that has PyTorch: that of the path need not be Debian's, for which Debian's packages are. */
async function start(): Promise<Python> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const found = await startPython(python, script).catch(() => undefined)
    if (found !== undefined) return found
  }
  throw new LeftOut(
    "there is no python3 with torch here (pip install torch, or on Debian: apt-get install python3-torch)",
  )
}

interface Chosen {
  readonly workload: WorkloadName
  readonly variant: string
  readonly loss: Loss
}

async function prepare(
  python: Python,
  id: number,
  chosen: Chosen,
  { shape, values, p, extra }: Problem,
): Promise<Ready> {
  const arrays = [{ dtype: "float32", shape, data: values }, ...extra]
  const specs = arrays.map(({ dtype, shape: own, data }) => [dtype, own, data.byteLength])
  await python.ask(
    { task: "prepare", id, problem: { ...chosen, p }, arrays: specs },
    arrays.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  )
  return {
    time: async (calls) => Number((await python.ask({ task: "time", id, calls })).answer.seconds) * 1000,
    run: async () => {
      const { answer, data } = await python.ask({ task: "run", id })
      return { value: Number(answer.value), gradient: new Float32Array(data.buffer) }
    },
    outputs: async () => new Float32Array((await python.ask({ task: "outputs", id })).data.buffer),
    dispose: async () => void (await python.ask({ task: "drop", id })),
  }
}
