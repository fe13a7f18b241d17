import type { Feature, Geometry } from "geojson";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { planContext, villageKey } from "../../core/relocation/context.ts";
import { movesToRows } from "../../core/relocation/moves-csv.ts";
import { documentOf, type Plan } from "../../core/relocation/plan.ts";
import type { RegionState } from "../coverage/state.ts";
import { csvLine } from "../http/csv-line.ts";
import { Download } from "../http/endpoint.ts";

/** Name of a file of a plan, without its ending. */
const nameOf = ({ id, version }: PlanSummary): string => `plan-${id.slice(0, 8)}-v${version}`;

/** A plan as the file that makes the same plan again. */
export function exportDocument(summary: PlanSummary, plan: Plan): Download {
  const text = JSON.stringify({ plan: summary, document: documentOf(plan) });
  return new Download("application/json", `${nameOf(summary)}.json`, [text]);
}

/**
 * A plan as a file beside the data: GeoJSON for a map, with a line from each village to where it goes; or CSV with a line for each part of
 * a move, which is read again as moves.
 */
export function exportOnData(
  summary: PlanSummary,
  plan: Plan,
  state: RegionState,
  format: "csv" | "geojson",
  language: "zh-CN" | "en",
): Download {
  const fileName = `${nameOf(summary)}.${format}`;
  return format === "csv"
    ? new Download("text/csv; charset=utf-8", fileName, csv(plan, state, language))
    : new Download("application/geo+json", fileName, geojson(plan, state));
}

type PlanFeature = Feature<Geometry | null>;

/** Lines written between two looks at other work. */
const LINES_AT_ONCE = 5000;

function* csv(plan: Plan, state: RegionState, language: "zh-CN" | "en"): Generator<string> {
  const context = planContext(state.snapshot, plan.frame, []);
  const rows = movesToRows(plan, context, language === "en" ? "en" : "zh");
  yield "\uFEFF";
  for (let i = 0; i < rows.length; i += LINES_AT_ONCE)
    yield rows
      .slice(i, i + LINES_AT_ONCE)
      .map(csvLine)
      .join("");
}

/** Features written between two looks at other work. */
const FEATURES_AT_ONCE = 2000;

function* geojson(plan: Plan, state: RegionState): Generator<string> {
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

function* features(plan: Plan, state: RegionState): Generator<PlanFeature> {
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
function* moves(plan: Plan, state: RegionState): Generator<PlanFeature> {
  const { villages } = state.snapshot;
  const index = new Map(villages.code.map((_, i) => [villageKey(state.snapshot, i), i]));
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
          name: at === undefined ? null : villages.name[at]!,
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
                coordinates: [[villages.lng[at]!, villages.lat[at]!], to],
              },
      };
    }
  }
}
