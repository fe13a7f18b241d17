import type { ThematicView } from "../../core/contract/thematic.ts";
import {
  differenceText,
  indicatorName,
  measureName,
  momentOf,
  ruleName,
  unitText,
  valueText,
  type Wording,
} from "../../core/composition/map-texts.ts";
import { targetText } from "../../core/policy/rate-text.ts";
import type { Side } from "./map-sides.ts";

/** The value in words, as a map and its table have it. */
export function sayValue(value: number | null, side: Side, wording: Wording): string {
  const { unit } = side.indicator;
  return side.isDifference ? differenceText(value, unit, wording) : valueText(value, unit, wording);
}

/** What tells one side from the other: what both share is left out. */
export function sideName(side: Side, sides: readonly Side[], wording: Wording): string {
  const isOne = (of: (each: Side) => unknown): boolean =>
    sides.every((each) => of(each) === of(side));
  const plans = sides.flatMap(({ plan }) => (plan ? [plan.id] : []));
  return [
    ...(isOne(({ indicator }) => indicator.id) ? [] : [indicatorName(side.indicator, wording)]),
    ...momentOf(side.subject, wording),
    ...(side.plan && new Set(plans).size > 1 ? [side.plan.name] : []),
  ].join(" · ");
}

/** By which areas, when, and by which plan. */
export function subtitleOf(sides: readonly Side[], view: ThematicView, wording: Wording): string {
  const { words } = wording;
  const [first] = sides as [Side, ...Side[]];
  const by = words.by(view.by);
  if (sides.length > 1) {
    const plans = new Map(sides.flatMap(({ plan }) => (plan ? [[plan.id, plan] as const] : [])));
    const [plan, ...more] = plans.values();
    return plan && more.length === 0 ? [by, words.plan(plan.name, plan.version)].join(" · ") : by;
  }
  const moment = momentOf(first.subject, wording);
  if (first.isDifference && view.other) moment.push(`→ ${momentOf(view.other, wording).join(" ")}`);
  const plan = first.plan ? [words.plan(first.plan.name, first.plan.version)] : [];
  return [by, ...moment, ...plan].join(" · ");
}

/** The figure of the whole: its rate with who is not served, or the sum of what adds up. */
export function headlineOf(side: Side, view: ThematicView, wording: Wording): string | null {
  const { indicator, painted, columns } = side;
  const { words } = wording;
  if (side.isDifference) return null;
  const sum = (code: string): number =>
    painted.areas.reduce(
      (total, { parts }) => total + (parts.find((part) => part.code === code)?.value ?? 0),
      0,
    );
  if (indicator.kind === "rate") {
    const [served, unserved] = [sum("served"), sum("unserved")];
    if (served + unserved === 0) return null;
    const target = indicator.targetOf(columns);
    return words.headline({
      rate: valueText(served / (served + unserved), "share", wording),
      unserved: unserved.toLocaleString(wording.language),
      unit: measureName(indicator, wording),
      target: target === null ? null : `${targetText(target)}%`,
    });
  }
  if (indicator.kind === "ratio") return null;
  const values = painted.areas.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  const total = values.reduce((all, value) => all + value, 0);
  const unit = unitText(indicator.unit, wording);
  return words.total(`${valueText(total, indicator.unit, wording)} ${unit}`.trim());
}

/** By what it is judged: the rule with its version and source, or the plan. */
export function basisOf({ indicator, plan }: Side, wording: Wording): string | null {
  const { words, rules, language } = wording;
  const rule = rules.find(({ id }) => id === indicator.rule);
  if (rule) {
    const source =
      typeof rule.source === "string"
        ? rule.source
        : language === "en"
          ? rule.source.en
          : rule.source.zh;
    return words.rule(ruleName(rule.id, wording), rule.version, source);
  }
  return plan ? words.plan(plan.name, plan.version) : null;
}

/** What tells one side from the other in the head of a column. */
export function shortMoment(side: Side, wording: Wording): string {
  return momentOf(side.subject, wording).join(" ") || wording.words.value;
}
