import { LEVELS } from "../../core/contract/area.ts";
import type { IndicatorRule, Sector } from "../../core/contract/rule.ts";
import type { AreaCounts, Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";
import { GrowingInt32 } from "./growing-columns.ts";
import { indexOfId } from "./load-villages.ts";
import type { PackedVerdicts } from "./run-queries.ts";

const COUNTY = LEVELS.indexOf("county");

/** The area that a unit's verdict is packed under: its county, or the deepest wider area where it has none. */
function packAreas(snapshot: Snapshot): Int32Array {
  const { areas } = snapshot;
  const pack = new Int32Array(areas.count);
  for (let i = 0; i < areas.count; i++)
    pack[i] = areas.level[i]! <= COUNTY ? i : pack[areas.parent[i]!]!;
  return pack;
}

/** The verdicts of a rule as rows of village_verdicts, one per county. Distances are kept to the centimetre. */
export function* packVerdicts(
  snapshot: Snapshot,
  rule: IndicatorRule,
  verdicts: Verdicts,
  runId: number,
): Generator<PackedVerdicts> {
  const { areas, villages } = snapshot;
  const pack = packAreas(snapshot);
  const onVillages = rule.unit === "naturalVillage";
  const featureIds = snapshot.features[rule.sector].id;
  const positions = new Map<number, number[]>();
  for (let k = 0; k < verdicts.units.length; k++) {
    const unit = verdicts.units[k]!;
    const area = pack[onVillages ? villages.area[unit]! : unit]!;
    const list = positions.get(area);
    if (list) list.push(k);
    else positions.set(area, [k]);
  }
  const idOf = onVillages ? villages.id : areas.id;
  for (const [area, list] of positions) {
    yield [
      runId,
      rule.id,
      areas.code[area]!,
      braces(list.map((k) => idOf[verdicts.units[k]!]!)),
      braces(list.map((k) => verdicts.status[k]!)),
      braces(list.map((k) => verdicts.reason[k]!)),
      braces(list.map((k) => centimetres(verdicts.distanceM[k]!))),
      braces(list.map((k) => (verdicts.feature[k]! < 0 ? 0 : featureIds[verdicts.feature[k]!]!))),
    ];
  }
}

const braces = (values: readonly number[]): string => `{${values.join(",")}}`;

const centimetres = (distanceM: number): number =>
  Number.isFinite(distanceM) ? Math.round(distanceM * 100) / 100 : NaN;

/** Counts of a rule as rows of area_rates. Areas that hold no unit of the rule have no row. */
export function* packRates(
  snapshot: Snapshot,
  ruleId: string,
  counts: AreaCounts,
  runId: number,
): Generator<(string | number)[]> {
  const columns = [counts.served, counts.unserved, counts.unknown, counts.excluded];
  for (let area = 0; area < snapshot.areas.count; area++) {
    const row = [0, 1, 2].flatMap((measure) =>
      columns.map((column) => column[area * 3 + measure]!),
    );
    if (row.some((count) => count !== 0)) yield [runId, ruleId, snapshot.areas.code[area]!, ...row];
  }
}

/**
 * Stored verdicts back in typed columns, in the order of storage (by county).
 * Throws when a stored unit is not in the snapshot: run and snapshot then do not belong together.
 */
export async function unpackVerdicts(
  snapshot: Snapshot,
  rule: IndicatorRule,
  rows: AsyncIterable<readonly (string | null)[]>,
): Promise<Verdicts> {
  const units = new GrowingInt32();
  const chunks: { status: number[]; reason: number[]; distanceM: number[]; feature: number[] }[] =
    [];
  const unitIndex = unitIndexer(snapshot, rule);
  const featureIndex = featureIndexer(snapshot, rule.sector);
  for await (const [ids, status, reason, distanceM, featureIds] of rows) {
    for (const id of numbers(ids!)) units.push(unitIndex(id));
    chunks.push({
      status: numbers(status!),
      reason: numbers(reason!),
      distanceM: numbers(distanceM!),
      feature: numbers(featureIds!).map(featureIndex),
    });
  }
  const columns = {
    units: units.finish(),
    status: new Uint8Array(units.length),
    reason: new Uint8Array(units.length),
    distanceM: new Float64Array(units.length),
    feature: new Int32Array(units.length),
  };
  let at = 0;
  for (const chunk of chunks) {
    columns.status.set(chunk.status, at);
    columns.reason.set(chunk.reason, at);
    columns.distanceM.set(chunk.distanceM, at);
    columns.feature.set(chunk.feature, at);
    at += chunk.status.length;
  }
  return inUnitOrder(rule, columns);
}

/** Verdicts in the order that the engine gives them: ascending by unit. */
function inUnitOrder(rule: IndicatorRule, columns: Omit<Verdicts, "ruleId" | "unit">): Verdicts {
  const order = Uint32Array.from(columns.units.keys()).sort(
    (a, b) => columns.units[a]! - columns.units[b]!,
  );
  return {
    ruleId: rule.id,
    unit: rule.unit,
    units: Int32Array.from(order, (k) => columns.units[k]!),
    status: Uint8Array.from(order, (k) => columns.status[k]!),
    reason: Uint8Array.from(order, (k) => columns.reason[k]!),
    distanceM: Float64Array.from(order, (k) => columns.distanceM[k]!),
    feature: Int32Array.from(order, (k) => columns.feature[k]!),
  };
}

function numbers(text: string): number[] {
  return text === "{}" ? [] : text.slice(1, -1).split(",").map(Number);
}

function unitIndexer(snapshot: Snapshot, rule: IndicatorRule): (id: number) => number {
  const { areas, villages } = snapshot;
  const areaOf = new Map<number, number>();
  if (rule.unit !== "naturalVillage") areas.id.forEach((id, i) => areaOf.set(id, i));
  return (id) => {
    const index =
      rule.unit === "naturalVillage" ? indexOfId(villages.id, id) : (areaOf.get(id) ?? -1);
    if (index < 0) throw new Error(`the stored run names unit ${id}, which the data do not hold`);
    return index;
  };
}

function featureIndexer(snapshot: Snapshot, sector: Sector): (id: number) => number {
  const ids = snapshot.features[sector].id;
  return (id) => (id === 0 ? -1 : indexOfId(ids, id));
}
