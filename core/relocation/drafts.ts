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
