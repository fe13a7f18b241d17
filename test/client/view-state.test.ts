import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatView, parseView, TABS, type ViewState } from "../../client/view-state.ts";

const code = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,11}$/);
const view: fc.Arbitrary<ViewState> = fc.record({
  language: fc.constantFrom("zh-CN" as const, "en" as const),
  area: fc.option(code),
  rule: fc.option(code),
  reachM: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  minHouseholds: fc.option(fc.integer({ min: 0, max: 100_000 })),
  camera: fc.option(
    fc.record({
      lng: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((n) => n / 100_000),
      lat: fc.integer({ min: -8_500_000, max: 8_500_000 }).map((n) => n / 100_000),
      zoom: fc.integer({ min: 0, max: 2200 }).map((n) => n / 100),
    }),
  ),
  selected: fc.option(
    fc.oneof(
      fc.integer({ min: 1, max: 2_147_483_647 }).map((id) => ({ type: "village" as const, id })),
      code.map((text) => ({ type: "area" as const, code: text })),
    ),
  ),
  tab: fc.constantFrom(...TABS),
  plan: fc.option(fc.uuid()),
  compare: fc.option(fc.uuid()),
  year: fc.option(fc.integer({ min: 1990, max: 2100 })),
  auto: fc.option(fc.oneof(fc.constant("new" as const), fc.uuid())),
});

describe("the address holds the view", () => {
  test("any view that is written is read back the same", () => {
    fc.assert(
      fc.property(view, (given) => {
        expect(parseView(formatView(given), "zh-CN")).toEqual(given);
      }),
    );
  });
  test("an address without a language takes the one remembered", () => {
    expect(parseView("?area=4512", "en").language).toBe("en");
    expect(parseView("?area=4512&lang=zh-CN", "en").language).toBe("zh-CN");
  });
  test("what cannot be understood is left out", () => {
    const read = parseView(
      "?area=%3Cscript%3E&rule=../x&reach=-5&min=NaN&x=500&y=1&z=3&sel=vabc&tab=nope&plan=1&year=20160&lang=fr",
      "zh-CN",
    );
    expect(read).toEqual({
      language: "zh-CN",
      area: null,
      rule: null,
      reachM: null,
      minHouseholds: null,
      camera: null,
      selected: null,
      tab: "areas",
      plan: null,
      compare: null,
      year: null,
      auto: null,
    });
  });
  test("no text at all makes it throw", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseView(text, "en").tab).toMatch(/^(areas|gaps)$/);
      }),
    );
  });
});
