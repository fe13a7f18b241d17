import { type Map as Persistent, Set as PersistentSet } from "immutable";

/** So many zeros. Plain arrays: typed ones of this size live outside the heap, and ten thousand of them slow its cleaning down. */
export function zeros(length: number): number[] {
  const row: number[] = [];
  while (row.length < length) row.push(0);
  return row;
}

/** Rows of a map that an update writes: each is copied when it is first touched, and put back in the end. */
export class Rows<Key> {
  readonly #from: Persistent<Key, readonly number[]>;
  readonly #length: number;
  readonly #drafts = new Map<Key, number[]>();

  constructor(from: Persistent<Key, readonly number[]>, length: number) {
    this.#from = from;
    this.#length = length;
  }

  row(key: Key): number[] {
    let draft = this.#drafts.get(key);
    if (draft === undefined) {
      const row = this.#from.get(key);
      draft = row === undefined ? zeros(this.#length) : row.slice();
      this.#drafts.set(key, draft);
    }
    return draft;
  }

  get keys(): ReadonlySet<Key> {
    return new Set(this.#drafts.keys());
  }

  finish(): Persistent<Key, readonly number[]> {
    return this.#from.withMutations((rows) => {
      for (const [key, draft] of this.#drafts) {
        if (draft.every((value) => value === 0)) rows.delete(key);
        else rows.set(key, draft);
      }
    });
  }
}

/**
 * Sums by area that are to be added to rows: each is noted where it arises, and in the end goes up to all areas above, once for each area
 * that has any. Areas are told by index; each stands after its parent.
 */
export class AreaSums {
  readonly #length: number;
  readonly #sums = new Map<number, number[]>();

  constructor(length: number) {
    this.#length = length;
  }

  /** The sums of an area itself, to be written to. */
  at(area: number): number[] {
    let sums = this.#sums.get(area);
    if (sums === undefined) this.#sums.set(area, (sums = zeros(this.#length)));
    return sums;
  }

  /** Adds every area's sums, with those from below, to its row. */
  addTo(rows: Rows<number>, parent: ArrayLike<number>): void {
    const left = [...this.#sums.keys()].sort((a, b) => a - b);
    for (let area = left.pop(); area !== undefined; area = left.pop()) {
      const sums = this.#sums.get(area)!;
      addRow(rows.row(area), sums);
      const above = parent[area]!;
      if (above < 0) continue;
      if (!this.#sums.has(above)) insertSorted(left, above);
      addRow(this.at(above), sums);
    }
  }
}

/** Adds numbers to those at the same place. */
export function addRow(into: number[], more: readonly number[]): void {
  for (let i = 0; i < more.length; i++) into[i]! += more[i]!;
}

function insertSorted(list: number[], value: number): void {
  let at = list.length;
  while (at > 0 && list[at - 1]! > value) at--;
  list.splice(at, 0, value);
}

/** Lists of a map that an update writes; they are short, and no member stands in one twice. */
export class Lists<Key> {
  readonly #from: Persistent<Key, readonly string[]>;
  readonly #drafts = new Map<Key, string[]>();

  constructor(from: Persistent<Key, readonly string[]>) {
    this.#from = from;
  }

  change(key: Key, sign: 1 | -1, member: string): void {
    let draft = this.#drafts.get(key);
    if (draft === undefined) this.#drafts.set(key, (draft = this.#from.get(key)?.slice() ?? []));
    const at = draft.indexOf(member);
    if (sign === 1 && at < 0) draft.push(member);
    if (sign === -1 && at >= 0) draft.splice(at, 1);
  }

  finish(): Persistent<Key, readonly string[]> {
    return this.#from.withMutations((lists) => {
      for (const [key, draft] of this.#drafts) {
        if (draft.length === 0) lists.delete(key);
        else lists.set(key, draft);
      }
    });
  }
}

/** Sets of a map that an update writes; they may hold thousands. */
export class Members<Key> {
  readonly #from: Persistent<Key, PersistentSet<string>>;
  readonly #drafts = new Map<Key, PersistentSet<string>>();

  constructor(from: Persistent<Key, PersistentSet<string>>) {
    this.#from = from;
  }

  change(key: Key, sign: 1 | -1, member: string): void {
    let draft = this.#drafts.get(key);
    if (draft === undefined)
      this.#drafts.set(key, (draft = (this.#from.get(key) ?? PersistentSet<string>()).asMutable()));
    if (sign === 1) draft.add(member);
    else draft.delete(member);
  }

  finish(): Persistent<Key, PersistentSet<string>> {
    return this.#from.withMutations((sets) => {
      for (const [key, draft] of this.#drafts) {
        if (draft.size === 0) sets.delete(key);
        else sets.set(key, draft.asImmutable());
      }
    });
  }
}
