import type { StatisticItem, StatisticUnit } from "../../core/contract/statistics.ts";

type Levels = StatisticItem["levels"];
const COUNTY: Levels = ["county"];
const ALL: Levels = ["region", "city", "county"];
const REGION: Levels = ["region"];

function item(
  id: string,
  names: readonly [zh: string, en: string],
  unit: StatisticUnit,
  most: number,
  levels: Levels,
  notes: readonly [zh: string, en: string],
  more: { least?: number; whole?: boolean } = {},
): StatisticItem {
  return {
    id,
    name: { zh: names[0], en: names[1] },
    unit,
    least: more.least ?? 0,
    most,
    whole: more.whole ?? false,
    levels,
    note: { zh: notes[0], en: notes[1] },
  };
}

const WHOLE = { whole: true };

/**
 * Figures that Art. 18, 19 and 23 need beside coverage. The bounds are wide: they only catch another unit (万元 for 元, 8 for 8 %) and slips of
 * the pen, and are this system's own.
 */
export const STATISTIC_ITEMS: readonly StatisticItem[] = [
  item(
    "rural-income-per-head",
    ["农民人均纯收入", "Rural net income per head"],
    "yuan/person",
    100_000,
    ALL,
    [
      "统计部门口径；自治区的数即为全区平均水平",
      "As the statistics bureau counts it; the region's figure is the region's mean",
    ],
    { least: 200 },
  ),
  item(
    "budget-revenue-per-head",
    ["人均一般公共预算收入", "Budget revenue per head"],
    "yuan/person",
    200_000,
    COUNTY,
    ["一般公共预算收入除以常住人口", "General public budget revenue by resident persons"],
    { least: 10 },
  ),
  item(
    "county-mean-budget-revenue-per-head",
    ["县级人均一般公共预算收入平均水平", "County-level mean of budget revenue per head"],
    "yuan/person",
    200_000,
    REGION,
    ["全区县级平均水平，由自治区填报", "Mean of all counties, returned by the region"],
    { least: 10 },
  ),
  item(
    "poor-persons",
    ["贫困人口", "Poor persons"],
    "persons",
    5_000_000,
    COUNTY,
    ["建档立卡贫困人口，年末数", "Registered poor persons at the end of the year"],
    WHOLE,
  ),
  item(
    "rural-registered-persons",
    ["农村户籍人口", "Rural registered persons"],
    "persons",
    5_000_000,
    COUNTY,
    [
      "公安部门户籍人口中的农村人口，年末数",
      "Rural persons in the household register at the end of the year",
    ],
    WHOLE,
  ),
  item(
    "dilapidated-houses-registered",
    ["应改造危房户数", "Dilapidated houses registered for rebuilding"],
    "households",
    500_000,
    COUNTY,
    [
      "列入改造计划的农村危房户数，累计",
      "Households whose house was registered for rebuilding, in all",
    ],
    WHOLE,
  ),
  item(
    "dilapidated-houses-remaining",
    ["剩余危房户数", "Dilapidated houses remaining"],
    "households",
    500_000,
    COUNTY,
    ["年末尚未改造的户数", "Households not rebuilt at the end of the year"],
    WHOLE,
  ),
  item(
    "pillar-industry",
    ["有特色支柱产业", "Pillar industry"],
    "yes/no",
    1,
    COUNTY,
    ["县里认定并经设区市确认", "As the county finds and the city confirms"],
    WHOLE,
  ),
  item(
    "d-grade-school-buildings",
    ["D级危险校舍栋数", "School buildings of grade D"],
    "buildings",
    10_000,
    COUNTY,
    ["房屋安全鉴定为D级、尚在使用的校舍", "In use and of grade D by the safety survey"],
    WHOLE,
  ),
  item(
    "compulsory-education-retention",
    ["九年义务教育巩固率", "Compulsory-education retention"],
    "rate",
    1,
    COUNTY,
    ["毕业人数与九年前入学人数之比", "Pupils who finish by those who entered nine years before"],
  ),
  item(
    "skills-per-household",
    ["户均掌握实用技术项数", "Practical skills per household"],
    "skills/household",
    20,
    COUNTY,
    ["培训台账，项/户", "By the register of training, skills per household"],
  ),
  item(
    "medical-insurance-rate",
    ["新型农村合作医疗参合率", "Cooperative medical insurance rate"],
    "rate",
    1,
    COUNTY,
    ["参合人数与应参合人数之比", "Insured persons by those who should be"],
  ),
  item(
    "relief-for-all",
    ["农村低保应保尽保", "Relief for all who qualify"],
    "yes/no",
    1,
    COUNTY,
    ["民政部门认定", "As the civil-affairs bureau finds"],
    WHOLE,
  ),
  item(
    "income-growth",
    ["农民人均纯收入增幅", "Growth of rural net income per head"],
    "rate",
    1,
    COUNTY,
    ["比上年增长", "Over the year before"],
    { least: -0.5 },
  ),
  item(
    "poverty-ratio-fall",
    ["贫困发生率降幅", "Fall of the poverty ratio"],
    "rate",
    1,
    COUNTY,
    ["上年与本年贫困发生率之差（百分点）", "The year before's ratio less this year's"],
    { least: -0.5 },
  ),
  item("evaluation-score", ["扶贫开发工作考核得分", "Evaluation score"], "points", 100, COUNTY, [
    "自治区年度考核，百分制",
    "The region's yearly evaluation, of 100",
  ]),
];
