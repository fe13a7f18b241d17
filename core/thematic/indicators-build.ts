import { positionOf } from "./columns.ts";
import type { Indicator, IndicatorUnit, PartCode, ValueQuestion } from "./indicator.ts";

/** Columns of the comparison and what they are called as parts. */
const PARTS = {
  villages: "lackingVillages",
  households: "lackingHouseholds",
  moveVillages: "cheaperToMoveVillages",
  moveHouseholds: "cheaperToMoveHouseholds",
  buildYuan: "buildYuan",
  moveYuan: "moveYuan",
} as const satisfies Record<string, PartCode>;
type Column = keyof typeof PARTS;

function figureIn({ columns, area }: ValueQuestion, column: Column): number | null {
  const on = columns.buildOrMove;
  if (!on) return null;
  const position = positionOf(on.areas, columns.today.areas[area]!.code);
  return on[column][position] ?? null;
}

const OF_BUILDING = {
  group: "buildOrMove",
  rule: null,
  measure: null,
  better: null,
  byYear: false,
  needsOf: () => ["today", "buildOrMove"],
  targetOf: () => null,
} as const satisfies Partial<Indicator>;

function plain(
  id: string,
  column: Column,
  kind: "count" | "amount",
  unit: IndicatorUnit,
): Indicator {
  return {
    ...OF_BUILDING,
    id,
    unit,
    kind,
    valueAt(question) {
      const value = figureIn(question, column);
      return { value, parts: [{ code: PARTS[column], value }] };
    },
  };
}

function ratio(id: string, over: Column, under: Column, unit: IndicatorUnit): Indicator {
  return {
    ...OF_BUILDING,
    id,
    unit,
    kind: "ratio",
    valueAt(question) {
      const [top, bottom] = [figureIn(question, over), figureIn(question, under)];
      return {
        value: top === null || bottom === null || bottom === 0 ? null : top / bottom,
        parts: [
          { code: PARTS[over], value: top },
          { code: PARTS[under], value: bottom },
        ],
      };
    },
  };
}

/** What bringing the missing services costs against moving, over the horizon of the comparison, of villages that lack something. */
export const BUILD_INDICATORS: readonly Indicator[] = [
  ratio("move-share", "moveHouseholds", "households", "share"),
  ratio("build-yuan-per-household", "buildYuan", "households", "yuanPerHousehold"),
  ratio("move-yuan-per-household", "moveYuan", "households", "yuanPerHousehold"),
  plain("lacking-villages", "villages", "count", "villages"),
  plain("lacking-households", "households", "count", "households"),
  plain("cheaper-to-move-households", "moveHouseholds", "count", "households"),
  plain("build-yuan", "buildYuan", "amount", "yuan"),
  plain("move-yuan", "moveYuan", "amount", "yuan"),
];
