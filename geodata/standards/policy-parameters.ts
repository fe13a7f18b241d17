import type { PolicyParameter } from "../../core/policy/parameter.ts";
import { defaults } from "./default-parameter.ts";
import { BUILD_OR_MOVE_FIGURES } from "./build-or-move-figures.ts";
import { WORKS_COSTS } from "./works-costs.ts";

const GUANGXI = "45";
const OPINIONS = "Guangxi 2014 opinions on poverty alleviation";
const PLAN_12 = "Guangxi 12th five-year plan for ecological relocation";
const PLAN_13 = "Guangxi 13th five-year plan for relocation";

const NATIONAL_SPLIT =
  "National 13th five-year plan for relocation, 100 million yuan: bonds 994, construction fund 500, loans 3,413; as remembered, not checked; to be replaced by the local split";

/**
 * Figures of policy that ship, each with source and confidence. `divided` = computed from the plan's own totals.
 * Nothing is interpolated: a year without a figure has none.
 */
export const SHIPPED_PARAMETERS: readonly PolicyParameter[] = [
  {
    id: "annual-relocation-persons",
    name: { zh: "全区年度搬迁人数", en: "Persons relocated a year, region" },
    regionCode: GUANGXI,
    validFrom: "2014-01-01",
    validTo: "2020-12-31",
    value: 100_000,
    unit: "persons/year",
    source: `${OPINIONS}, Art. 30 (about 100,000 a year)`,
    confidence: "article",
  },
  {
    id: "floor-area-per-head",
    name: { zh: "人均住房建筑面积上限", en: "Floor area per head, at most" },
    regionCode: "",
    validFrom: "2016-01-01",
    validTo: null,
    value: 25,
    unit: "m2/person",
    source: "National rules for relocation housing",
    confidence: "read",
  },
  {
    id: "floor-area-one-person-home",
    name: {
      zh: "单人户住房面积上限(部分地方)",
      en: "Floor area of a one-person home, some places",
    },
    regionCode: "",
    validFrom: "2016-01-01",
    validTo: null,
    value: 20,
    unit: "m2",
    source: "Local rules for relocation housing in some places",
    confidence: "read",
  },
  {
    id: "central-subsidy-per-head",
    name: { zh: "中央预算内投资人均补助(西部)", en: "Central subsidy per head, western provinces" },
    regionCode: "",
    validFrom: "2016-01-01",
    validTo: null,
    value: 8_000,
    unit: "yuan/person",
    source: "Central budget investment for relocation, western provinces",
    confidence: "read",
  },
  {
    id: "demolition-reward-per-household",
    name: { zh: "旧房拆除奖励(某县区)", en: "Reward for taking the old house down, one district" },
    regionCode: "",
    validFrom: "2016-01-01",
    validTo: null,
    value: 20_000,
    unit: "yuan/household",
    source: "Rule of one district",
    confidence: "read",
  },
  {
    id: "no-transfer-years",
    name: { zh: "安置住房不得转让年限", en: "Years without transfer of the new home" },
    regionCode: "",
    validFrom: "2016-01-01",
    validTo: null,
    value: 10,
    unit: "years",
    source: "Rules for relocation housing",
    confidence: "read",
  },
  ...planTotals(PLAN_12, "2011-01-01", "2015-12-31", "read", [
    ["plan-persons", "规划搬迁人数", "Persons of the plan", 309_888, "persons"],
    ["plan-budget", "规划总投资", "Money of the plan", 8_406_000_000, "yuan"],
    ["plan-floor-area", "规划建房面积", "Floor area of the plan", 5_305_000, "m2"],
  ]),
  ...planTotals(PLAN_12, "2011-01-01", "2015-12-31", "divided", [
    ["plan-cost-per-head", "人均投资", "Money per head", 27_126, "yuan/person"],
    ["plan-floor-area-per-head", "人均建房面积", "Floor area per head", 17.1, "m2/person"],
  ]),
  ...planTotals(PLAN_13, "2016-01-01", "2020-12-31", "read", [
    ["plan-persons", "规划搬迁人数", "Persons of the plan", 710_000, "persons"],
    [
      "plan-households",
      "规划搬迁户数(以上)",
      "Households of the plan, more than",
      160_000,
      "households",
    ],
    ["plan-settlements", "规划安置点", "Settlements of the plan", 506, "settlements"],
    ["plan-budget", "规划总投资(以上)", "Money of the plan, more than", 41_000_000_000, "yuan"],
  ]),
  ...planTotals(PLAN_13, "2016-01-01", "2020-12-31", "divided", [
    ["plan-persons-per-settlement", "每点安置人数", "Persons per settlement", 1_403, "persons"],
    ["plan-cost-per-head", "人均投资", "Money per head", 57_700, "yuan/person"],
  ]),
  ...planTotals("Guangxi relocation plan 2016", "2016-01-01", "2016-12-31", "read", [
    ["year-plan-persons", "年度计划搬迁人数", "Persons of the year's plan", 122_000, "persons"],
  ]),
  ...planTotals("Guangxi relocation plan 2017", "2017-01-01", "2017-12-31", "low", [
    ["year-plan-persons", "年度计划搬迁人数", "Persons of the year's plan", 484_000, "persons"],
  ]),
  {
    id: "self-payment-per-head",
    name: { zh: "人均自筹", en: "Own payment per head" },
    regionCode: GUANGXI,
    validFrom: "2016-01-01",
    validTo: null,
    value: 2_500,
    unit: "yuan/person",
    source: "Reported; no document found",
    confidence: "unverified",
  },
  {
    id: "self-payment-per-household-at-most",
    name: { zh: "户均自筹上限", en: "Own payment per household, at most" },
    regionCode: GUANGXI,
    validFrom: "2016-01-01",
    validTo: null,
    value: 10_000,
    unit: "yuan/household",
    source: "Reported; no document found",
    confidence: "unverified",
  },
  {
    id: "mu",
    name: { zh: "一亩", en: "One mu" },
    regionCode: "",
    validFrom: "1959-06-25",
    validTo: null,
    value: 666.67,
    unit: "m2",
    source: "Order on the unified system of measures (1959)",
    confidence: "read",
  },
  ...defaults("2011-01-01", null, [
    [
      "annual-target-band",
      "年度任务允许偏差",
      "Band around a year's target",
      0.05,
      "rate",
      'Default of this system: the opinions say "about 100,000 a year"; to be replaced by what is agreed locally',
    ],
    [
      "settlement-land-per-head",
      "人均安置建设用地",
      "Building land per head",
      0.12,
      "mu/person",
      "80 m2 a head, upper end of the lowest class of GB 50188-2007 (60-80 m2), from memory and not checked; to be replaced by the local quota",
    ],
    [
      "usual-move-distance",
      "通常搬迁距离上限",
      "Longest usual way of a move",
      30,
      "km",
      "Default of this system, about half the width of a county; to be replaced by local practice",
    ],
    [
      "demolition-reward-after-years",
      "旧房拆除奖励滞后年数",
      "Years from moving in to the reward for the old house",
      2,
      "years",
      "Reported: the old house is taken down and reclaimed about two years later; no document found",
    ],
  ]),
  ...defaults("2011-01-01", "2015-12-31", [
    [
      "fund-weight-special-fund",
      "其余资金分摊权重:财政专项",
      "Weight of the special fund in the rest",
      1,
      "weight",
      "No split of these years found: all that is neither subsidy nor own payment stands here until local figures replace it",
    ],
  ]),
  ...defaults("2016-01-01", null, [
    [
      "fund-weight-local-bonds",
      "其余资金分摊权重:地方债",
      "Weight of local bonds in the rest",
      994,
      "weight",
      NATIONAL_SPLIT,
    ],
    [
      "fund-weight-construction-fund",
      "其余资金分摊权重:专项建设基金",
      "Weight of the special construction fund in the rest",
      500,
      "weight",
      NATIONAL_SPLIT,
    ],
    [
      "fund-weight-long-term-loans",
      "其余资金分摊权重:长期贷款",
      "Weight of long-term loans in the rest",
      3_413,
      "weight",
      NATIONAL_SPLIT,
    ],
  ]),
  ...WORKS_COSTS,
  ...BUILD_OR_MOVE_FIGURES,
];

type Figure = readonly [id: string, zh: string, en: string, value: number, unit: string];

/** Figures of one plan of Guangxi, with what they have in common. */
function planTotals(
  source: string,
  validFrom: string,
  validTo: string,
  confidence: PolicyParameter["confidence"],
  figures: readonly Figure[],
): PolicyParameter[] {
  return figures.map(([id, zh, en, value, unit]) => ({
    id,
    name: { zh, en },
    regionCode: GUANGXI,
    validFrom,
    validTo,
    value,
    unit,
    source,
    confidence,
  }));
}
