import type { IndicatorRule, Sector } from "../../core/contract/rule.ts";
import { UNIT_ATTRIBUTES } from "../../core/policy/classes.ts";
import { reachOf } from "./override-rule.ts";
import type { RegionDataset } from "./region-queries.ts";
import type { RegionState } from "./state.ts";

export type CsvLanguage = "zh-CN" | "en";

/** A column whose value is the same on every row. */
interface OriginColumn {
  en: string;
  zh: string;
  value: string | null;
}

/** What a gap list was judged by and on which data: rule, thresholds, day, sources, and whether the data are a demonstration. */
export function originOf(
  state: RegionState,
  rule: IndicatorRule,
  language: CsvLanguage,
): OriginColumn[] {
  const chinese = language === "zh-CN";
  const used = state.datasets.filter(({ kind }) => isUsed(kind, rule.sector));
  const name = chinese ? rule.name?.zh : rule.name?.en;
  const measured = state.run && state.rules.includes(rule) ? state.run.finishedAt : null;
  return [
    { en: "rule", zh: "指标", value: name === undefined ? rule.id : `${name} (${rule.id})` },
    { en: "thresholds", zh: "阈值", value: thresholdsOf(rule, chinese) },
    // Thresholds other than the rule's own are measured when they are asked for.
    {
      en: "measured_on",
      zh: "测算日期",
      value: (measured ?? new Date().toISOString()).slice(0, 10),
    },
    { en: "data_source", zh: "数据来源", value: sourcesOf(used, chinese) },
    { en: "data_note", zh: "数据说明", value: noteOf(used, chinese) },
  ];
}

/** True when a demonstration dataset is part of what a gap list of the region shows. */
export function isDemonstration(state: RegionState): boolean {
  return state.datasets.some((dataset) => dataset.demonstration);
}

const KIND_OF_SECTOR: Readonly<Record<Sector, string>> = {
  road: "roads",
  electricity: "electricity",
  water: "water",
  broadband: "broadband",
  facility: "facilities",
};

const isUsed = (kind: string, sector: Sector): boolean =>
  kind === "boundaries" || kind === "villages" || kind === KIND_OF_SECTOR[sector];

function thresholdsOf(rule: IndicatorRule, chinese: boolean): string | null {
  const { minHouseholds, minPersons, attribute } = rule.eligible;
  const reachM = reachOf(rule);
  const named =
    attribute === undefined
      ? undefined
      : Object.entries(UNIT_ATTRIBUTES).find(([known]) => known === attribute)?.[1];
  const parts = chinese
    ? [
        ...(reachM === null ? [] : [`距离不超过${reachM}米`]),
        ...(minHouseholds ? [`至少${minHouseholds}户`] : []),
        ...(minPersons ? [`至少${minPersons}人`] : []),
        ...(attribute === undefined ? [] : [named?.zh ?? attribute]),
      ]
    : [
        ...(reachM === null ? [] : [`within ${reachM} m`]),
        ...(minHouseholds ? [`at least ${minHouseholds} households`] : []),
        ...(minPersons ? [`at least ${minPersons} persons`] : []),
        ...(attribute === undefined ? [] : [named?.en ?? attribute]),
      ];
  return parts.length === 0 ? null : parts.join(chinese ? "；" : "; ");
}

/** The sources of the villages and networks that somebody brought, each once, with the date of the data where it is known. */
function sourcesOf(datasets: readonly RegionDataset[], chinese: boolean): string | null {
  const real = datasets.filter(
    ({ kind, demonstration }) => !demonstration && kind !== "boundaries",
  );
  const named = real.map(({ source, dataDate }) =>
    dataDate === null ? source : chinese ? `${source}（${dataDate}）` : `${source} (${dataDate})`,
  );
  return named.length === 0 ? null : [...new Set(named)].join(chinese ? "；" : "; ");
}

function noteOf(datasets: readonly RegionDataset[], chinese: boolean): string | null {
  const generated = datasets.filter(({ demonstration }) => demonstration).length;
  if (generated === 0) return null;
  if (generated < datasets.length) return chinese ? "部分为演示数据" : "partly demonstration data";
  return chinese ? "演示数据，非调查统计" : "demonstration data, not survey figures";
}
