import type { Rates } from "../contract/coverage.ts";
import type { IndicatorRule } from "../contract/rule.ts";
import type { DrawnFeature, FeatureAttributes } from "./drawn-feature.ts";
import { lengthOfDrawnM } from "./drawn-length.ts";
import { ratesOf } from "./roll-up.ts";
import type { Snapshot } from "./snapshot.ts";
import { createWhatIf, type WhatIf } from "./what-if.ts";
import { turnedBy, type Turned } from "./what-if-figures.ts";

/** Something planned: a feature that comes, an existing one (by its id in the data) that goes, or one in place of the other. */
export interface PlannedFeature {
  readonly feature: DrawnFeature | null;
  readonly replaces: number | null;
}

/** What becomes of an existing feature: it is gone, has other attributes, or is as in the data. */
export type ExistingState = "closed" | FeatureAttributes | null;

/** Units whose status a drawing changes, with who lives there as far as is recorded. */
export interface Changed {
  readonly units: number;
  readonly households: number;
  readonly persons: number;
  /** Ids in the data, as tiles carry them, those of most households first; at most 5,000. */
  readonly ids: readonly number[];
  /** Where these are; those without a place are left out. */
  readonly positions: readonly Place[];
  /** Names of the first eight. */
  readonly names: readonly string[];
  /** The first eight themselves. */
  readonly largest: readonly {
    readonly id: number;
    readonly name: string;
    readonly position: Place | null;
  }[];
}
type Place = readonly [lng: number, lat: number];

/** What is tried beside what is drawn: features that are built, and existing ones that are gone, by their id in the data. */
export interface Edits {
  readonly built: readonly DrawnFeature[];
  readonly closed: readonly number[];
}

/** What would be, against what is with all that is planned. */
export interface DrawingFigures {
  readonly rule: string;
  /** Metres of the drawn line on WGS 84; 0 for points, areas and nothing. */
  readonly lengthM: number;
  readonly before: Rates;
  readonly after: Rates;
  readonly gained: Changed;
  readonly lost: Changed;
}

const MOST_IDS = 5000;
const MOST_NAMES = 8;

/**
 * One rule in one area while a hand draws: what is planned stands, and on top of it one feature is drawn and existing ones are altered.
 * A move of the pointer is `draw` and `figures`; both cost by what the drawing touches, not by the size of the region.
 */
export class Drawing {
  readonly #snapshot: Snapshot;
  readonly #rule: IndicatorRule;
  readonly #area: number;
  readonly #whatIf: WhatIf;
  readonly #before: Rates;
  readonly #built = new Map<string, DrawnFeature>();
  readonly #closed = new Set<number>();
  #drawn: DrawnFeature | null = null;
  #rows: ReadonlyMap<number, number> | null = null;

  /** Costs about one full computation. Of what is planned, features that are not in the data are left out. Throws a RangeError for an unknown area. */
  constructor(
    snapshot: Snapshot,
    rule: IndicatorRule,
    areaCode: string,
    planned: readonly PlannedFeature[] = [],
  ) {
    this.#snapshot = snapshot;
    this.#rule = rule;
    this.#area = snapshot.areas.code.indexOf(areaCode);
    if (this.#area < 0) throw new RangeError(`no area "${areaCode}"`);
    this.#whatIf = createWhatIf(snapshot, rule);
    for (const { feature, replaces } of planned) {
      const row = this.#rowOf(replaces);
      if (row >= 0) this.#whatIf.close(row);
      if (feature !== null) this.#whatIf.add(feature);
    }
    this.#whatIf.settle();
    this.#before = ratesOf(this.#whatIf.counts, this.#area);
  }

  /** What is drawn now; null takes it away. Its id is unlike those of what is planned. */
  draw(feature: DrawnFeature | null): void {
    const drawn = this.#drawn;
    if (drawn !== null && feature !== null && isSameButShape(drawn, feature)) {
      this.#whatIf.reshape(feature.id, feature.geometry);
    } else {
      if (drawn !== null) this.#whatIf.remove(drawn.id);
      this.#drawn = null;
      if (feature !== null) this.#whatIf.add(feature);
    }
    this.#drawn = feature;
  }

  /** Alters an existing feature, by its id in the data; one that is not there is left alone. */
  alter(id: number, state: ExistingState): void {
    const row = this.#rowOf(id);
    if (row < 0) return;
    if (state === "closed") this.#whatIf.close(row);
    else {
      this.#whatIf.change(row, state);
      this.#whatIf.reopen(row);
    }
  }

  /** Makes exactly these edits stand, in place of those made before; ids that are not in the data close nothing. */
  edit({ built, closed }: Edits): void {
    const rows = new Set(closed.map((id) => this.#rowOf(id)).filter((row) => row >= 0));
    for (const row of this.#closed) {
      if (rows.has(row)) continue;
      this.#whatIf.reopen(row);
      this.#closed.delete(row);
    }
    for (const row of rows) {
      this.#whatIf.close(row);
      this.#closed.add(row);
    }
    const wanted = new Map(built.map((feature) => [feature.id, feature]));
    for (const [id, feature] of this.#built) {
      if (JSON.stringify(wanted.get(id)) === JSON.stringify(feature)) continue;
      this.#whatIf.remove(id);
      this.#built.delete(id);
    }
    for (const [id, feature] of wanted) {
      if (this.#built.has(id)) continue;
      this.#whatIf.add(feature);
      this.#built.set(id, feature);
    }
  }

  /** What follows from what is drawn, edited and altered now. */
  figures(): DrawingFigures {
    const { gained, lost } = turnedBy(this.#snapshot, this.#rule.unit, this.#whatIf.changes());
    return {
      rule: this.#rule.id,
      lengthM: this.#drawn === null ? 0 : lengthOfDrawnM(this.#drawn.geometry),
      before: this.#before,
      after: ratesOf(this.#whatIf.counts, this.#area),
      gained: this.#told(gained),
      lost: this.#told(lost),
    };
  }

  #told({ units, households, persons }: Turned): Changed {
    const { villages, areas } = this.#snapshot;
    const { id, name, lng, lat } = this.#rule.unit === "naturalVillage" ? villages : areas;
    const place = (index: number): Place | null =>
      Number.isNaN(lng[index]! + lat[index]!) ? null : [lng[index]!, lat[index]!];
    const first = units.slice(0, MOST_IDS);
    return {
      units: units.length,
      households,
      persons,
      ids: first.map(({ index }) => id[index]!),
      positions: first.flatMap(({ index }) => {
        const at = place(index);
        return at === null ? [] : [at];
      }),
      names: first.slice(0, MOST_NAMES).map(({ index }) => name[index]!),
      largest: first.slice(0, MOST_NAMES).map(({ index }) => ({
        id: id[index]!,
        name: name[index]!,
        position: place(index),
      })),
    };
  }

  #rowOf(id: number | null): number {
    if (id === null) return -1;
    if (this.#rows === null) {
      const ids = this.#snapshot.features[this.#rule.sector].id;
      this.#rows = new Map(Array.from(ids, (each, row) => [each, row]));
    }
    return this.#rows.get(id) ?? -1;
  }
}

/** True when a feature differs from another in its geometry only. */
function isSameButShape(a: DrawnFeature, b: DrawnFeature): boolean {
  const rest = ({ id, name, allSeason, accepted, surface, numbers, ...more }: DrawnFeature) =>
    JSON.stringify([id, name, more.class, surface, allSeason, accepted, numbers]);
  return rest(a) === rest(b);
}
