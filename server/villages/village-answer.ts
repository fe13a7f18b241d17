import type { Level } from "../../core/contract/area.ts";
import type { VillageAnswer } from "../../core/contract/coverage.ts";
import type { AreaVerdictsAnswer } from "../../core/contract/request.ts";
import type { IndicatorRule, Unit } from "../../core/contract/rule.ts";
import { explainVerdict } from "../../core/coverage/explain.ts";
import { NOT_RECORDED, NO, YES, type Verdicts } from "../../core/coverage/snapshot.ts";
import { levelOf, placeNames } from "../boundaries/area-tree.ts";
import { reachOf } from "../coverage/override-rule.ts";
import type { RegionState } from "../coverage/state.ts";
import { verdictAnswer } from "../coverage/verdict-answer.ts";

type CardVerdict = VillageAnswer["verdicts"][number];

/** The village card: counts, attributes and one verdict with its link per rule on natural villages. */
export async function villageAnswer(state: RegionState, village: number): Promise<VillageAnswer> {
  const { areas, villages } = state.snapshot;
  const known = (column: Int32Array): number | null =>
    column[village]! < 0 ? null : column[village]!;
  const attributes = Object.entries(villages.attributes).map(
    ([name, column]): [string, boolean | null] => [
      name,
      column[village] === NOT_RECORDED ? null : column[village] === YES,
    ],
  );
  return {
    id: villages.id[village]!,
    code: villages.code[village] ?? null,
    name: villages.name[village]!,
    pinyin: state.loaded.villagePinyin[village] ?? null,
    position: [villages.lng[village]!, villages.lat[village]!],
    hasOutline: villages.outline.polygonOf[village + 1]! > villages.outline.polygonOf[village]!,
    areas: placeNames(areas, villages.area[village]!),
    households: known(villages.households),
    persons: known(villages.persons),
    poorHouseholds: known(villages.poorHouseholds),
    poorPersons: known(villages.poorPersons),
    willingHouseholds: known(villages.willingHouseholds),
    attributes: Object.fromEntries(attributes),
    verdicts: await cardVerdicts(state, "naturalVillage", village),
  };
}

/** The verdicts on an administrative village or township; empty for an area that no rule counts. */
export async function areaVerdictsAnswer(
  state: RegionState,
  area: number,
): Promise<AreaVerdictsAnswer> {
  const { areas } = state.snapshot;
  return {
    code: areas.code[area]!,
    verdicts: await cardVerdicts(state, levelOf(areas, area), area),
  };
}

async function cardVerdicts(
  state: RegionState,
  level: Unit | Level,
  index: number,
): Promise<CardVerdict[]> {
  const cards: CardVerdict[] = [];
  for (const rule of state.rules) {
    if (rule.unit !== level) continue;
    const { verdicts } = await state.judge(rule);
    const k = positionOf(verdicts, index);
    if (k >= 0) cards.push(cardVerdict(state, rule, verdicts, k, index));
  }
  return cards;
}

function cardVerdict(
  state: RegionState,
  rule: IndicatorRule,
  verdicts: Verdicts,
  k: number,
  index: number,
): CardVerdict {
  const { snapshot } = state;
  const attested =
    rule.unit === "naturalVillage" ? snapshot.villages.attested[rule.sector][index] : NOT_RECORDED;
  const explanation = explainVerdict(snapshot, rule, verdicts, k);
  return {
    ...verdictAnswer(snapshot, rule, verdicts, k),
    ruleId: rule.id,
    reachM: reachOf(rule),
    attested: attested === YES ? "served" : attested === NO ? "unserved" : null,
    link: explanation.link?.map(([lng, lat]): [number, number] => [lng!, lat!]) ?? null,
  };
}

/** Verdicts come in ascending order of unit; -1 where the rule does not list the unit. */
function positionOf(verdicts: Verdicts, unit: number): number {
  let low = 0;
  let high = verdicts.units.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (verdicts.units[middle] === unit) return middle;
    if (verdicts.units[middle]! < unit) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
