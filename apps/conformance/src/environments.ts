import type { Openers } from "./environment.ts"
import { chromiumOpeners } from "./chromium/openers.ts"
import { nodeOpeners } from "./node/openers.ts"

/** Where an environment runs. */
export type PlaceName = "node" | "chromium"

/** A backend at a place. */
export interface Environment {
  /** As on the command line: `node/tfjs-wasm`. */
  readonly id: string
  readonly place: PlaceName
  readonly backend: string
}

const at = (place: PlaceName, openers: Openers): Environment[] =>
  Object.keys(openers).map((backend) => ({ id: `${place}/${backend}`, place, backend }))

/** All of them, in the order in which they run and are shown. */
export const environments: readonly Environment[] = [...at("node", nodeOpeners), ...at("chromium", chromiumOpeners)]

/** Those that a word on the command line names: an id, a backend, or a place. */
export function environmentsOf(word: string): readonly Environment[] {
  return environments.filter(({ id, place, backend }) => [id, place, backend].includes(word))
}
