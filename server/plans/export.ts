import type { Feature, Geometry } from "geojson";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { documentOf, type Plan } from "../../core/relocation/plan.ts";
import type { RegionState } from "../coverage/state.ts";
import { Download } from "../http/endpoint.ts";

export type ExportFormat = "json" | "geojson";
/** A plan as a file. JSON makes the same plan again; GeoJSON is for a map, with the moves of those villages whose place the data hold. */
export function exportPlan(
  summary: PlanSummary,
  plan: Plan,
  format: ExportFormat,
  state: RegionState | null,
): Download {
  const name = `plan-${summary.id.slice(0, 8)}-v${summary.version}`;
  switch (format) {
    case "json":
      return new Download("application/json", `${name}.json`, [
        JSON.stringify({ plan: summary, document: documentOf(plan) }),
      ]);
    case "geojson":
      return new Download("application/geo+json", `${name}.geojson`, geojson(plan, state));
  }
}

type PlanFeature = Feature<Geometry | null>;

/** Features written between two looks at other work. */
const FEATURES_AT_ONCE = 2000;

function* geojson(plan: Plan, state: RegionState | null): Generator<string> {
  let text = '{"type":"FeatureCollection","features":[\n';
  let count = 0;
  for (const feature of features(plan, state)) {
    text += `${count === 0 ? "" : ",\n"}${JSON.stringify(feature)}`;
    if (++count % FEATURES_AT_ONCE > 0) continue;
    yield text;
    text = "";
  }
  yield `${text}\n]}\n`;
}

function* features(plan: Plan, state: RegionState | null): Generator<PlanFeature> {
  for (const [id, { position, outline, ...properties }] of plan.settlements)
    yield {
      type: "Feature",
      id: `settlement:${id}`,
      properties: { what: "settlement", id, ...properties },
      geometry:
        outline === null
          ? { type: "Point", coordinates: position }
          : { type: "Polygon", coordinates: outline },
    };
  for (const [id, { geometry, numbers, ...properties }] of plan.works)
    yield {
      type: "Feature",
      id: `works:${id}`,
      properties: { what: "works", id, ...properties, ...numbers },
      geometry,
    };
  for (const [id, { position, ...properties }] of plan.notes)
    yield {
      type: "Feature",
      id: `note:${id}`,
      properties: { what: "note", id, ...properties },
      geometry: position && { type: "Point", coordinates: position },
    };
  yield* moves(plan, state);
}

/** A line from each village to each of its settlements. */
function* moves(plan: Plan, state: RegionState | null): Generator<PlanFeature> {
  const { villages } = state?.snapshot ?? {};
  const index = new Map<string, number>();
  villages?.code.forEach((code, i) => index.set(code ?? `#${villages.id[i]}`, i));
  for (const [village, { parts, reason }] of plan.moves) {
    const at = index.get(village);
    for (const [i, { settlement, year, households }] of parts.entries()) {
      const to = plan.settlements.get(settlement)!.position;
      yield {
        type: "Feature",
        id: `village:${village}:${i + 1}`,
        properties: {
          what: "move",
          village,
          name: at === undefined ? null : villages!.name[at]!,
          settlement,
          year,
          households,
          reason,
        },
        geometry:
          at === undefined
            ? null
            : {
                type: "LineString",
                coordinates: [[villages!.lng[at]!, villages!.lat[at]!], to],
              },
      };
    }
  }
}
