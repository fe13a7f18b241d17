import type { Map as LibreMap } from "maplibre-gl";
import { flowFeature, flowsInBox, type Flow } from "./plan-features.ts";
import { PlanSource } from "./plan-source.ts";
import { VILLAGE_FLOWS_FROM } from "./plan-style.ts";

/** How far beyond the view flows are drawn, as a part of its width and height. */
const BEYOND = 0.5;

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
    this.#source.update(changed.map(flowFeature), gone);
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

  constructor(map: LibreMap) {
    this.#map = map;
    this.#townships = new FlowSource(map, "flows-township");
    this.#villages = new FlowSource(map, "flows-village");
    map.on("moveend", () => this.#drawVillages());
  }

  draw(byTownship: readonly Flow[], byVillage: readonly Flow[]): void {
    this.#townships.draw(byTownship);
    this.#flows = byVillage;
    this.#drawVillages();
  }

  #drawVillages(): void {
    if (this.#map.getZoom() < VILLAGE_FLOWS_FROM - 0.5) return;
    const view = this.#map.getBounds();
    const [west, south, east, north] = [
      view.getWest(),
      view.getSouth(),
      view.getEast(),
      view.getNorth(),
    ];
    const [width, height] = [(east - west) * BEYOND, (north - south) * BEYOND];
    this.#villages.draw(
      flowsInBox(this.#flows, [west - width, south - height, east + width, north + height]),
    );
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
