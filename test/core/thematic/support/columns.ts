import type {
  BuildOrMoveColumnsAnswer,
  PlanColumnsAnswer,
  RuleColumns,
  RuleYearsAnswer,
  TodayAnswer,
} from "../../../../core/contract/thematic.ts";

const PLAN = "0b2f0f5e-6d2c-4a53-9d4e-3f1a2b3c4d5e";

/** Columns of a rule with so many villages served and not; households are five times, persons twenty times as many. */
function ruleColumns(
  served: readonly (number | null)[],
  unserved: readonly (number | null)[],
): RuleColumns {
  const times = (factor: number) => {
    const column = (of: readonly (number | null)[]) =>
      of.map((value) => (value === null ? null : value * factor));
    return { served: column(served), unserved: column(unserved), unknown: served.map(() => 1) };
  };
  return { villages: times(1), households: times(5), persons: times(20) };
}

/** Four counties: well served, badly served, without any village that counts, and one of which nothing is recorded. */
export function today(set: Partial<TodayAnswer> = {}): TodayAnswer {
  return {
    area: "45",
    by: "county",
    dataVersion: "v1",
    demonstration: false,
    areas: ["c1", "c2", "c3", "c4"].map((code, i) => ({
      id: 10 + i,
      code,
      name: `县${i}`,
      pinyin: null,
      level: "county",
      parentCode: "45",
      bbox: null,
      position: [108 + i, 24],
    })),
    villages: [100, 50, 0, 10],
    households: [2000, 900, 0, null],
    persons: [8000, 4000, 0, null],
    poorHouseholds: [200, 300, 0, null],
    poorPersons: [800, 1000, 0, null],
    rules: [
      { rule: "village-road", target: 0.95, ...ruleColumns([96, 30, 0, null], [4, 20, 0, null]) },
      { rule: "rural-access", target: null, ...ruleColumns([50, 25, 0, null], [50, 25, 0, null]) },
    ],
    ...set,
  };
}

const yearly = (...rows: (number | null)[][]): (number | null)[][] => rows;

/** A plan of two years for c1 and c2, in another order than the areas of today. */
export function planOf(set: Partial<PlanColumnsAnswer> = {}): PlanColumnsAnswer {
  return {
    plan: PLAN,
    version: 3,
    by: "county",
    years: [2014, 2015, 2016],
    areas: ["c2", "c1"],
    movedVillages: yearly([2, 1], [0, 3], [0, 0]),
    movedHouseholds: yearly([20, 10], [0, 30], [0, 0]),
    movedPersons: yearly([80, 40], [0, 120], [0, 0]),
    targetPersons: yearly([100, null], [100, 100], [null, null]),
    actualPersons: yearly([60, 40], [null, 90], [null, null]),
    actualHouseholds: yearly([15, 10], [null, 22], [null, null]),
    arrivingPersons: yearly([80, 40], [0, 120], [0, 0]),
    capacityPersons: yearly([0, 100], [200, 100], [200, 100]),
    settledPersons: yearly([80, 40], [80, 160], [80, 160]),
    settlements: [1, 2],
    amountYuan: yearly([1_000_000, 500_000], [0, 1_500_000], [400_000, 0]),
    ...set,
  };
}

/** Rates of the village-road rule: works serve ten more in c2 in 2015, and c1 is emptied in 2016. */
export function yearsOfRule(set: Partial<RuleYearsAnswer> = {}): RuleYearsAnswer {
  const before = ruleColumns([30, 96], [20, 4]);
  const built = ruleColumns([40, 96], [10, 4]);
  const emptied = ruleColumns([40, 0], [10, 0]);
  return {
    plan: PLAN,
    version: 3,
    rule: "village-road",
    by: "county",
    years: [2014, 2015, 2016],
    areas: ["c2", "c1"],
    afterWorks: [before, built, built],
    afterMoves: [before, before, emptied],
    afterBoth: [before, built, emptied],
    ...set,
  };
}

export function buildOrMove(): BuildOrMoveColumnsAnswer {
  return {
    area: "45",
    by: "county",
    areas: ["c1", "c2", "c3"],
    villages: [4, 20, 0],
    households: [80, 400, 0],
    moveVillages: [1, 10, 0],
    moveHouseholds: [8, 100, 0],
    buildYuan: [800_000, 8_000_000, 0],
    moveYuan: [1_600_000, 6_000_000, 0],
  };
}
