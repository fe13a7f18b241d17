import { countsAt, KINDS, rollUp } from "./roll-up.ts";
import type { AreaCounts, Snapshot, Verdicts } from "./snapshot.ts";
import type { Units } from "./units.ts";

/** Counts per area that follow the verdicts one unit at a time. */
export class LiveCounts {
  readonly counts: AreaCounts;
  readonly #parent: Int32Array;
  readonly #units: Units;

  constructor(snapshot: Snapshot, units: Units, verdicts: Verdicts) {
    this.counts = rollUp(snapshot, verdicts);
    this.#parent = snapshot.areas.parent;
    this.#units = units;
  }

  /** A unit has another status: takes it from the counts of one and adds it to those of the other, in its area and all above. */
  move(n: number, from: number, to: number): void {
    const less = countsAt(this.counts, from);
    const more = countsAt(this.counts, to);
    const amounts = [
      1,
      Math.max(0, this.#units.households[n]!),
      Math.max(0, this.#units.persons[n]!),
    ];
    for (let area = this.#units.area[n]!; area >= 0; area = this.#parent[area]!) {
      for (let kind = 0; kind < KINDS; kind++) {
        less[area * KINDS + kind]! -= amounts[kind]!;
        more[area * KINDS + kind]! += amounts[kind]!;
      }
    }
  }
}
