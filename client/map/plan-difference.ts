import type { Map as PersistentMap } from "immutable";

/** What an edit brought into a part of a plan, altered or took away. */
export interface Difference<Entry> {
  readonly set: readonly (readonly [key: string, entry: Entry])[];
  readonly removed: readonly string[];
}

/**
 * A node of immutable's hash tree: up to 32 children by five bits of the hash (all slots, or those of a bitmap), or entries. It is not
 * part of immutable's interface; where a map has none, `differenceBetween` compares key by key, and a test holds the two to the same.
 */
interface Node<Entry> {
  readonly nodes?: readonly (Node<Entry> | undefined)[];
  readonly bitmap?: number;
  readonly entries?: readonly (readonly [string, Entry])[];
  readonly entry?: readonly [string, Entry];
}
type Rooted<Entry> = { readonly _root?: Node<Entry> };

/**
 * How one state of a part of a plan differs from another by the identity of its entries. What two states of a persistent map share is
 * skipped whole, so that one edit among 30,000 entries takes microseconds where walking them all takes ten milliseconds.
 */
export function differenceBetween<Entry>(
  before: PersistentMap<string, Entry>,
  now: PersistentMap<string, Entry>,
): Difference<Entry> {
  const old = new Map<string, Entry>();
  const new_ = new Map<string, Entry>();
  if (before !== now) {
    const [a, b] = [(before as Rooted<Entry>)._root, (now as Rooted<Entry>)._root];
    if ((a === undefined && before.size > 0) || (b === undefined && now.size > 0)) {
      before.forEach((entry, key) => old.set(key, entry));
      now.forEach((entry, key) => new_.set(key, entry));
    } else collectUnshared(a, b, old, new_);
  }
  return {
    set: [...new_].filter(([key, entry]) => old.get(key) !== entry),
    removed: [...old.keys()].filter((key) => !new_.has(key)),
  };
}

/** Entries of two trees that do not lie in a node that both have. */
function collectUnshared<Entry>(
  a: Node<Entry> | undefined,
  b: Node<Entry> | undefined,
  old: Map<string, Entry>,
  new_: Map<string, Entry>,
): void {
  if (a === b) return;
  if (a?.nodes === undefined || b?.nodes === undefined) {
    collect(a, old);
    collect(b, new_);
    return;
  }
  for (let slot = 0; slot < 32; slot++)
    collectUnshared(childAt(a, slot), childAt(b, slot), old, new_);
}

function childAt<Entry>(node: Node<Entry>, slot: number): Node<Entry> | undefined {
  const { nodes, bitmap } = node;
  if (bitmap === undefined) return nodes?.[slot];
  if ((bitmap & (1 << slot)) === 0) return undefined;
  let before = 0;
  for (let below = bitmap & ((1 << slot) - 1); below !== 0; below &= below - 1) before++;
  return nodes?.[before];
}

function collect<Entry>(node: Node<Entry> | undefined, into: Map<string, Entry>): void {
  if (node === undefined) return;
  if (node.entry !== undefined) into.set(node.entry[0], node.entry[1]);
  for (const [key, entry] of node.entries ?? []) into.set(key, entry);
  for (const child of node.nodes ?? []) collect(child, into);
}
