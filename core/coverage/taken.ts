const AT_FIRST = 256;
/** Takings remembered per unit of the region: only where there was nothing before does a line take so much, piece after piece. */
const AT_MOST = 4;

/** Told that unit n is given back to a feature at a rank. */
type GiveBack = (n: number, feature: number, rank: number) => void;

/**
 * What the feature laid last took from others, in groups of consecutive pieces, to be given back the last first. Within a group only the
 * first taking of a unit is remembered.
 */
export class Taken {
  /** The feature, -1 when nothing is remembered because something else has changed since. */
  index = -1;
  readonly #units: number;
  /** First piece of each group, and the number of takings before it. */
  #groups: { readonly piece: number; readonly length: number }[] = [];
  /** Number of the group that last took a unit. */
  readonly #takenBy: Int32Array;
  #group = 0;
  #length = 0;
  #n = new Int32Array(AT_FIRST);
  #feature = new Int32Array(AT_FIRST);
  #rank = new Float64Array(AT_FIRST);

  constructor(units: number) {
    this.#units = units;
    this.#takenBy = new Int32Array(units);
  }

  /** Forgets all, and begins to remember what a feature takes. */
  restart(index: number): void {
    this.index = index;
    this.#groups = [];
    this.#length = 0;
  }

  startGroup(piece: number): void {
    this.#group++;
    this.#groups.push({ piece, length: this.#length });
  }

  /** Unit n was served by a feature at a rank. */
  push(n: number, feature: number, rank: number): void {
    if (this.#takenBy[n] === this.#group) return;
    this.#takenBy[n] = this.#group;
    if (this.#length === this.#n.length) this.#grow();
    this.#n[this.#length] = n;
    this.#feature[this.#length] = feature;
    this.#rank[this.#length++] = rank;
  }

  /** Gives back what piece `kept` and all after it took, and what others in its group took; gives the first piece of the group. */
  giveBack(kept: number, to: GiveBack): number {
    const group = this.#groups.findLastIndex(({ piece }) => piece <= kept);
    const { piece, length } = this.#groups[group]!;
    while (this.#length > length) {
      const last = --this.#length;
      to(this.#n[last]!, this.#feature[last]!, this.#rank[last]!);
    }
    this.#groups.length = group;
    return piece;
  }

  /** Forgets everything when it is too much to remember. */
  limit(): void {
    if (this.#length > AT_MOST * this.#units) this.restart(-1);
  }

  #grow(): void {
    const longer = <Column extends Int32Array | Float64Array>(column: Column): Column => {
      const next = new (column.constructor as new (length: number) => Column)(2 * column.length);
      next.set(column);
      return next;
    };
    this.#n = longer(this.#n);
    this.#feature = longer(this.#feature);
    this.#rank = longer(this.#rank);
  }
}
