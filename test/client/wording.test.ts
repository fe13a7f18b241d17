import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import { actionText, notServedText, whyNotCounted } from "../../client/coverage/wording.ts";
import { chinese, english } from "./texts.ts";
import type { Language } from "../../client/view-state.ts";
import { IndicatorRule } from "../../core/contract/rule.ts";
import { rateOf } from "../../core/coverage/roll-up.ts";

const texts = i18next.createInstance();
beforeAll(() =>
  texts.init({
    resources: { "zh-CN": { translation: chinese }, en: { translation: english } },
    interpolation: { escapeValue: false },
  }),
);
const inLanguage = (language: Language): TFunction => texts.getFixedT(language);

const road = IndicatorRule.parse({
  id: "village-road",
  sector: "road",
  unit: "naturalVillage",
  test: { kind: "distance", reachM: 500 },
  target: 0.95,
  source: "Art. 18",
});
const persons = { ...road, headline: "persons" } as const;

describe("what would reach the target", () => {
  const action = (
    [served, unserved, unknown]: [number, number, number],
    language: Language,
    rule: IndicatorRule = road,
  ) => actionText(rule, rateOf(served, unserved, unknown), inLanguage(language), language);

  test("is a number of units where everything is known", () => {
    expect(action([18, 2, 0], "en")).toBe("1 natural villages more to 95%");
    expect(action([18, 2, 0], "zh-CN")).toBe("再通 1 个自然村即达 95%");
  });
  test("is a range where some is unknown and the target is missed either way", () => {
    expect(action([10, 9, 1], "en")).toBe("8 to 9 natural villages more to 95%");
  });
  test("is never said to be nothing where nothing is known", () => {
    expect(action([0, 0, 729], "zh-CN")).toBe(
      "729 个自然村不明，无法判定是否达到 95%；至多还差 693",
    );
    expect(action([0, 0, 729], "en")).toContain("cannot be told");
  });
  test("is nothing to say once the target is met", () => {
    expect(action([19, 1, 0], "en")).toBeNull();
  });
  test("counts persons where the rule does", () => {
    expect(action([50, 50, 0], "en", persons)).toBe("45 persons more to 95%");
  });
});

describe("why a unit is not counted", () => {
  const why = (
    eligible: IndicatorRule["eligible"],
    households: number | null,
    attributes: Record<string, boolean | null> = {},
  ) => whyNotCounted(eligible, { households, persons: null, attributes }, inLanguage("en"), "en");

  test("names the number that is too small", () => {
    expect(why({ minHouseholds: 20 }, 15)).toBe("Not counted: 15 households, fewer than 20");
    expect(
      whyNotCounted(
        { minHouseholds: 20 },
        { households: 15, persons: 60, attributes: {} },
        inLanguage("zh-CN"),
        "zh-CN",
      ),
    ).toBe("不计入：15 户，不足 20");
  });
  test("names the attribute that is lacking", () => {
    expect(why({ attribute: "qualified" }, null, { qualified: false })).toBe(
      "Not counted: not marked “Qualified”",
    );
    // Of areas the page knows no attributes, but this alone can be the reason.
    expect(why({ attribute: "qualified" }, 300)).toContain("Qualified");
  });
  test("says no more than it knows", () => {
    expect(why({ minHouseholds: 20 }, 30)).toBe("Outside what this rule counts");
  });
});

test("what is not served has its unit where that is not the village", () => {
  expect(notServedText(road, 12, inLanguage("en"), "en")).toBe("12 not served");
  expect(notServedText(persons, 9723, inLanguage("en"), "en")).toBe("9,723 persons not served");
  expect(notServedText(persons, 9723, inLanguage("zh-CN"), "zh-CN")).toBe("未通 9,723 人");
});
