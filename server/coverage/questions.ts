import type { IndicatorRule } from "../../core/contract/rule.ts";
import { problem } from "../http/problem.ts";
import { overrideRule, type Overrides } from "./override-rule.ts";
import type { Regions } from "./regions.ts";
import type { RegionState } from "./state.ts";

export interface PlaceOfQuestion {
  state: RegionState;
  /** Index of the area in the state's snapshot. */
  area: number;
}

/**
 * The region and area that a code names; without a code, the only region there is.
 * Throws a problem 404 for an unknown code, and 400 when there are several regions to choose from.
 */
export function findPlace(regions: Regions, code: string | undefined): PlaceOfQuestion {
  const states = regions.all();
  if (code === undefined) {
    if (states.length === 1) return { state: states[0]!, area: 0 };
    throw problem(400, "areaRequired", "There are several regions; name an area.", "area", {
      regions: states.map((state) => state.snapshot.regionCode),
    });
  }
  for (const state of states) {
    const area = state.areaIndex(code);
    if (area !== undefined) return { state, area };
  }
  throw problem(404, "unknownArea", "There is no area with this code.", "area", { area: code });
}

/** The rule in force with the values asked for. Throws a problem for an unknown rule or a value it has no use for. */
export function findRule(state: RegionState, id: string, overrides: Overrides): IndicatorRule {
  const rule = state.rule(id);
  if (!rule)
    throw problem(404, "unknownRule", "There is no rule with this id.", "rule", {
      rule: id,
      rules: state.rules.map((each) => each.id),
    });
  const override = overrideRule(rule, overrides);
  if (!override.ok)
    throw problem(400, override.code, "This rule has no distance to change.", override.field, {
      rule: id,
    });
  return override.rule;
}
