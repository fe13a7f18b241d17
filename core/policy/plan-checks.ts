import type { CheckCode } from "../contract/plan-check.ts";

interface Texts {
  readonly zh: string;
  readonly en: string;
}

/** What a plan is checked for, as data. `hard` stands in the way of submitting a plan, `soft` wants a look; a plan's settings may differ. */
export interface PlanCheckRow {
  readonly code: CheckCode;
  readonly name: Texts;
  readonly severity: "hard" | "soft";
  readonly source: Texts;
}

const OPINIONS: Texts = {
  zh: "广西2014年扶贫开发意见",
  en: "Guangxi 2014 opinions on poverty alleviation",
};
const PRACTICE: Texts = {
  zh: "本系统默认口径，供核对，可在规划设置中调整",
  en: "This system's default, for a second look; a plan's settings may change it",
};
const HOUSING: Texts = {
  zh: "易地扶贫搬迁住房建设规定(人均不超过25平方米)",
  en: "National rules for relocation housing (at most 25 m2 a head)",
};
const SITE: Texts = {
  zh: "安置点选址须避开地质灾害隐患区、生态保护红线、永久基本农田和行洪区",
  en: "Sites keep clear of hazard zones, ecological red lines, permanent basic farmland and flood plains",
};
const LAND: Texts = { zh: "建设用地指标管理", en: "Quotas of building land" };
const VOLUNTARY: Texts = {
  zh: "易地扶贫搬迁坚持群众自愿",
  en: "Relocation is voluntary",
};
const SERVED: Texts = {
  zh: "搬得出、留得住、有社保、有出路：安置点须通路、通水、通电、通宽带，有学校和卫生室",
  en: "Those who move can stay: a settlement has road, water, power, broadband, school and clinic",
};
const TARGET: Texts = {
  zh: `${OPINIONS.zh}第30条(全区每年约10万人)；县级任务以下达数为准`,
  en: `${OPINIONS.en}, Art. 30 (about 100,000 a year in the region); a county's figure is what it was given`,
};

/** All checks, in the order in which they are shown. */
export const PLAN_CHECKS: readonly PlanCheckRow[] = [
  row("overCapacity", "超过安置容量", "Over capacity", "hard", PRACTICE),
  row("landShort", "建设用地指标不足", "Too little building land", "hard", LAND),
  row("landOverQuota", "用地面积超指标", "Site larger than its quota", "hard", LAND),
  row("floorAreaOver", "人均住房面积超标", "Too much floor area per head", "hard", HOUSING),
  row("targetShort", "年度任务不足", "Fewer persons than the year's target", "soft", TARGET),
  row("targetOver", "超出年度任务", "More persons than the year's target", "soft", TARGET),
  row("budgetOver", "超出资金预算", "Over budget", "hard", {
    zh: "年度资金计划",
    en: "The year's funds",
  }),
  row("beforeReady", "住房未建成先搬迁", "Moved in before homes are finished", "hard", {
    zh: "先建后搬",
    en: "Build first, then move",
  }),
  row("unwilling", "超过自愿搬迁户数", "More households than are willing", "soft", VOLUNTARY),
  row("tooManyHouseholds", "搬迁户数超过全村户数", "More households than there are", "hard", {
    zh: "村庄户数以现行数据为准",
    en: "Households as the data in force record them",
  }),
  row("siteInZone", "安置点位于禁建区域", "Site in a zone to keep clear of", "hard", SITE),
  row(
    "siteOutside",
    "安置点不在规划范围或跨县",
    "Site outside the area or in two",
    "soft",
    PRACTICE,
  ),
  row("siteNotAnArea", "安置点边界无效", "Outline is not an area", "hard", {
    zh: "边界须围成一个不自相交的面",
    en: "An outline encloses ground and does not cross itself",
  }),
  row("siteUnserved", "安置点未通某项服务", "A service does not reach the site", "soft", SERVED),
  row("crossesCounty", "跨县搬迁", "Moves to another county", "soft", PRACTICE),
  row("crossesTownship", "跨乡镇搬迁", "Moves to another township", "soft", PRACTICE),
  row("farAway", "搬迁距离偏远", "Moves farther than usual", "soft", PRACTICE),
  row("doubleSpending", "既搬迁又建设", "Moves, and works are built for it", "soft", {
    zh: "避免重复投入：20户以下自然村宜搬则搬，20户以上通路",
    en: "No double spending: small hamlets move, villages of 20 households and more get their road",
  }),
  row("worksForMovers", "项目只服务搬迁村", "Works serve only villages that move", "soft", {
    zh: "避免重复投入",
    en: "No double spending",
  }),
  row("villageSplit", "同一行政村分散安置", "An administrative village is split", "soft", PRACTICE),
  row("villageUnknown", "村庄不在数据或范围内", "Village not in the data or area", "hard", {
    zh: "村庄以现行数据为准",
    en: "Villages as the data in force hold them",
  }),
  row("countsUnknown", "户数或人数未记录", "Households or persons not recorded", "soft", {
    zh: "未记录的不计入",
    en: "What is not recorded counts for nothing",
  }),
];

function row(
  code: CheckCode,
  zh: string,
  en: string,
  severity: PlanCheckRow["severity"],
  source: Texts,
): PlanCheckRow {
  return { code, name: { zh, en }, severity, source };
}
