import type { TodayAnswer } from "../contract/thematic.ts";
import type { Indicator, IndicatorUnit, ValueQuestion } from "./indicator.ts";

type CountColumn = "villages" | "households" | "persons" | "poorHouseholds" | "poorPersons";

const countIn = ({ columns, area }: ValueQuestion, column: CountColumn): number | null =>
  (columns.today satisfies TodayAnswer)[column][area] ?? null;

const OF_PEOPLE = {
  group: "people",
  rule: null,
  measure: null,
  byYear: false,
  needsOf: () => ["today"],
  targetOf: () => null,
} as const satisfies Partial<Indicator>;

function count(
  id: string,
  column: CountColumn,
  unit: IndicatorUnit,
  better: Indicator["better"],
): Indicator {
  return {
    ...OF_PEOPLE,
    id,
    unit,
    kind: "count",
    better,
    valueAt(question) {
      const value = countIn(question, column);
      return { value, parts: [{ code: column, value }] };
    },
  };
}

function share(id: string, part: CountColumn, whole: CountColumn): Indicator {
  return {
    ...OF_PEOPLE,
    id,
    unit: "share",
    kind: "ratio",
    better: "low",
    valueAt(question) {
      const [some, all] = [countIn(question, part), countIn(question, whole)];
      return {
        value: some === null || all === null || all === 0 ? null : some / all,
        parts: [
          { code: part, value: some },
          { code: whole, value: all },
        ],
      };
    },
  };
}

/** Who lives where, as the village table records it; what no village records is not known. */
export const PEOPLE_INDICATORS: readonly Indicator[] = [
  count("persons", "persons", "persons", null),
  count("households", "households", "households", null),
  count("villages", "villages", "villages", null),
  count("poor-persons", "poorPersons", "persons", "low"),
  count("poor-households", "poorHouseholds", "households", "low"),
  share("poverty-share", "poorPersons", "persons"),
  share("poverty-share-households", "poorHouseholds", "households"),
];
