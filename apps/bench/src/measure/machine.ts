import os from "node:os"
import process from "node:process"

/** Where numbers were measured; they mean nothing without it. */
export interface Machine {
  readonly node: string
  readonly v8: string
  readonly cpu: string
  readonly cores: number
  readonly platform: string
}

/** The machine that this runs on. */
export function machine(): Machine {
  const cpus = os.cpus()
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: cpus.length,
    platform: `${process.platform}-${process.arch}`,
  }
}

/** Its name: results of machines of different names are not compared. */
export function nameOf({ cpu, cores, platform }: Machine): string {
  return `${cpu}, ${cores} cores, ${platform}`
}
