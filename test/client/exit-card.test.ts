import i18next from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import { exitValue, missingText, thresholdText, whyText } from "../../client/exit/exit-text.ts";
import { filterCards } from "../../client/exit/filter-cards.ts";
import { faultOf, typedOf, valueOf } from "../../client/exit/statistic-input.ts";
import { sumWorks } from "../../client/exit/sum-works.ts";
import { chinese, english, singular } from "./texts.ts";
import { PROGRESS_WARNINGS, PROGRESS_STATES, ForecastPart } from "../../core/contract/progress.ts";
import { STANDINGS, WHY_UNKNOWN, type ExitCardsAnswer } from "../../core/contract/exit-card.ts";
import { FIGURE_IDS, FIGURE_UNITS } from "../../core/contract/figures.ts";

const texts = i18next.createInstance();
beforeAll(async () => {
  await texts.init({
    resources: {
      "zh-CN": { translation: chinese },
      en: { translation: structuredClone(english) },
    },
    interpolation: { escapeValue: false },
  });
  texts.addResourceBundle("en", "translation", singular, true);
});

describe("a line of the exit card in words", () => {
  const say = (value: number | null, unit: string) =>
    exitValue(value, unit, texts.getFixedT("en"), "en");
  test("writes a value in its unit, and a dash for what is not known", () => {
    expect(say(0.9496, "rate")).toBe("94.9%");
    expect(say(1, "yes/no")).toBe("yes");
    expect(say(0, "yes/no")).toBe("no");
    expect(say(6813, "yuan/person")).toBe("6,813 yuan a head");
    expect(say(null, "rate")).toBe("—");
  });
  test("tells the threshold with its comparison", () => {
    const t = texts.getFixedT("zh-CN");
    const line = (comparison: "atLeast" | "below" | "isYes", threshold: number | null) =>
      thresholdText({ comparison, threshold, unit: "rate" }, t, "zh-CN");
    expect(line("atLeast", 0.95)).toBe("≥ 95%");
    expect(line("below", 0.08)).toBe("< 8%");
    expect(line("isYes", 1)).toBe("是");
    expect(line("atLeast", null)).toBe("—");
  });
  test("says why it cannot be told, naming the item in the language of the page", () => {
    const items = [{ id: "income", name: { zh: "收入", en: "Income" } }] as unknown as Parameters<
      typeof whyText
    >[1];
    const line = { why: { code: "noStatistic" as const, params: { item: "income", year: 2016 } } };
    expect(whyText(line, items, texts.getFixedT("en"), "en")).toContain("“Income” of 2016");
    expect(whyText({ why: null }, items, texts.getFixedT("en"), "en")).toBeNull();
  });
  test("counts what is missing, as a range where statuses are unknown", () => {
    const t = texts.getFixedT("en");
    const coverage = {
      missing: 12,
      missingLeast: 12,
      unit: "naturalVillage",
      counts: "villages",
    } as Parameters<typeof missingText>[0];
    expect(missingText(coverage, t, "en")).toBe("12 natural villages missing");
    expect(missingText({ ...coverage, missingLeast: 3 }, t, "en")).toContain("3–12");
    expect(missingText({ ...coverage, missing: 1, missingLeast: 1 }, t, "en")).toBe(
      "1 natural village missing",
    );
  });
});

describe("a statistic as typed", () => {
  const rate = { unit: "rate" as const, least: 0, most: 1, whole: false };
  test("is in per cent where it is a rate, without a hair more", () => {
    expect(typedOf(0.07, "rate")).toBe(7);
    expect(valueOf(8.5, "rate")).toBe(0.085);
    for (let percent = 0; percent <= 1000; percent++)
      expect(typedOf(valueOf(percent / 10, "rate"), "rate")).toBe(percent / 10);
  });
  test("stays within the bounds of its item, both allowed", () => {
    expect(faultOf(100, rate)).toBeNull();
    expect(faultOf(0, rate)).toBeNull();
    expect(faultOf(100.1, rate)).toEqual({ code: "outside", least: 0, most: 100 });
    expect(faultOf(null, rate)?.code).toBe("empty");
  });
  test("is whole where only whole numbers make sense", () => {
    const houses = { unit: "buildings" as const, least: 0, most: 10_000, whole: true };
    expect(faultOf(3, houses)).toBeNull();
    expect(faultOf(3.5, houses)?.code).toBe("whole");
  });
});

describe("the list of counties", () => {
  const county = (code: string, name: string, standings: ("pass" | "fail" | "unknown")[]) => ({
    area: { code, name, pinyin: null, level: "county" as const },
    city: null,
    countyClass: null,
    overall: standings.includes("fail")
      ? ("fail" as const)
      : standings.includes("unknown")
        ? ("unknown" as const)
        : ("pass" as const),
    passed: standings.filter((each) => each === "pass").length,
    failed: standings.filter((each) => each === "fail").length,
    unknown: standings.filter((each) => each === "unknown").length,
    standings,
    failing: [],
    unknownLines: [],
    isProgressCounty: null,
    warning: null,
  });
  const criteria = ["road", "income"].map((id) => ({
    id,
    name: { zh: id, en: id },
    kind: "coverage" as const,
  }));
  const cards: Pick<ExitCardsAnswer, "items" | "criteria"> = {
    criteria,
    items: [
      county("1", "甲县", ["fail", "pass"]),
      county("2", "乙县", ["pass", "pass"]),
      county("3", "丙县", ["unknown", "pass"]),
    ],
  };
  const codes = (filter: Partial<Parameters<typeof filterCards>[1]>) =>
    filterCards(cards, { overall: null, criterion: null, q: "", ...filter }).map(
      ({ area }) => area.code,
    );
  test("puts those nearest to exit first: an open line before a failed one", () => {
    expect(codes({})).toEqual(["2", "3", "1"]);
  });
  test("filters by verdict, by a line that does not pass, and by name or code", () => {
    expect(codes({ overall: "fail" })).toEqual(["1"]);
    expect(codes({ criterion: "road" })).toEqual(["3", "1"]);
    expect(codes({ criterion: "income" })).toEqual([]);
    expect(codes({ q: "乙" })).toEqual(["2"]);
    expect(codes({ q: "3" })).toEqual(["3"]);
  });
});

test("works of several lines add up, and of none are nothing", () => {
  const works = { units: 3, lines: 2, lengthM: 1500, yuan: 10 };
  expect(sumWorks([works, works])).toEqual({ units: 6, lines: 4, lengthM: 3000, yuan: 20 });
  expect(sumWorks([])).toEqual({ units: 0, lines: 0, lengthM: 0, yuan: 0 });
});

test("whatever the contracts name has its words", () => {
  expect(Object.keys(chinese.exit.why).sort()).toEqual([...WHY_UNKNOWN].sort());
  expect(Object.keys(chinese.exit.verdict).sort()).toEqual([...STANDINGS].sort());
  for (const id of FIGURE_IDS) {
    expect(Object.keys(chinese.figures.id)).toContain(id);
    expect(Object.keys(chinese.figures.about)).toContain(id);
  }
  // A rate has its sign, and yuan their ten thousands.
  const units = FIGURE_UNITS.filter((unit) => unit !== "rate" && unit !== "yuan");
  for (const unit of units) expect(Object.keys(chinese.figures.unit)).toContain(unit);
  expect(Object.keys(chinese.progress.warning).sort()).toEqual([...PROGRESS_WARNINGS].sort());
  expect(Object.keys(chinese.progress.part).sort()).toEqual(
    [...ForecastPart.shape.code.options].sort(),
  );
  for (const state of PROGRESS_STATES) expect(Object.keys(chinese.progress.state)).toContain(state);
  expect(Object.keys(chinese.exit.problem).sort()).toEqual(Object.keys(chinese.exit.mend).sort());
});
