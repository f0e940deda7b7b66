import { fail, isPlain, show } from "./errors.ts"

/** A value, or lists and plain objects of values: how functions take and return several tensors. */
export type Tree<Leaf> = Leaf | readonly Tree<Leaf>[] | { readonly [key: string]: Tree<Leaf> }

/** The same tree with every leaf of type `From` (given as `Leaf`) replaced by `To`. */
export type MapTree<T, From, To> = T extends From ? To : { readonly [K in keyof T]: MapTree<T[K], From, To> }

/** Replaces every leaf. `isLeaf` decides before structure does, so a list may itself be a leaf. */
export function mapTree<Leaf, To>(
  tree: unknown,
  isLeaf: (node: unknown) => node is Leaf,
  map: (leaf: Leaf) => To,
): Tree<To> {
  if (isLeaf(tree)) return map(tree)
  if (Array.isArray(tree)) return tree.map((part) => mapTree(part, isLeaf, map))
  if (isPlain(tree))
    return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, mapTree(part, isLeaf, map)]))
  throw fail("INPUT", "tree", "tensors, or lists and plain objects of them, expected", show(tree))
}

/** The leaves, in order. */
export function leavesOf<Leaf>(tree: unknown, isLeaf: (node: unknown) => node is Leaf): Leaf[] {
  const leaves: Leaf[] = []
  mapTree(tree, isLeaf, (leaf) => leaves.push(leaf))
  return leaves
}

/** The tree again with `leaves`, in order, in place of its own. */
export function withLeaves<Leaf, To>(
  tree: unknown,
  isLeaf: (node: unknown) => node is Leaf,
  leaves: readonly To[],
): Tree<To> {
  let at = 0
  return mapTree(tree, isLeaf, () => leaves[at++] as To)
}
