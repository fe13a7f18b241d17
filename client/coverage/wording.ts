import type { TFunction } from "i18next";
import type { Rate, Verdict } from "../../core/contract/coverage.ts";
import type { IndicatorRule, Sector, SimpleTest, Unit } from "../../core/contract/rule.ts";
import {
  classNameOf,
  ROAD_SURFACES,
  UNIT_ATTRIBUTES,
  type ClassName,
} from "../../core/policy/classes.ts";
import { missingOf, standingOf } from "../../core/policy/target.ts";
import { formatCount, formatDistance, formatTarget } from "../format.ts";
import type { Language } from "../view-state.ts";
import { testsOf } from "./rules.ts";

const pick = (name: ClassName | null | undefined, fallback: string, language: Language): string =>
  name === null || name === undefined ? fallback : language === "en" ? name.en : name.zh;

/** The word for a class of features, as written where the system does not know it. */
const className = (sector: Sector, code: string, language: Language): string =>
  pick(classNameOf(sector, code), code, language);

/** The word for a road surface. */
const surfaceName = (code: string, language: Language): string =>
  pick(Object.entries(ROAD_SURFACES).find(([known]) => known === code)?.[1], code, language);

/** The word for a yes/no attribute of a village. */
export const attributeName = (code: string, language: Language): string =>
  pick(Object.entries(UNIT_ATTRIBUTES).find(([known]) => known === code)?.[1], code, language);

/** Who a rule counts, as a sentence. */
export function explainEligible(rule: IndicatorRule, t: TFunction, language: Language): string {
  const unit = t(`unit.${rule.unit}`);
  const { minHouseholds, minPersons, attribute } = rule.eligible;
  const parts = [
    ...(minHouseholds ? [t("explain.minHouseholds", { n: minHouseholds, unit })] : []),
    ...(minPersons ? [t("explain.minPersons", { n: minPersons, unit })] : []),
    ...(attribute === undefined
      ? []
      : [t("explain.attribute", { attribute: attributeName(attribute, language), unit })]),
  ];
  const what = parts.length === 0 ? t("explain.all", { unit }) : parts.join(t("explain.and"));
  return t("explain.counted", { what });
}

function featuresOf(test: SimpleTest, sector: Sector, t: TFunction, language: Language): string {
  const list = t("explain.list");
  const classes = [...(test.classes ?? []), ...(test.facilityKinds ?? [])].map((code) =>
    className(sector, code, language),
  );
  const named = classes.length === 0 ? t(`explain.anyOf.${sector}`) : classes.join(list);
  const seasoned = test.allSeason === true ? `${t("explain.allSeason")} ${named}` : named;
  const surfaced =
    test.surfaces === undefined
      ? seasoned
      : t("explain.featuresSurfaces", {
          classes: seasoned,
          surfaces: test.surfaces.map((code) => surfaceName(code, language)).join(list),
        });
  const bounds = Object.entries(test.where ?? {}).flatMap(([code, { min, max }]) => {
    const field = t(`field.${code}`, { defaultValue: code });
    return [
      ...(min === undefined ? [] : [t("explain.least", { field, value: min })]),
      ...(max === undefined ? [] : [t("explain.most", { field, value: max })]),
    ];
  });
  return bounds.length === 0 ? surfaced : `${surfaced} (${bounds.join(list)})`;
}

function explainTest(
  test: SimpleTest,
  rule: IndicatorRule,
  reachM: number | null,
  t: TFunction,
  language: Language,
): string {
  const features = featuresOf(test, rule.sector, t, language);
  const only =
    test.onlyFor === undefined
      ? ""
      : t("explain.onlyFor", { attribute: attributeName(test.onlyFor, language) });
  if (test.kind !== "distance") return t(`explain.${test.kind}`, { features }) + only;
  const reach = formatDistance(reachM ?? test.reachM, language);
  const key = test.from === "seat" ? "explain.distanceSeat" : "explain.distance";
  return t(key, { features, reach }) + only;
}

/** When a unit is served, as sentences; `reachM` replaces the rule's own reach where it was changed. */
export function explainServed(
  rule: IndicatorRule,
  reachM: number | null,
  t: TFunction,
  language: Language,
): string[] {
  const tests = testsOf(rule).map((test) => explainTest(test, rule, reachM, t, language));
  const how =
    tests.length === 1 ? tests[0]! : t("explain.any", { list: tests.join(t("explain.separator")) });
  const neighbour = rule.throughNeighbour;
  return [
    t("explain.served", { how }),
    t(rule.attested ? "explain.attested" : "explain.notAttested"),
    ...(neighbour === undefined
      ? []
      : [
          t("explain.neighbour", {
            reach: formatDistance(neighbour.withinM, language),
            unit: t(`unit.${rule.unit}`),
          }),
        ]),
  ];
}

/** The nearest feature in words: its name, class and surface as far as they are recorded. */
export function featureName(verdict: Verdict, t: TFunction, language: Language): string {
  const { feature } = verdict;
  if (feature === null) return t("reason.feature");
  const kind =
    feature.class === null
      ? t(`explain.anyOf.${feature.sector}`)
      : className(feature.sector, feature.class, language);
  const surface = feature.surface === null ? [] : [surfaceName(feature.surface, language)];
  const detail = [kind, ...surface].join(t("explain.list"));
  return feature.name === null ? detail : `${feature.name} (${detail})`;
}

/** Why a verdict is what it is, as a sentence. */
export function reasonText(
  verdict: Verdict,
  reachM: number | null,
  t: TFunction,
  language: Language,
): string {
  const feature = featureName(verdict, t, language);
  const distance = formatDistance(verdict.distanceM, language);
  const reach = formatDistance(reachM, language);
  const { reason, distanceM } = verdict;
  if (reason === "withinReach")
    return reachM === null
      ? t("reason.withinReachPlain", { feature, distance })
      : t("reason.withinReach", { feature, distance, reach });
  if (reason === "beyondReach") {
    if (distanceM === null) return t("reason.beyondReachNone");
    return reachM === null
      ? t("reason.beyondReachPlain", { feature, distance })
      : t("reason.beyondReach", { feature, distance, reach });
  }
  if (reason === "outside" && distanceM !== null && verdict.feature !== null)
    return t("reason.outsideNearest", { feature, distance });
  return t(`reason.${reason}`, { feature, distance });
}

/** What a rule asks of the units it counts, as far as it is known of one. */
export interface CountedBy {
  households: number | null;
  persons: number | null;
  /** Null or absent: not recorded. */
  attributes: Readonly<Record<string, boolean | null>>;
}

/** Why a rule does not count a unit: too few households or persons, or an attribute that it has not. */
export function whyNotCounted(
  { minHouseholds = 0, minPersons = 0, attribute }: IndicatorRule["eligible"],
  unit: CountedBy,
  t: TFunction,
  language: Language,
): string {
  const fewer = (key: "households" | "persons", least: number): string[] => {
    const count = unit[key];
    if (count === null || count >= least) return [];
    const what = t(`counted.${key}`);
    return [
      t("reason.fewer", {
        n: formatCount(count, language),
        least: formatCount(least, language),
        what,
      }),
    ];
  };
  const short = [...fewer("households", minHouseholds), ...fewer("persons", minPersons)];
  const lacks =
    attribute !== undefined && (unit.attributes[attribute] === false || short.length === 0)
      ? [t("reason.lacks", { attribute: attributeName(attribute, language) })]
      : [];
  const why = [...short, ...lacks];
  return why.length === 0
    ? t("reason.notEligible")
    : t("reason.notEligibleWhy", { why: why.join(t("explain.list")) });
}

/** What a rule's headline counts, as a key of `unit` and `counted`. */
export const countedKey = (rule: IndicatorRule): Unit | "households" | "persons" =>
  rule.headline === "villages" ? rule.unit : rule.headline;

/** "4,458 not served"; where the rule counts households or persons, it says so. */
export function notServedText(
  rule: IndicatorRule,
  unserved: number,
  t: TFunction,
  language: Language,
): string {
  const n = formatCount(unserved, language);
  return rule.headline === "villages"
    ? t("asked.notServed", { n })
    : t("asked.notServedOf", { n, what: t(`counted.${rule.headline}`) });
}

/**
 * What would reach the target: "3 natural villages more to 95%", from the least to the most where statuses are unknown, or that it
 * cannot be told. Null where the target is met, or there is none, or nothing counts.
 */
export function actionText(
  rule: IndicatorRule,
  rate: Rate,
  t: TFunction,
  language: Language,
): string | null {
  const standing = standingOf(rate, rule.target);
  const missing = missingOf(rate, rule.target);
  if (missing === null || standing === null || standing === "met") return null;
  const values = {
    what: t(`counted.${countedKey(rule)}`),
    target: formatTarget(rule.target),
    n: formatCount(standing === "below" ? missing.most : rate.unknown, language),
    least: formatCount(missing.least, language),
    most: formatCount(missing.most, language),
  };
  if (standing === "undetermined") return t("results.undetermined", values);
  return t(missing.least === missing.most ? "results.toTarget" : "results.toTargetRange", values);
}

/** Whether a verdict comes from a report or from geometry. */
export const isAttested = (verdict: Verdict): boolean =>
  verdict.reason === "attestedServed" || verdict.reason === "attestedUnserved";
