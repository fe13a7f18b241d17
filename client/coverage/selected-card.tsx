import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { VillageAnswer } from "../../core/contract/coverage.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Question } from "../api.ts";
import type { Language, Selected } from "../view-state.ts";
import { useArea, useUnit, useUnitRows, useVillage } from "./queries.ts";
import { reachOf } from "./rules.ts";
import { UnitCard, type CardUnit } from "./unit-card.tsx";

/** Where the selected unit lies and what it is called, for the map to mark. */
export interface MarkedPlace {
  at: readonly [number, number];
  name: string;
  pinyin: string | null;
}

/** Reads the selected village or area, shows its card, and tells the map where it lies and what to link it with. */
export function SelectedCard(props: {
  version: string;
  selected: Selected;
  rules: readonly IndicatorRule[];
  rule: IndicatorRule;
  question: Question;
  language: Language;
  takeFocus: boolean;
  /** Code of the chosen area. */
  area: string;
  /** Called with the county of a unit that lies outside the chosen area. */
  onOutside: (county: string) => void;
  onPlace: (place: MarkedPlace | null) => void;
  onLink: (link: readonly (readonly [number, number])[] | null) => void;
  onClose: () => void;
  onArea: (code: string) => void;
  onShow: (at: readonly [number, number]) => void;
  /** Tries what would be without a feature of the rule's sector; null where nothing can be tried. */
  onWashOut: ((featureId: number) => void) | null;
}) {
  const { t } = useTranslation();
  const { selected, question, rule, version, onPlace, onLink, onOutside } = props;
  const village = useVillage(version, selected.type === "village" ? selected.id : null);
  const unit = useUnit(version, selected.type === "area" ? selected.code : null);
  const changedQuestion = question.reachM !== undefined || question.minHouseholds !== undefined;
  const within = village.data?.areas.at(-1)?.code ?? unit.data?.area.code;
  const rows = useUnitRows(
    version,
    changedQuestion && within !== undefined ? { ...question, area: within } : null,
  );
  const card = useMemo<CardUnit | null>(() => {
    if (village.data !== undefined) return villageCard(village.data, t);
    if (unit.data === undefined) return null;
    const { area, verdicts } = unit.data;
    return {
      level: area.level === "township" ? "township" : "administrativeVillage",
      name: area.name,
      pinyin: area.pinyin,
      code: area.code,
      position: verdicts.find(({ link }) => link !== null)?.link?.[0] ?? null,
      hasOutline: null,
      areas: area.ancestors.filter(({ level }) => level !== "region" && level !== "city"),
      figures: [
        { label: t("level.village"), count: area.villages },
        { label: t("card.households"), count: area.households },
        { label: t("card.persons"), count: area.persons },
      ],
      households: area.households,
      persons: area.persons,
      attributes: {},
      verdicts,
    };
  }, [village.data, unit.data, t]);
  const row = rows.data?.items.find(({ id, code }) =>
    selected.type === "village" ? id === selected.id : code === selected.code,
  );
  const link = card?.verdicts.find(({ ruleId }) => ruleId === rule.id)?.link ?? null;
  const position = card?.position ?? null;
  const name = card?.name ?? "";
  const pinyin = card?.pinyin ?? null;
  useEffect(() => {
    if (position !== null) onPlace({ at: position, name, pinyin });
  }, [position, name, pinyin, onPlace]);
  // A village found by search, or named by a link, may lie elsewhere: its county is then what the page is about.
  const county = card?.areas.find(({ level }) => level === "county") ?? card?.areas[0];
  const around = useArea(version, county?.code ?? null);
  const outside =
    card !== null &&
    county !== undefined &&
    around.data?.code === county.code &&
    ![...around.data.ancestors, ...card.areas].some(({ code }) => code === props.area) &&
    card.code !== props.area
      ? county.code
      : null;
  useEffect(() => {
    if (outside !== null) onOutside(outside);
  }, [outside, onOutside]);
  useEffect(() => {
    onLink(link);
    return () => onLink(null);
  }, [link, onLink]);
  const query = selected.type === "village" ? village : unit;
  return (
    <UnitCard
      unit={card}
      error={query.error}
      retry={() => void query.refetch()}
      rules={props.rules}
      chosenRule={rule.id}
      changed={
        row === undefined
          ? null
          : {
              verdict: row,
              reachM: question.reachM ?? reachOf(rule),
              minHouseholds: question.minHouseholds,
            }
      }
      language={props.language}
      takeFocus={props.takeFocus}
      onWashOut={props.onWashOut}
      onClose={props.onClose}
      onArea={props.onArea}
      onShow={() => {
        if (position !== null) props.onShow(position);
      }}
    />
  );
}

function villageCard(village: VillageAnswer, t: (key: string) => string): CardUnit {
  return {
    level: "naturalVillage",
    name: village.name,
    pinyin: village.pinyin,
    code: village.code,
    position: village.position,
    hasOutline: village.hasOutline,
    areas: village.areas,
    figures: [
      { label: t("card.households"), count: village.households },
      { label: t("card.persons"), count: village.persons },
      { label: t("card.poorHouseholds"), count: village.poorHouseholds },
      { label: t("card.poorPersons"), count: village.poorPersons },
      { label: t("card.willingHouseholds"), count: village.willingHouseholds },
    ],
    households: village.households,
    persons: village.persons,
    attributes: village.attributes,
    verdicts: village.verdicts,
  };
}
