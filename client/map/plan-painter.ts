import { Map as PersistentMap } from "immutable";
import type { Feature, Position } from "geojson";
import type { GeoJSONSource, Map as LibreMap } from "maplibre-gl";
import { LEVELS } from "../../core/contract/area.ts";
import { SECTORS } from "../../core/contract/rule.ts";
import type { Move, Note, Settlement, Works } from "../../core/contract/plan.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { differenceBetween } from "./plan-difference.ts";
import {
  moveStrength,
  noteFeature,
  settlementFeature,
  siteFeature,
  worksFeature,
  type MoveStrength,
  type Use,
} from "./plan-features.ts";
import { Flagged, PlanSource } from "./plan-source.ts";
import { closedLayers } from "./plan-works-style.ts";
import { flagArea } from "./painting.ts";
import { indexVillages, type VillageIndex } from "./select-villages.ts";

const VILLAGES = { source: "villages", sourceLayer: "villages" } as const;
const NO_USE: ReadonlyMap<string, Use> = new Map();

/** What is selected: villages by key, settlement and works by id. */
export interface PlanSelection {
  readonly villages: ReadonlySet<string>;
  readonly settlement: string | null;
  readonly works: string | null;
}

/**
 * Keeps the map's drawing of a plan equal to the plan. It remembers what it drew last and sends only the difference: a village's ring by
 * feature state, everything else by the features that changed.
 */
export class PlanPainter {
  readonly #map: LibreMap;
  readonly #settlements: PlanSource;
  readonly #sites: PlanSource;
  readonly #works: PlanSource;
  readonly #notes: PlanSource;
  readonly #chosen: PlanSource;
  /** A settlement that villages are dragged over. */
  readonly lit: Flagged;
  /** Drawn by the drawing tools while it is edited, hence not by the plan. */
  readonly editingSite: Flagged;
  readonly editingWorks: Flagged;
  readonly #selectedSettlement: Flagged;
  readonly #selectedWorks: Flagged;
  #columns: Snapshot | null = null;
  #index: VillageIndex | null = null;
  #plan: Plan | null = null;
  #use: ReadonlyMap<string, Use> = NO_USE;
  #year: number | null = null;
  #chosenNow: ReadonlySet<string> = new Set();
  readonly #strengths = new Map<string, MoveStrength>();
  #tints: ReadonlyMap<number, string> = new Map();

  constructor(map: LibreMap) {
    this.#map = map;
    this.#settlements = new PlanSource(map, "settlements");
    this.#sites = new PlanSource(map, "sites");
    this.#works = new PlanSource(map, "works");
    this.#notes = new PlanSource(map, "notes");
    this.#chosen = new PlanSource(map, "chosen");
    this.lit = new Flagged([this.#settlements, this.#sites], "lit");
    this.editingSite = new Flagged([this.#sites], "editing");
    this.editingWorks = new Flagged([this.#works], "editing");
    this.#selectedSettlement = new Flagged([this.#settlements, this.#sites], "selected");
    this.#selectedWorks = new Flagged([this.#works], "selected");
  }

  /** Draws a plan as it stands in a year; `use` tells how full its settlements are. */
  draw(plan: Plan, use: ReadonlyMap<string, Use>, year: number | null): void {
    const before = this.#plan;
    const yearBefore = this.#year;
    this.#year = year;
    this.#plan = plan;
    this.#drawMoves(before?.moves ?? PersistentMap<string, Move>(), plan.moves, year);
    if (year !== yearBefore) {
      plan.moves.forEach((move, key) => this.#strengthen(key, move, year));
    }
    this.#drawSettlements(before?.settlements ?? PersistentMap(), plan.settlements, use);
    this.#drawWorks(before?.works ?? PersistentMap(), plan.works, year, yearBefore);
    const notes = differenceBetween<Note>(before?.notes ?? PersistentMap(), plan.notes);
    this.#notes.update(...drawn(notes.set, notes.removed, (id, note) => noteFeature(id, note)));
    if (plan.frame.area !== before?.frame.area) this.#markArea();
  }

  /** The villages that keys are looked up in; what is drawn by key is drawn again. */
  setColumns(columns: Snapshot | null): void {
    if (columns === this.#columns) return;
    for (const key of this.#strengths.keys()) this.#setMove(key, null);
    this.#columns = columns;
    this.#index = columns === null ? null : indexVillages(columns.villages);
    for (const [key, strength] of this.#strengths) this.#setMove(key, strength);
    const chosen = this.#chosenNow;
    this.#choose(new Set());
    this.#choose(chosen);
    this.#markArea();
  }

  select({ villages, settlement, works }: PlanSelection): void {
    this.#choose(villages);
    this.#selectedSettlement.set(settlement);
    this.#selectedWorks.set(works);
  }

  /** Draws a settlement, works or note at another place than the plan has it, while it is dragged; null = where the plan has it. */
  displace(kind: "settlement" | "works" | "note", id: string, at: Position | null): void {
    const plan = this.#plan;
    const place = at ?? undefined;
    if (kind === "settlement") {
      const settlement = plan?.settlements.get(id);
      if (settlement === undefined) return;
      const where = place === undefined ? undefined : ([place[0]!, place[1]!] as const);
      this.#settlements.update([settlementFeature(id, settlement, this.#use.get(id), where)], []);
    } else if (kind === "works") {
      const works = plan?.works.get(id);
      const feature = works === undefined ? null : worksFeature(id, works, place);
      if (feature !== null) this.#works.update([feature], []);
    } else {
      const note = plan?.notes.get(id);
      const feature = note === undefined ? null : noteFeature(id, note, place);
      if (feature !== null) this.#notes.update([feature], []);
    }
  }

  /** Colours villages by their number; those left out, and all with null, have the colour of their status. */
  tint(tints: ReadonlyMap<number, string> | null): void {
    const [before, now] = [this.#tints, tints ?? new Map<number, string>()];
    this.#tints = now;
    for (const [id, colour] of now)
      if (before.get(id) !== colour)
        this.#map.setFeatureState({ ...VILLAGES, id }, { tint: colour });
    for (const id of before.keys())
      if (!now.has(id)) this.#map.setFeatureState({ ...VILLAGES, id }, { tint: null });
  }

  /** Fills a source that is small and drawn whole. */
  fill(
    source: "proposed" | "checks" | "others" | "dragging" | "needed",
    features: Feature[],
  ): void {
    void this.#map
      .getSource<GeoJSONSource>(source)
      ?.setData({ type: "FeatureCollection", features });
  }

  #drawMoves(
    before: PersistentMap<string, Move>,
    now: PersistentMap<string, Move>,
    year: number | null,
  ): void {
    const { set, removed } = differenceBetween(before, now);
    for (const [key, move] of set) this.#strengthen(key, move, year);
    for (const key of removed) {
      this.#strengths.delete(key);
      this.#setMove(key, null);
    }
  }

  #strengthen(key: string, move: Move, year: number | null): void {
    const strength = moveStrength(move, year);
    if (this.#strengths.get(key) === strength) return;
    this.#strengths.set(key, strength);
    this.#setMove(key, strength);
  }

  #setMove(key: string, move: MoveStrength | null): void {
    const id = this.#idOf(key);
    if (id !== null) this.#map.setFeatureState({ ...VILLAGES, id }, { move });
  }

  /** The number of a village in the tiles. */
  #idOf(key: string): number | null {
    const row = this.#index?.rowOfKey.get(key);
    return row === undefined ? null : this.#columns!.villages.id[row]!;
  }

  #drawSettlements(
    before: PersistentMap<string, Settlement>,
    now: PersistentMap<string, Settlement>,
    use: ReadonlyMap<string, Use>,
  ): void {
    const { set, removed } = differenceBetween(before, now);
    const changed = new Set(set.map(([id]) => id));
    if (use !== this.#use)
      now.forEach((_, id) => {
        if (!sameUse(use.get(id), this.#use.get(id))) changed.add(id);
      });
    this.#use = use;
    const signs = [...changed].map((id) => settlementFeature(id, now.get(id)!, use.get(id)));
    this.#settlements.update(signs, removed);
    this.#sites.update(...drawn(set, removed, siteFeature));
  }

  #drawWorks(
    before: PersistentMap<string, Works>,
    now: PersistentMap<string, Works>,
    year: number | null,
    yearBefore: number | null,
  ): void {
    const { set, removed } = differenceBetween(before, now);
    this.#works.update(...drawn(set, removed, (id, works) => worksFeature(id, works)));
    const isLater = (works: Works, at: number | null) => at !== null && works.year > at;
    for (const [id, works] of set) this.#works.flag(id, "later", isLater(works, year));
    if (year !== yearBefore)
      now.forEach((works, id) => {
        if (isLater(works, year) !== isLater(works, yearBefore))
          this.#works.flag(id, "later", isLater(works, year));
      });
    const touchesClosing =
      set.some(([, { action }]) => action === "close") ||
      [...removed, ...set.map(([id]) => id)].some((id) => before.get(id)?.action === "close");
    if (touchesClosing) this.#drawClosed(now);
  }

  /** Crosses out what the plan gives up and says no geometry of, wherever the tiles have it. */
  #drawClosed(works: PersistentMap<string, Works>): void {
    for (const sector of SECTORS) {
      const ids = works
        .valueSeq()
        .filter((each) => each.action === "close" && each.geometry === null)
        .filter((each) => each.sector === sector && each.featureId !== null)
        .map(({ featureId }) => featureId!)
        .toArray();
      for (const layer of closedLayers(sector)) {
        this.#map.setFilter(layer, ["in", ["id"], ["literal", ids]]);
        this.#map.setLayoutProperty(layer, "visibility", ids.length > 0 ? "visible" : "none");
      }
    }
  }

  #choose(keys: ReadonlySet<string>): void {
    const before = this.#chosenNow;
    if (keys === before) return;
    this.#chosenNow = keys;
    const added = [...keys].filter((key) => !before.has(key));
    const gone = [...before].filter((key) => !keys.has(key));
    this.#chosen.update(
      added.flatMap((key) => this.#haloOf(key)),
      gone,
    );
  }

  #haloOf(key: string): Feature[] {
    const row = this.#index?.rowOfKey.get(key);
    if (row === undefined) return [];
    const { lng, lat, households } = this.#columns!.villages;
    return [
      {
        type: "Feature",
        geometry: { type: "Point", coordinates: [lng[row]!, lat[row]!] },
        properties: { id: key, hh: Math.max(0, households[row]!) },
      },
    ];
  }

  /** Lays the counties of the plan's area open and draws its border. */
  #markArea(): void {
    const { areas } = this.#columns ?? {};
    if (areas === undefined) return;
    for (let i = 0; i < areas.count; i++) {
      if (LEVELS[areas.level[i]!] === "county") flagArea(this.#map, areas.id[i]!, "inside", true);
      const isPlans = areas.code[i] === this.#plan?.frame.area && areas.level[i]! > 0;
      if (isPlans) flagArea(this.#map, areas.id[i]!, "chosen", true);
    }
  }
}

/** Features of the entries that have one; entries without one are taken away like the removed. */
function drawn<Entry>(
  set: readonly (readonly [string, Entry])[],
  removed: readonly string[],
  featureOf: (id: string, entry: Entry) => Feature | null,
): [features: Feature[], gone: string[]] {
  const features: Feature[] = [];
  const gone = [...removed];
  for (const [id, entry] of set) {
    const feature = featureOf(id, entry);
    if (feature === null) gone.push(id);
    else features.push(feature);
  }
  return [features, gone];
}

function sameUse(a: Use | undefined, b: Use | undefined): boolean {
  return a === b || (a?.persons === b?.persons && a?.capacity === b?.capacity);
}
