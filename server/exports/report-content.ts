import { LEVELS, type Level } from "../../core/contract/area.ts";
import type { ExitCardAnswer, ExitLine } from "../../core/contract/exit-card.ts";
import {
  MAP_LEVELS,
  type MapLevel,
  type Measure,
  type PlanColumnsAnswer,
  type RuleColumns,
  type TodayAnswer,
} from "../../core/contract/thematic.ts";
import { MAP_WORDS } from "../../core/composition/map-words.ts";
import { ruleName, wordingOf, type Wording } from "../../core/composition/map-texts.ts";
import {
  wordCell,
  type Report,
  type ReportCell,
  type ReportSection,
} from "../../core/composition/report.ts";
import { REPORT_WORDS, type ReportWords } from "../../core/composition/report-words.ts";
import { percentText, targetText } from "../../core/policy/rate-text.ts";
import { levelOf, maskBelow } from "../boundaries/area-tree.ts";
import type { PlaceOfQuestion } from "../coverage/questions.ts";
import type { Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import type { PlanRow } from "../plans/queries.ts";
import { ask, hasAddress } from "./ask.ts";
import { printName } from "./map-areas.ts";
import { originOfData } from "./origin.ts";

/** What a report is made with. */
export interface ReportQuestion {
  context: PlanContext;
  operations: readonly Operation<PlanContext>[];
  place: PlaceOfQuestion;
  plan: PlanRow | null;
  language: "zh-CN" | "en";
  organisation: string;
  /** YYYY-MM-DD. */
  printedOn: string;
}

const EXIT_CARD = "/api/exit-card";

/** The words and tables of an area's report: people, coverage, coverage below, moves by year, and of a county its exit card. */
export async function reportOf(question: ReportQuestion): Promise<Report> {
  const { context, operations, place, plan, language } = question;
  const { state, area } = place;
  const code = state.snapshot.areas.code[area]!;
  const wording = wordingOf(language, state.rules);
  const words = REPORT_WORDS[language];
  const own = mapLevelOf(levelOf(state.snapshot.areas, area));
  const by = levelBelow(place);
  const get = <Answer>(path: string, query: Record<string, string>): Promise<Answer> =>
    ask<Answer>(context, operations, path, query);
  const today = await get<TodayAnswer>("/api/thematic/today", { area: code, by: own });
  const sections: ReportSection[] = [coverageSection(today, words, wording)];
  if (by !== null) {
    const below = await get<TodayAnswer>("/api/thematic/today", { area: code, by });
    sections.push(areasSection(question, below, words, wording));
  }
  if (plan) {
    const columns = await get<PlanColumnsAnswer>("/api/thematic/plan", { plan: plan.id, by: own });
    const at = columns.areas.indexOf(code);
    if (at >= 0) sections.push(movesSection(columns, at, plan, words, language));
  }
  if (own === "county" && hasAddress(operations, EXIT_CARD))
    sections.push(
      exitSection(await get<ExitCardAnswer>(EXIT_CARD, { area: code }), words, language),
    );
  const mapWords = MAP_WORDS[language];
  const origin = originOfData(state, mapWords);
  const count = (value: number | null | undefined): string =>
    value?.toLocaleString(language) ?? "—";
  const colon = language === "en" ? ": " : "：";
  return {
    language,
    title: words.title(printName(state, area, language)),
    subtitle: words.subtitle(question.printedOn),
    organisation: question.organisation,
    demonstration: origin.demonstration,
    figures: [
      { label: words.villages, text: count(today.villages[0]) },
      { label: words.households, text: count(today.households[0]) },
      { label: words.persons, text: count(today.persons[0]) },
      { label: words.poorPersons, text: count(today.poorPersons[0]) },
    ],
    sections,
    imprint: [
      `${mapWords.source}${colon}${origin.source}`,
      `${mapWords.dataDate}${colon}${origin.dataDate}`,
    ],
  };
}

/** The level that a report looks at below its area: of a region the cities, else the next that the data have. Null where there is none. */
export function levelBelow({ state, area }: PlaceOfQuestion): MapLevel | null {
  const { areas } = state.snapshot;
  const inside = maskBelow(areas, area);
  let next: number = LEVELS.length;
  for (let i = 0; i < areas.count; i++)
    if (inside[i] && i !== area && areas.level[i]! < next) next = areas.level[i]!;
  return MAP_LEVELS.find((level) => LEVELS.indexOf(level) === next) ?? null;
}

/** An administrative village is told as its township is: by the level of maps that holds it. */
const mapLevelOf = (level: Level): MapLevel =>
  MAP_LEVELS.find((each) => each === level) ?? "township";

const countCell = (value: number | null, language: string): ReportCell => ({
  text: value === null ? "—" : value.toLocaleString(language),
  value,
  format: "count",
});

function rateCell(served: number | null, unserved: number | null): ReportCell {
  const counted = served === null || unserved === null ? 0 : served + unserved;
  const rate = counted > 0 ? served! / counted : null;
  return { text: rate === null ? "—" : `${percentText(rate)}%`, value: rate, format: "rate" };
}

function coverageSection(today: TodayAnswer, words: ReportWords, wording: Wording): ReportSection {
  const { language } = wording;
  const { measure } = wording.words;
  return {
    heading: words.coverage,
    texts: [words.coverageNote],
    table: {
      columns: [
        words.rule,
        words.unit,
        words.target,
        words.rate(words.units),
        words.notServed(words.units),
        words.rate(measure.households),
        words.notServed(measure.households),
        words.rate(measure.persons),
        words.notServed(measure.persons),
      ],
      leftColumns: 2,
      rows: today.rules.map((rule) => [
        wordCell(ruleName(rule.rule, wording)),
        wordCell(
          measure[wording.rules.find(({ id }) => id === rule.rule)?.unit ?? "naturalVillage"],
        ),
        {
          text: rule.target === null ? "—" : `${targetText(rule.target)}%`,
          value: rule.target,
          format: "rate",
        },
        ...statusCells(rule, "villages", 0, language),
        ...statusCells(rule, "households", 0, language),
        ...statusCells(rule, "persons", 0, language),
      ]),
    },
  };
}

function statusCells(
  rule: RuleColumns,
  measure: Measure,
  at: number,
  language: string,
): ReportCell[] {
  const { served, unserved } = rule[measure];
  return [
    rateCell(served[at] ?? null, unserved[at] ?? null),
    countCell(unserved[at] ?? null, language),
  ];
}

function areasSection(
  { place, language }: ReportQuestion,
  below: TodayAnswer,
  words: ReportWords,
  wording: Wording,
): ReportSection {
  const { state } = place;
  const measureOf = (id: string): Measure =>
    wording.rules.find((rule) => rule.id === id)?.headline ?? "villages";
  return {
    heading: words.byArea(wording.words.level[below.by]),
    texts: [words.byAreaNote],
    table: {
      columns: [
        wording.words.column(below.by),
        words.persons,
        ...below.rules.map(({ rule }) => ruleName(rule, wording)),
      ],
      leftColumns: 1,
      rows: below.areas.map(({ code }, i) => [
        wordCell(printName(state, state.areaIndex(code)!, language)),
        countCell(below.persons[i] ?? null, language),
        ...below.rules.map((rule) => {
          const { served, unserved } = rule[measureOf(rule.rule)];
          return rateCell(served[i] ?? null, unserved[i] ?? null);
        }),
      ]),
    },
  };
}

const YUAN_IN_WAN = 10_000;

function movesSection(
  columns: PlanColumnsAnswer,
  at: number,
  plan: PlanRow,
  words: ReportWords,
  language: string,
): ReportSection {
  const shown = [
    [words.movedVillages, columns.movedVillages, 1],
    [words.movedHouseholds, columns.movedHouseholds, 1],
    [words.movedPersons, columns.movedPersons, 1],
    [words.targetPersons, columns.targetPersons, 1],
    [words.movedIn, columns.actualPersons, 1],
    [words.amount, columns.amountYuan, YUAN_IN_WAN],
  ] as const;
  const valueOf = (column: (number | null)[][], y: number, by: number): number | null => {
    const value = column[y]?.[at] ?? null;
    return value === null ? null : Math.round(value / by);
  };
  const total = (column: (number | null)[][], by: number): number | null => {
    const known = column.flatMap((row) => (row[at] == null ? [] : [row[at]!]));
    return known.length === 0 ? null : Math.round(known.reduce((a, b) => a + b, 0) / by);
  };
  return {
    heading: words.moves,
    texts: [words.movesNote(plan.name, plan.version)],
    table: {
      columns: [words.year, ...shown.map(([name]) => name)],
      leftColumns: 1,
      rows: [
        ...columns.years.map((year, y) => [
          wordCell(String(year)),
          ...shown.map(([, column, by]) => countCell(valueOf(column, y, by), language)),
        ]),
        [
          wordCell(words.allYears),
          ...shown.map(([, column, by]) => countCell(total(column, by), language)),
        ],
      ],
    },
  };
}

function exitSection(
  card: ExitCardAnswer,
  words: ReportWords,
  language: "zh-CN" | "en",
): ReportSection {
  const inLanguage = (text: { zh: string; en: string }): string =>
    language === "en" ? text.en : text.zh;
  return {
    heading: words.exit(card.year),
    texts: [words.exitNote(card.passed, card.failed, card.unknown)],
    table: {
      columns: [words.criterion, words.value, words.threshold, words.standing, words.article],
      leftColumns: 1,
      rows: card.lines.map((line) => [
        wordCell(inLanguage(line.name)),
        exitValue(line, line.value, words, language),
        wordCell(
          line.threshold === null
            ? "—"
            : words.comparison[line.comparison](
                line.unit === "rate"
                  ? `${targetText(line.threshold)}%`
                  : exitValue(line, line.threshold, words, language).text,
              ),
        ),
        wordCell(words.standings[line.standing]),
        wordCell(words.articleOf(line.article)),
      ]),
    },
  };
}

function exitValue(
  { unit }: ExitLine,
  value: number | null,
  words: ReportWords,
  language: string,
): ReportCell {
  if (value === null) return wordCell("—");
  if (unit === "rate") return { text: `${percentText(value)}%`, value, format: "rate" };
  if (unit === "yes/no") return wordCell(value >= 1 ? words.yes : words.no);
  const number = value.toLocaleString(language, { maximumFractionDigits: 2 });
  return {
    text: unit === "yuan/person" ? words.yuanPerPerson(number) : number,
    value,
    format: unit === "skills/household" ? "text" : "count",
  };
}
