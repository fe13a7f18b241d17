import type { Map as LibreMap } from "maplibre-gl";
import { flowFeatures, flowPieceIds, flowsInBox, type Flow } from "./plan-features.ts";
import { PlanSource } from "./plan-source.ts";
import { VILLAGE_FLOWS_FROM } from "./plan-style.ts";

/** How far beyond the view flows are drawn, as a part of its width and height. */
const BEYOND = 0.5;
/** Flows in view from which single ones cannot be told apart any more (and cost more than they show): townships then stand for them. */
const MOST = 1500;
const LAYERS = { townships: "flows-township", villages: "flows-village" } as const;

/** One source of flows; a flow goes by its key and is drawn again when its ends or persons change. */
class FlowSource {
  readonly #source: PlanSource;
  #drawn = new Map<string, Flow>();

  constructor(map: LibreMap, name: string) {
    this.#source = new PlanSource(map, name);
  }

  draw(flows: readonly Flow[]): void {
    const now = new Map(flows.map((flow) => [flow.key, flow]));
    const changed = flows.filter((flow) => !isSameFlow(flow, this.#drawn.get(flow.key)));
    const gone = [...this.#drawn.keys()].filter((key) => !now.has(key));
    this.#drawn = now;
    this.#source.update(changed.flatMap(flowFeatures), gone.flatMap(flowPieceIds));
  }
}

/**
 * Draws who goes where: townships far out, villages close by. Of 30,000 flows of villages only those in view and around it are handed
 * to the map, since each is a curve that it has to cut into tiles; the rest follows when the view moves.
 */
export class FlowPainter {
  readonly #map: LibreMap;
  readonly #townships: FlowSource;
  readonly #villages: FlowSource;
  #flows: readonly Flow[] = [];
  #isByVillage = true;

  constructor(map: LibreMap) {
    this.#map = map;
    this.#townships = new FlowSource(map, LAYERS.townships);
    this.#villages = new FlowSource(map, LAYERS.villages);
    map.on("moveend", () => this.#drawVillages());
  }

  draw(byTownship: readonly Flow[], byVillage: readonly Flow[]): void {
    this.#townships.draw(byTownship);
    this.#flows = byVillage;
    this.#drawVillages();
  }

  #drawVillages(): void {
    if (this.#map.getZoom() < VILLAGE_FLOWS_FROM - 0.5) return;
    const [[west, south], [east, north]] = this.#map.getBounds().toArray();
    const [width, height] = [(east - west) * BEYOND, (north - south) * BEYOND];
    const view = [west - width, south - height, east + width, north + height] as const;
    const seen = flowsInBox(this.#flows, view);
    this.#drawByVillage(seen.length <= MOST);
    if (seen.length <= MOST) this.#villages.draw(seen);
  }

  /** Close by, whether villages' or still townships' flows are shown. */
  #drawByVillage(byVillage: boolean): void {
    if (byVillage === this.#isByVillage) return;
    this.#isByVillage = byVillage;
    this.#map.setLayerZoomRange(LAYERS.townships, 0, byVillage ? VILLAGE_FLOWS_FROM : 24);
    this.#map.setLayerZoomRange(LAYERS.villages, byVillage ? VILLAGE_FLOWS_FROM : 24, 24);
  }
}

function isSameFlow(a: Flow, b: Flow | undefined): boolean {
  return (
    a === b ||
    (b !== undefined &&
      a.persons === b.persons &&
      a.from[0] === b.from[0] &&
      a.from[1] === b.from[1] &&
      a.to[0] === b.to[0] &&
      a.to[1] === b.to[1])
  );
}
