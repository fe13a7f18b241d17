import fc from "fast-check";
import { expect, test } from "vitest";
import { readAddress, writeAddress } from "../../../client/thematic/address.ts";
import { parseView, withOthers } from "../../../client/view-state.ts";
import { defaultView } from "../../../core/thematic/view.ts";

const nothing = {
  language: "zh-CN",
  saved: null,
  atlas: null,
  page: 0,
  presenting: false,
  fromAtlases: false,
} as const;

test("an address gives back what was written into it: map, language, saved map, atlas, page, presentation", () => {
  fc.assert(
    fc.property(
      fc.record({
        year: fc.option(fc.integer({ min: 1990, max: 2100 })),
        by: fc.constantFrom("region", "city", "county", "township"),
        hidden: fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
        camera: fc.option(
          fc.record({
            lng: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((n) => n / 1e5),
            lat: fc.integer({ min: -8_500_000, max: 8_500_000 }).map((n) => n / 1e5),
            zoom: fc.integer({ min: 0, max: 2200 }).map((n) => n / 100),
          }),
        ),
      }),
      fc.record({
        language: fc.constantFrom("zh-CN", "en"),
        saved: fc.option(
          fc.record({ id: fc.uuid(), version: fc.option(fc.integer({ min: 1, max: 99_999_999 })) }),
        ),
        atlas: fc.option(fc.uuid()),
        page: fc.integer({ min: 0, max: 199 }),
        presenting: fc.boolean(),
        fromAtlases: fc.boolean(),
      }),
      (map, shown) => {
        const view = { ...defaultView("451200"), ...map };
        const given = {
          ...shown,
          page: shown.atlas === null ? 0 : shown.page,
          fromAtlases: shown.presenting && shown.fromAtlases,
        };
        expect(readAddress(writeAddress({ view, shown: given }), "45", given.language)).toEqual({
          view,
          shown: given,
        });
      },
    ),
  );
});

test("a page or atlas that cannot be is left out of what an address says", () => {
  expect(readAddress("?atlas=x&page=0&present=yes", "45", "en").shown).toEqual({
    ...nothing,
    language: "en",
  });
  expect(readAddress("?page=1.5", "45", "zh-CN").shown.page).toBe(0);
  expect(readAddress("?map=7.1", "45", "zh-CN").shown.saved).toBeNull();
});

test("a camera is written as fine as a hand can aim", () => {
  const camera = { lng: 108.123456789, lat: 24.987654321, zoom: 7.123456 };
  const query = writeAddress({ view: { ...defaultView("45"), camera }, shown: nothing });
  expect(query).toContain("x=108.12346&y=24.98765&z=7.12");
});

test("turning the page into the other language keeps what the map shows", () => {
  const map = "?area=451200&ind=moved-persons&year=2016&cmp=swipe&ind2=moved-persons&year2=2020";
  const turned = withOthers("?area=451200&year=2016&lang=en", map);
  expect(readAddress(turned, "45", "en").view).toEqual(readAddress(map, "45", "zh-CN").view);
  expect(parseView(turned, "zh-CN").language).toBe("en");
});
