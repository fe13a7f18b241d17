import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatCount,
  formatDistance,
  formatPlace,
  formatRange,
  formatRate,
  formatTarget,
} from "../../client/format.ts";

describe("rates", () => {
  test("have one decimal", () => {
    expect(formatRate(0.8534)).toBe("85.3%");
    expect(formatRate(1)).toBe("100.0%");
    expect(formatRate(0)).toBe("0.0%");
    expect(formatRate(0.29)).toBe("29.0%");
  });
  test("of nothing eligible are a dash, never 100%", () => {
    expect(formatRate(null)).toBe("—");
  });
  test("never read as the target while somebody is missing", () => {
    expect(formatRate(0.9499)).toBe("94.9%");
    expect(formatRate(0.99999)).toBe("99.9%");
  });
  test("of a served and b unserved read as 100.0% only when b is 0", () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.integer({ min: 1, max: 200_000 }), (served, unserved) => {
        expect(formatRate(served / (served + unserved))).not.toBe("100.0%");
      }),
    );
  });
  test("of whole tenths of a per cent are shown as they are", () => {
    for (let tenths = 0; tenths <= 1000; tenths++)
      expect(formatRate(tenths / 1000)).toBe(`${(tenths / 10).toFixed(1)}%`);
  });
});

test("targets lose needless decimals", () => {
  expect(formatTarget(0.95)).toBe("95%");
  expect(formatTarget(0.995)).toBe("99.5%");
  expect(formatTarget(null)).toBe("—");
});

test("a range is shown only where something is unknown", () => {
  const rate = {
    eligible: 10,
    served: 7,
    unserved: 2,
    unknown: 1,
    rate: 7 / 9,
    low: 0.7,
    high: 0.8,
  };
  expect(formatRange(rate)).toBe("70.0–80.0%");
  expect(formatRange({ ...rate, unknown: 0 })).toBeNull();
  expect(formatRange({ ...rate, low: null, high: null })).toBeNull();
});

test("counts have thousands separators, and a dash where they are not recorded", () => {
  expect(formatCount(165_000, "zh-CN")).toBe("165,000");
  expect(formatCount(null, "en")).toBe("—");
});

test("distances turn into kilometres from 10 km on", () => {
  expect(formatDistance(499.6, "en")).toBe("500 m");
  expect(formatDistance(9_999, "zh-CN")).toBe("9,999 m");
  expect(formatDistance(10_000, "zh-CN")).toBe("10.0 km");
  expect(formatDistance(null, "en")).toBe("—");
});

describe("place names", () => {
  const hechi = { name: "河池市", pinyin: "Hechi Shi" };
  test("are Chinese in Chinese", () => expect(formatPlace(hechi, "zh-CN")).toBe("河池市"));
  test("carry pinyin without the generic end in English", () =>
    expect(formatPlace(hechi, "en")).toBe("Hechi 河池市"));
  test("of autonomous counties lose the people's name", () =>
    expect(
      formatPlace({ name: "罗城仫佬族自治县", pinyin: "Luochengmulaozu Zizhixian" }, "en"),
    ).toBe("Luocheng 罗城仫佬族自治县"));
  test("of one character keep the generic end", () =>
    expect(formatPlace({ name: "横县", pinyin: "Heng Xian" }, "en")).toBe("Heng Xian 横县"));
  test("without Chinese stay as they are", () => {
    expect(formatPlace({ name: "Leh", pinyin: null }, "en")).toBe("Leh");
    expect(formatPlace({ name: "Leh", pinyin: null }, "zh-CN")).toBe("Leh");
  });
});
