// What threads use of browsers and of Node. Node's modules are asked for while it runs: bundlers for browsers need not know them.

declare global {
  interface ImportMeta {
    url: string
  }
}

/** Where a file is: a URL. */
export interface Location {
  readonly href: string
}

/** Where messages of the thread that started a worker arrive. */
export interface Port {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  postMessage(message: unknown): void
}

/** A worker of a browser. */
export interface WebWorker extends Port {
  onerror: ((event: { readonly message?: string }) => void) | null
  terminate(): void
}

/** A worker of Node. */
export interface NodeWorker {
  on(event: "message" | "error" | "exit", listener: (value: unknown) => void): void
  postMessage(message: unknown): void
  ref(): void
  unref(): void
  terminate(): Promise<number>
}

interface WorkerThreads {
  readonly Worker: new (file: Location | string, options: { readonly execArgv: readonly string[] }) => NodeWorker
  readonly parentPort: Port
}

export interface Scope {
  readonly Worker?: new (file: Location, options: { readonly type: "module" }) => WebWorker
  readonly SharedArrayBuffer?: object
  readonly crossOriginIsolated?: boolean
  readonly navigator?: { readonly hardwareConcurrency?: number }
  readonly process?: { getBuiltinModule?(name: string): unknown }
}

export const scope: Scope = globalThis as Scope

const node = (name: string): unknown => scope.process?.getBuiltinModule?.(name)

/** Node's module of that name; undefined elsewhere. */
export function workerThreads(): WorkerThreads | undefined {
  return node("node:worker_threads") as WorkerThreads | undefined
}

/** Where Node finds a module that a file asks for. */
export function resolved(name: string, file: string): string {
  const { createRequire } = node("node:module") as {
    createRequire(file: string): { resolve(name: string): string }
  }
  return createRequire(file).resolve(name)
}

/** How many threads the machine runs at once. */
export function cores(): number {
  const os = node("node:os") as { availableParallelism(): number } | undefined
  return scope.navigator?.hardwareConcurrency ?? os?.availableParallelism() ?? 1
}
