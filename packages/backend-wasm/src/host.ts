// What this package uses of the host's WebAssembly: TypeScript has no types for it outside of browsers and Node.

export interface Memory {
  /** A SharedArrayBuffer where it is shared: views of it do the same. */
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

export type Exported = (...args: readonly number[]) => void

interface Host {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => Memory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: Readonly<Record<string, Exported>> }
  validate(bytes: Uint8Array<ArrayBuffer>): boolean
}

declare const WebAssembly: Host

/** The host's WebAssembly; undefined where it has none. */
export function host(): Host | undefined {
  return typeof WebAssembly === "object" ? WebAssembly : undefined
}
