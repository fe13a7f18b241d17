import type {
  CoverageCriterion,
  ExitCriterion,
  RankingPolicy,
  StatisticCriterion,
} from "../../core/policy/exit-criterion.ts";

const ART_18 = {
  zh: "广西2014年扶贫开发意见第18条",
  en: "Guangxi 2014 opinions on poverty alleviation, Art. 18",
};

type Words = readonly [zh: string, en: string];

function statistic(
  id: string,
  name: Words,
  parts: Pick<StatisticCriterion, "unit" | "item" | "comparison" | "threshold"> &
    Partial<Pick<StatisticCriterion, "per" | "confidence">>,
  note: Words | null = null,
): StatisticCriterion {
  return {
    kind: "statistic",
    id,
    name: { zh: name[0], en: name[1] },
    article: "18",
    per: null,
    confidence: "article",
    fromYear: 2014,
    toYear: null,
    source:
      note === null ? ART_18 : { zh: `${ART_18.zh}；${note[0]}`, en: `${ART_18.en}; ${note[1]}` },
    ...parts,
  };
}

function coverage(
  rule: string,
  name: Words,
  more: Partial<Pick<CoverageCriterion, "article" | "confidence" | "source" | "fromYear">> = {},
): CoverageCriterion {
  return {
    kind: "coverage",
    id: rule,
    rule,
    name: { zh: name[0], en: name[1] },
    article: "18",
    comparison: "atLeast",
    source: ART_18,
    confidence: "article",
    fromYear: 2014,
    toYear: null,
    ...more,
  };
}

const ART_37 = {
  zh: "广西2014年扶贫开发意见第37条；第18条是否一并考核为本系统推定",
  en: "Guangxi 2014 opinions on poverty alleviation, Art. 37; that Art. 18 asks for it too is taken for granted here",
};

/**
 * What a county must meet to leave the list of poor counties (Art. 18), in the order of the card. The target of a coverage line is its rule's.
 * Thresholds of words ("basically", "guaranteed") are this system's and marked so.
 */
export const EXIT_CRITERIA: readonly ExitCriterion[] = [
  statistic(
    "rural-income",
    ["农民人均纯收入不低于全区平均水平", "Rural net income per head at least the region's mean"],
    {
      unit: "yuan/person",
      item: "rural-income-per-head",
      comparison: "atLeast",
      threshold: { item: "rural-income-per-head", of: "region" },
    },
  ),
  statistic(
    "budget-revenue",
    [
      "人均一般公共预算收入不低于县级平均水平",
      "Budget revenue per head at least the county-level mean",
    ],
    {
      unit: "yuan/person",
      item: "budget-revenue-per-head",
      comparison: "atLeast",
      threshold: { item: "county-mean-budget-revenue-per-head", of: "region" },
    },
  ),
  statistic(
    "poverty-ratio",
    ["贫困人口占农村户籍人口比例低于8%", "Poor persons below 8 % of rural registered persons"],
    {
      unit: "rate",
      item: "poor-persons",
      per: "rural-registered-persons",
      comparison: "below",
      threshold: 0.08,
    },
  ),
  coverage("village-road", ["20户以上自然村通路", "Motor road to villages of 20 households"]),
  coverage("hardened-road", ["建制村通硬化路", "Hardened road to administrative villages"]),
  coverage("drinking-water", ["饮水安全", "Safe drinking water"]),
  coverage("electricity", ["通电", "Electricity"]),
  coverage(
    "broadband-administrative-village",
    ["建制村通宽带", "Broadband to administrative villages"],
    {
      article: "37",
      source: ART_37,
      confidence: "low",
    },
  ),
  coverage("broadband-natural-village", ["自然村基本通宽带", "Broadband to natural villages"], {
    article: "37",
    source: ART_37,
    confidence: "low",
    fromYear: 2020,
  }),
  statistic(
    "dilapidated-houses",
    ["农村危房改造基本完成", "Dilapidated houses basically rebuilt"],
    {
      unit: "rate",
      item: "dilapidated-houses-remaining",
      per: "dilapidated-houses-registered",
      comparison: "atMost",
      threshold: 0.05,
      confidence: "unverified",
    },
    [
      "“基本完成”按剩余不超过5%计，为本系统默认值",
      '"basically" is at most 5 % remaining here, a default of this system',
    ],
  ),
  statistic("pillar-industry", ["有特色支柱产业", "A pillar industry"], {
    unit: "yes/no",
    item: "pillar-industry",
    comparison: "isYes",
    threshold: 1,
  }),
  statistic("school-buildings", ["无D级危险校舍", "No school building of grade D"], {
    unit: "buildings",
    item: "d-grade-school-buildings",
    comparison: "atMost",
    threshold: 0,
  }),
  statistic(
    "education-retention",
    ["九年义务教育巩固率", "Compulsory-education retention"],
    {
      unit: "rate",
      item: "compulsory-education-retention",
      comparison: "atLeast",
      threshold: 0.93,
      confidence: "low",
    },
    [
      "93%为国家2015年目标，转引未核",
      "93 % is the national aim for 2015, as remembered and not checked",
    ],
  ),
  statistic(
    "practical-skills",
    ["每户掌握1–2项实用技术", "One or two practical skills per household"],
    {
      unit: "skills/household",
      item: "skills-per-household",
      comparison: "atLeast",
      threshold: 1,
    },
  ),
  coverage("clinic", ["行政村卫生室全覆盖", "A clinic in every administrative village"], {
    article: "18, 36",
  }),
  coverage("hospital", ["乡镇卫生院全覆盖", "A hospital in every township"], {
    article: "18, 36",
  }),
  statistic(
    "medical-insurance",
    ["新型农村合作医疗参合率不低于95%", "Cooperative medical insurance at least 95 %"],
    {
      unit: "rate",
      item: "medical-insurance-rate",
      comparison: "atLeast",
      threshold: 0.95,
    },
  ),
  statistic("relief", ["农村低保应保尽保", "Relief for all who qualify"], {
    unit: "yes/no",
    item: "relief-for-all",
    comparison: "isYes",
    threshold: 1,
  }),
];

/** Progress counties and warnings. */
export const RANKING_POLICY: RankingPolicy = {
  places: 15,
  items: ["income-growth", "poverty-ratio-fall", "evaluation-score"],
  lastPlaces: 3,
  warningItem: "evaluation-score",
  source: "Guangxi 2014 opinions on poverty alleviation, Art. 19 and 23",
  confidence: "article",
};
