import type { CheapestLine, Counted } from "../../contract/cheapest.ts";
import type { IndicatorRule } from "../../contract/rule.ts";
import type { DrawnFeature } from "../drawn-feature.ts";
import { measureCoverage } from "../measure.ts";
import { SERVED, UNKNOWN, UNSERVED } from "../snapshot.ts";
import { snapshotWith } from "../snapshot-with.ts";
import { unitsOf } from "../units.ts";
import type { Clipped } from "./gap.ts";
import type { LineWorks } from "./line-works.ts";

/** Lines to build as features of their sector. */
function asFeatures(lines: readonly CheapestLine[], works: LineWorks): DrawnFeature[] {
  const { class: code, surface, allSeason, accepted, numbers } = works;
  return lines.map(({ line }, n) => ({
    id: `cheapest-${n}`,
    class: code,
    surface,
    allSeason,
    accepted,
    numbers,
    geometry: { type: "LineString", coordinates: line },
  }));
}

/** What the full coverage run counts in an area, on its data with some lines built. */
export function countWith(
  { snapshot, inArea }: Clipped,
  rule: IndicatorRule,
  works: LineWorks,
  counted: Counted,
  lines: readonly CheapestLine[],
): { readonly eligible: number; readonly served: number } {
  const added = asFeatures(lines, works);
  const verdicts = measureCoverage(
    added.length === 0 ? snapshot : snapshotWith(snapshot, { [rule.sector]: { added } }),
    rule,
  );
  const units = unitsOf(snapshot, rule.unit);
  let eligible = 0;
  let served = 0;
  verdicts.status.forEach((status, n) => {
    if (inArea[units.area[n]!] !== 1) return;
    const weight = counted === "villages" ? 1 : Math.max(0, units[counted][n]!);
    if (status === SERVED) served += weight;
    if (status === SERVED || status === UNSERVED || status === UNKNOWN) eligible += weight;
  });
  return { eligible, served };
}
