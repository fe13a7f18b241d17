import { LEVELS, type AreaName, type Level } from "../../core/contract/area.ts";
import type { AreaRates, CoverageAnswer } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { excludedOf, missingToTarget, ratesOf } from "../../core/coverage/roll-up.ts";
import type { AreaColumns } from "../../core/coverage/snapshot.ts";
import { areaName, maskBelow } from "../boundaries/area-tree.ts";
import type { RegionState } from "./state.ts";

/**
 * Rates of a rule in an area and in the areas of level `by` below it (default: the next level below that the area has).
 * Answered from the stored run where `rule` is one of its rules; `run` is null otherwise.
 */
export async function coverageAnswer(
  state: RegionState,
  rule: IndicatorRule,
  area: number,
  by: Level | undefined,
): Promise<CoverageAnswer> {
  const { areas } = state.snapshot;
  const { counts } = await state.judge(rule);
  const mask = maskBelow(areas, area);
  const level = by === undefined ? nextLevel(areas, area, mask) : LEVELS.indexOf(by);
  const below: AreaRates[] = [];
  for (let i = area + 1; i < areas.count; i++)
    if (mask[i] && areas.level[i] === level)
      below.push({ ...ratesOf(counts, i), ...nameOf(areas, i) });
  const total = ratesOf(counts, area);
  return {
    rule,
    area: nameOf(areas, area),
    run:
      state.run && state.rules.includes(rule)
        ? {
            id: state.run.id,
            finishedAt: state.run.finishedAt,
            dataVersion: state.run.dataVersion,
          }
        : null,
    total,
    excluded: excludedOf(counts, area),
    missingToTarget: missingToTarget(total, rule),
    areas: below,
  };
}

function nameOf(areas: AreaColumns, area: number): AreaName & { id: number } {
  return { id: areas.id[area]!, ...areaName(areas, area) };
}

/** The widest level found below an area; -1 when there is nothing below. */
function nextLevel(areas: AreaColumns, area: number, mask: Uint8Array): number {
  let next: number = LEVELS.length;
  for (let i = area + 1; i < areas.count; i++)
    if (mask[i] && areas.level[i]! < next) next = areas.level[i]!;
  return next === LEVELS.length ? -1 : next;
}
