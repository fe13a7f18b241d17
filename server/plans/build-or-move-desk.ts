import type { Works } from "../../core/contract/plan.ts";
import { LEVELS } from "../../core/contract/area.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { HAZARD, RED_LINE, type BuildGeometry } from "../../core/relocation/service-lines.ts";
import { worksEdits } from "../../core/relocation/works-edits.ts";
import type { LayLines } from "../coverage/lay-lines.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { busy } from "../http/problem.ts";
import { loadZones } from "../tiles/queries.ts";
import { PolygonParts } from "./polygon-parts.ts";

/** Geometries kept for each state of the data; that of a region of 165,000 villages weighs some 10 MB. */
const MOST_KEPT = 12;
/** Questions that may be worked on or wait; each takes up to some seconds. */
const MOST_WAITING = 12;

/** What is asked of the desk. Works are those of a plan, named so that the same ones are known again. */
export interface GeometryQuestion {
  /** Index of the area in the state's snapshot. */
  readonly area: number;
  readonly rules: readonly IndicatorRule[];
  readonly works: { readonly name: string; readonly entries: WorksEntries } | null;
}
type WorksEntries = readonly (readonly [id: string, works: Works])[];

/** Works out what building would take, once for each state of the data, area, rules and works. */
export class BuildOrMoveDesk {
  readonly #lay: LayLines;
  readonly #kept = new WeakMap<RegionState, Map<string, Promise<BuildGeometry>>>();
  readonly #flags = new WeakMap<RegionState, Promise<Uint8Array>>();
  #waiting = 0;

  constructor(lay: LayLines) {
    this.#lay = lay;
  }

  /** The geometry of the counties that an area holds or lies in. Throws a problem 503 when too much is asked at once. */
  async geometry(db: Db, state: RegionState, question: GeometryQuestion): Promise<BuildGeometry> {
    const { rules, works } = question;
    const area = wholeCounty(state.snapshot, question.area);
    const key = JSON.stringify([area, works?.name ?? null, rules]);
    const kept = this.#kept.get(state) ?? new Map<string, Promise<BuildGeometry>>();
    this.#kept.set(state, kept);
    const known = kept.get(key);
    const made = known ?? this.#make(db, state, { ...question, area });
    kept.delete(key);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return made;
  }

  async #make(
    db: Db,
    state: RegionState,
    { area, rules, works }: GeometryQuestion,
  ): Promise<BuildGeometry> {
    if (this.#waiting >= MOST_WAITING)
      throw busy("Many other areas are being worked on; try again in a moment.", 10);
    this.#waiting++;
    try {
      const { features } = state.snapshot;
      const edits = works && worksEdits(features, works.entries);
      const zoneFlags = await this.#flagsOf(db, state);
      return await this.#lay(state.snapshot, { area, rules, zoneFlags, edits });
    } finally {
      this.#waiting--;
    }
  }

  #flagsOf(db: Db, state: RegionState): Promise<Uint8Array> {
    let flags = this.#flags.get(state);
    if (!flags) {
      flags = zoneFlags(db, state.snapshot);
      this.#flags.set(state, flags);
      flags.catch(() => this.#flags.delete(state));
    }
    return flags;
  }
}

/** The county that holds an area below it; any other area as it is. */
function wholeCounty({ areas }: Snapshot, area: number): number {
  const county = LEVELS.indexOf("county");
  let at = area;
  while (areas.level[at]! > county && areas.parent[at]! >= 0) at = areas.parent[at]!;
  return at;
}

const FLAGS: Readonly<Record<string, number>> = { hazard: HAZARD, redLine: RED_LINE };

/** Flags of the villages whose point lies in a zone of a kind that speaks for moving. */
async function zoneFlags(db: Db, { regionCode, villages }: Snapshot): Promise<Uint8Array> {
  const zones = await loadZones(db, regionCode);
  const rows = Array.from(zones.kind.keys()).filter((i) => FLAGS[zones.kind[i]!] !== undefined);
  const parts = new PolygonParts(zones.outline, rows);
  return Uint8Array.from({ length: villages.count }, (_, v) => {
    const place = [villages.lng[v]!, villages.lat[v]!];
    if (Number.isNaN(place[0]! + place[1]!)) return 0;
    return parts.holding(place).reduce((flags, row) => flags | FLAGS[zones.kind[row]!]!, 0);
  });
}
