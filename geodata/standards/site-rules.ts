import { IndicatorRule } from "../../core/contract/rule.ts";
import type { SiteFacts } from "../../core/contract/plan-check.ts";

type SiteService = SiteFacts["services"][number]["service"];

/** When a service reaches a settlement, as rules of the same kind as those of coverage, judged at the place of the settlement. */
export interface SiteRule {
  readonly service: SiteService;
  readonly rule: IndicatorRule;
}

const SOURCE = {
  zh: "安置点应通路、通水、通电、通宽带，就近入学就医(搬得出、留得住)；距离为本系统默认值",
  en: "A settlement must have road, water, power and broadband, with school and clinic near; the distances are this system's defaults",
};
const DEFAULT = { zh: "默认值，待当地标准核定", en: "default, to be settled by local standards" };
const AS_COVERAGE = {
  zh: "与通屯道路、饮水、供电指标的距离一致",
  en: "the distance of the coverage rule for villages",
};

function siteRule(
  service: SiteService,
  sector: IndicatorRule["sector"],
  test: IndicatorRule["test"],
  confidence: IndicatorRule["confidence"],
): SiteRule {
  return {
    service,
    rule: IndicatorRule.parse({
      id: `site-${service}`,
      sector,
      unit: "naturalVillage",
      test,
      attested: false,
      target: null,
      source: SOURCE,
      confidence,
    }),
  };
}

/**
 * The rules that ship. A motor road of any surface within 500 m; a transformer's area or a low-voltage line within 500 m; a piped supply
 * area or a source within 800 m; fibre or an access node within 1,000 m, or a base station's radius; school and clinic within 3,000 m.
 */
export const SITE_RULES: readonly SiteRule[] = [
  siteRule("road", "road", { kind: "distance", reachM: 500 }, AS_COVERAGE),
  siteRule(
    "electricity",
    "electricity",
    {
      kind: "any",
      of: [
        { kind: "inside", classes: ["transformerArea"] },
        { kind: "distance", reachM: 500, classes: ["lowVoltage"] },
      ],
    },
    AS_COVERAGE,
  ),
  siteRule(
    "water",
    "water",
    {
      kind: "any",
      of: [
        { kind: "inside", classes: ["supplyArea"] },
        { kind: "distance", reachM: 800, classes: ["source"] },
      ],
    },
    AS_COVERAGE,
  ),
  siteRule(
    "broadband",
    "broadband",
    {
      kind: "any",
      of: [
        { kind: "distance", reachM: 1000, classes: ["fibre", "node"] },
        { kind: "radius", classes: ["baseStation"] },
      ],
    },
    DEFAULT,
  ),
  siteRule(
    "school",
    "facility",
    { kind: "distance", reachM: 3000, facilityKinds: ["school"] },
    DEFAULT,
  ),
  siteRule(
    "clinic",
    "facility",
    { kind: "distance", reachM: 3000, facilityKinds: ["clinic", "hospital"] },
    DEFAULT,
  ),
];
