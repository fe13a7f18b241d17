import type { IndicatorRule } from "../contract/rule.ts";
import {
  columnsOf,
  type DrawnFeature,
  type DrawnGeometry,
  type FeatureAttributes,
} from "./drawn-feature.ts";
import { rowOf, withAttributes } from "./feature-rows.ts";
import { LiveVerdicts, type StatusChange } from "./live-verdicts.ts";
import { Shape } from "./shape.ts";
import type { AreaCounts, Snapshot, Verdicts } from "./snapshot.ts";
import { assertRow, type FeatureEdits } from "./snapshot-with.ts";

interface Drawn {
  readonly feature: DrawnFeature;
  readonly shape: Shape;
}

/**
 * A rule's verdicts and counts while features of its sector are drawn, closed and changed: at every moment what `measureCoverage` and
 * `rollUp` give on `snapshotWith(snapshot, { [rule.sector]: whatIf.edits() })`. Every edit gives the units whose status it changed and
 * leaves `verdicts` and `counts` up to date; what it costs depends on what it touches, not on the size of the region.
 *
 * A hand that draws a line adds it once and reshapes it with every move of the pointer: as long as nothing else is edited in between,
 * only the pieces that differ are laid anew. Rules with `throughNeighbour` look at all neighbours again after every edit.
 *
 * The snapshot is not changed. Several rules on one snapshot share everything but what they themselves keep up to date.
 */
export class WhatIf {
  readonly #live: LiveVerdicts;
  readonly #snapshot: Snapshot;
  readonly #rule: IndicatorRule;
  readonly #drawn = new Map<string, Drawn>();
  readonly #closed = new Set<number>();
  readonly #changed = new Map<number, FeatureAttributes>();
  #next: number;

  constructor(snapshot: Snapshot, rule: IndicatorRule) {
    this.#snapshot = snapshot;
    this.#rule = rule;
    this.#live = new LiveVerdicts(snapshot, rule);
    this.#next = snapshot.features[rule.sector].count;
  }

  /**
   * The verdicts as they are now, in columns that later edits write over. `feature` is the index in the snapshot, or from its count on
   * what `drawnAt` tells.
   */
  get verdicts(): Verdicts {
    return this.#live.verdicts;
  }

  /** The counts as they are now, as `rollUp` gives them, in columns that later edits write over. */
  get counts(): AreaCounts {
    return this.#live.counts;
  }

  /** All units whose status the edits together, or those since `settle`, have changed, by position. */
  changes(): readonly StatusChange[] {
    return this.#live.changes();
  }

  /** From now on `changes` tells what differs from what is now. */
  settle(): void {
    this.#live.settle();
  }

  /** Adds a feature. Throws a RangeError when a drawn feature has its id. */
  add(feature: DrawnFeature): readonly StatusChange[] {
    if (this.#drawn.has(feature.id)) throw new RangeError(`"${feature.id}" is drawn already`);
    const shape = new Shape(this.#next++, columnsOf(this.#rule.sector, [feature]));
    this.#drawn.set(feature.id, { feature, shape });
    return this.#live.alter(null, shape, false);
  }

  /** Gives a drawn feature another geometry. Throws a RangeError for an id that is not drawn. */
  reshape(id: string, geometry: DrawnGeometry): readonly StatusChange[] {
    const before = this.#drawnBy(id);
    const feature = { ...before.feature, geometry };
    const shape = new Shape(before.shape.index, columnsOf(this.#rule.sector, [feature]));
    this.#drawn.set(id, { feature, shape });
    return this.#live.alter(before.shape, shape, false);
  }

  /** Removes a drawn feature. Throws a RangeError for an id that is not drawn. */
  remove(id: string): readonly StatusChange[] {
    const { shape } = this.#drawnBy(id);
    this.#drawn.delete(id);
    return this.#live.alter(shape, null, false);
  }

  /** Takes a feature of the snapshot away: what if the road is washed out. Closed twice is closed. Throws a RangeError for no feature. */
  close(index: number): readonly StatusChange[] {
    const shape = this.#shapeOf(index);
    if (this.#closed.has(index)) return [];
    this.#closed.add(index);
    return this.#live.alter(shape, null, false);
  }

  /** Puts a closed feature back, with the attributes that it was changed to. */
  reopen(index: number): readonly StatusChange[] {
    const shape = this.#shapeOf(index);
    if (!this.#closed.delete(index)) return [];
    return this.#live.alter(null, shape, !this.#changed.has(index));
  }

  /**
   * Gives a feature of the snapshot other attributes, in place of those it was changed to before; null gives it back those of the snapshot.
   * Throws a RangeError for no feature.
   */
  change(index: number, attributes: FeatureAttributes | null): readonly StatusChange[] {
    const before = this.#shapeOf(index);
    if (attributes) this.#changed.set(index, attributes);
    else this.#changed.delete(index);
    if (this.#closed.has(index)) return [];
    return this.#live.alter(before, this.#shapeOf(index, before), !attributes);
  }

  /** What is different from the snapshot, as `snapshotWith` takes it: drawn features in the order in which they were added. */
  edits(): FeatureEdits {
    return {
      added: Array.from(this.#drawn.values(), ({ feature }) => feature),
      closed: [...this.#closed].sort((a, b) => a - b),
      changed: new Map(this.#changed),
    };
  }

  /** The drawn feature that verdicts call by an index, null when it is one of the snapshot or drawn no more. */
  drawnAt(feature: number): DrawnFeature | null {
    for (const one of this.#drawn.values()) if (one.shape.index === feature) return one.feature;
    return null;
  }

  #drawnBy(id: string): Drawn {
    const drawn = this.#drawn.get(id);
    if (!drawn) throw new RangeError(`"${id}" is not drawn`);
    return drawn;
  }

  /** A feature of the snapshot as it is now, open or closed. */
  #shapeOf(index: number, like?: Shape): Shape {
    const features = this.#snapshot.features[this.#rule.sector];
    assertRow(features, index);
    const attributes = this.#changed.get(index);
    const row = rowOf(features, index);
    return new Shape(
      index,
      attributes ? withAttributes(row, new Map([[0, attributes]])) : row,
      like,
    );
  }
}

/** Keeps the verdicts of a rule on a snapshot up to date while features change; see `WhatIf`. Costs about one full computation. */
export function createWhatIf(snapshot: Snapshot, rule: IndicatorRule): WhatIf {
  return new WhatIf(snapshot, rule);
}
