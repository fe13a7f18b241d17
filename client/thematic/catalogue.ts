import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { MapSubject, ThematicView } from "../../core/contract/thematic.ts";
import {
  INDICATOR_GROUPS,
  type Indicator,
  type IndicatorGroup,
} from "../../core/thematic/indicator.ts";
import { findIndicator, listIndicators } from "../../core/thematic/indicators.ts";
import { usualStyle } from "../../core/thematic/paint-map.ts";
import { isOfVillages } from "../../core/thematic/villages-say.ts";

/** Indicators as a picker lists them: of a rule one for each kind, whatever it counts, which is chosen beside it. */
export function pickable(rules: readonly IndicatorRule[]): Map<IndicatorGroup, Indicator[]> {
  const all = listIndicators(rules.map(({ id }) => id)).filter(
    ({ measure }) => measure === null || measure === "villages",
  );
  return new Map(
    INDICATOR_GROUPS.map((group): [IndicatorGroup, Indicator[]] => [
      group,
      all.filter((each) => each.group === group),
    ]).filter(([, list]) => list.length > 0),
  );
}

/** The entry of the picker that an indicator stands under. */
export function entryOf(indicator: Indicator | null): string | null {
  if (indicator === null || indicator.rule === null) return indicator?.id ?? null;
  return `${indicator.kind === "rate" ? "rate" : "unserved"}:${indicator.rule}:villages`;
}

/** Styles that say something about an indicator. */
export function stylesOf(
  indicator: Indicator | null,
  rules: readonly IndicatorRule[],
): ThematicView["style"][] {
  if (indicator === null) return ["choropleth"];
  const judges = rules.find(({ id }) => id === indicator.rule)?.unit === "naturalVillage";
  const isCount = indicator.kind === "count" || indicator.kind === "amount";
  const ofVillages = isOfVillages(indicator, judges);
  return [
    "choropleth",
    ...(isCount ? (["symbols"] as const) : []),
    ...(["moves", "settlements", "progress"].includes(indicator.group) ? (["flows"] as const) : []),
    ...(isCount && ofVillages ? (["dots"] as const) : []),
    ...(ofVillages ? (["hex"] as const) : []),
  ];
}

/** What changes with the indicator: its usual classes and colours, and a style that suits it. */
export function withIndicator(
  view: ThematicView,
  id: string,
  rules: readonly IndicatorRule[],
): Partial<ThematicView> {
  const [before, indicator] = [findIndicator(view.indicator), findIndicator(id)];
  if (indicator === null) return {};
  const isOtherKind =
    before === null || before.kind !== indicator.kind || before.group !== indicator.group;
  return {
    indicator: id,
    hidden: [],
    // Limits that somebody wrote for other numbers would say nothing about these.
    ...(isOtherKind ? { ...usualStyle(indicator), breaks: [] } : {}),
    ...(stylesOf(indicator, rules).includes(view.style) ? {} : { style: "choropleth" }),
  };
}

/** What a map is compared with at first: the same a few years on, under both works and moves, or whatever else differs. */
export function usualOther(
  view: ThematicView,
  years: readonly number[],
  hasPlan: boolean,
): MapSubject {
  const { indicator, year, plan, basis } = view;
  const found = findIndicator(indicator);
  const subject = { indicator, year, plan, basis };
  if (found?.rule != null && hasPlan && basis === "today")
    return { ...subject, basis: "afterBoth" };
  const last = years.at(-1);
  if (last !== undefined && year !== last) return { ...subject, year: last };
  if (years.length > 1) return { ...subject, year: years[0]! };
  return { ...subject, indicator: indicator === "poverty-share" ? "persons" : "poverty-share" };
}

/** Numbers as people write them, by commas or spaces; of shares in per cent. Null where they are no ascending list of one to eight. */
export function readBreaks(text: string, isShare: boolean): number[] | null {
  const parts = text.split(/[\s,，、;；]+/u).filter((part) => part !== "");
  const numbers = parts.map((part) => Number(part.replace(/%$/, "")));
  const isAscending = numbers.every(
    (value, i) => Number.isFinite(value) && (i === 0 || value > numbers[i - 1]!),
  );
  if (numbers.length === 0 || numbers.length > 8 || !isAscending) return null;
  return isShare ? numbers.map((value) => Number((value / 100).toPrecision(12))) : numbers;
}

/** The same numbers as a person would write them. */
export function writeBreaks(breaks: readonly number[], isShare: boolean): string {
  return breaks
    .map((value) => String(isShare ? Number((value * 100).toPrecision(12)) : value))
    .join(", ");
}
