import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  BASES,
  CLASSINGS,
  COMPARES,
  MAP_LEVELS,
  MAP_STYLES,
  PALETTES,
  ThematicView,
} from "../../../core/contract/thematic.ts";
import {
  defaultView,
  formatView,
  isSameMap,
  parseView,
  readView,
} from "../../../core/thematic/view.ts";

const subject = fc.record({
  indicator: fc.oneof(
    fc.constantFrom("rate:village-road:persons", "moved-persons"),
    fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" }).filter((s) => s.length <= 100),
  ),
  year: fc.option(fc.integer({ min: 1990, max: 2100 }), { nil: null }),
  plan: fc.option(fc.uuid(), { nil: null }),
  basis: fc.constantFrom(...BASES),
});
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
const view: fc.Arbitrary<ThematicView> = fc
  .record({
    area: fc.string({ minLength: 1, maxLength: 64 }),
    by: fc.constantFrom(...MAP_LEVELS),
    style: fc.constantFrom(...MAP_STYLES),
    classing: fc.constantFrom(...CLASSINGS),
    classes: fc.integer({ min: 3, max: 9 }),
    breaks: fc.uniqueArray(number, { maxLength: 8 }).map((list) => list.toSorted((a, b) => a - b)),
    palette: fc.constantFrom(...PALETTES),
    hidden: fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
    compare: fc.constantFrom(...COMPARES),
    other: fc.option(subject, { nil: null }),
    camera: fc.option(
      fc.record({
        lng: fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value + 0),
        lat: fc.double({ min: -85, max: 85, noNaN: true }).map((value) => value + 0),
        zoom: fc.double({ min: 0, max: 22, noNaN: true }).map((value) => value + 0),
      }),
      { nil: null },
    ),
  })
  .chain((rest) => subject.map((one) => ({ ...one, ...rest })));

test("an address gives back the view that made it, whatever area stands at the default", () => {
  fc.assert(
    fc.property(view, (one) => {
      expect(readView(formatView(one), "elsewhere")).toEqual({ view: one, leftOut: [] });
    }),
    { numRuns: 2000 },
  );
});

test("no address whatever breaks the reading, and what comes of it is a view", () => {
  const field = fc.tuple(
    fc.constantFrom(
      "area",
      "by",
      "ind",
      "year",
      "plan",
      "n",
      "breaks",
      "off",
      "ind2",
      "x",
      "y",
      "z",
    ),
    fc.oneof(fc.string(), fc.constantFrom("1", "-", "1e400", "NaN", "%", "%zz", "2,1", ",", "9")),
  );
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const query = fields.map(([name, value]) => `${name}=${value}`).join("&");
      const parsed = parseView(query, "45");
      expect(ThematicView.parse(parsed)).toEqual(parsed);
      expect(parseView(formatView(parsed), "45")).toEqual(parsed);
    }),
    { numRuns: 2000 },
  );
});

describe("an address", () => {
  it("of nothing is the usual view of the area, and that view is the shortest address", () => {
    expect(parseView("", "45")).toEqual(defaultView("45"));
    expect(formatView(defaultView("45"))).toBe("area=45");
  });
  it("is readable", () => {
    const one: ThematicView = {
      ...defaultView("451200"),
      indicator: "rate:village-road:persons",
      year: 2016,
      basis: "afterBoth",
      breaks: [0.5, 0.9],
      classing: "own",
    };
    expect(formatView(one)).toBe(
      "area=451200&class=own&breaks=0.5,0.9&ind=rate:village-road:persons&year=2016&basis=afterBoth",
    );
  });
  it("with a question mark is the same one", () => {
    expect(parseView("?area=4512&by=city", "45")).toMatchObject({ area: "4512", by: "city" });
  });
  it.each([
    ["year=16", "year"],
    ["year=2014.5", "year"],
    ["year=0x7e0", "year"],
    ["n=2", "n"],
    ["n=10", "n"],
    ["breaks=2,1", "breaks"],
    ["breaks=1,1", "breaks"],
    ["breaks=", "breaks"],
    ["off=10", "off"],
    ["by=administrativeVillage", "by"],
    ["plan=1", "plan"],
    ["by=city&by=county", "by"],
    ["area=%ff", "area"],
    ["x=181&y=24&z=7", "x"],
  ])("with %s leaves that at its default and says so", (query, name) => {
    const { view: read, leftOut } = readView(query, "45");
    expect(read).toEqual(defaultView("45"));
    expect(leftOut.map((each) => each.name)).toEqual([name]);
  });
  it("passes over what other pages put there, without a word", () => {
    expect(readView("lang=en&tab=gaps&sel=v12", "45")).toEqual({
      view: defaultView("45"),
      leftOut: [],
    });
  });
  it("with half a camera has none", () => {
    expect(parseView("x=108&y=24", "45").camera).toBeNull();
  });
  it("takes for the other side what this one has, save what is said of it", () => {
    const plan = "0b2f0f5e-6d2c-4a53-9d4e-3f1a2b3c4d5e";
    const query = `ind=moved-persons&year=2015&plan=${plan}&cmp=side&ind2=actual-persons&year2=-`;
    expect(parseView(query, "45").other).toEqual({
      indicator: "actual-persons",
      year: null,
      plan,
      basis: "today",
    });
  });
});

test("two views show the same map wherever the camera stands, but not in another year or place", () => {
  const saved = { ...defaultView("451200"), indicator: "moved-persons", year: 2020 };
  const camera = { lng: 108, lat: 24, zoom: 8 };
  expect(isSameMap({ ...saved, camera, hidden: [1] }, saved)).toBe(true);
  expect(isSameMap({ ...saved, year: 2018 }, saved)).toBe(false);
  expect(isSameMap({ ...saved, area: "451224" }, saved)).toBe(false);
  expect(isSameMap({ ...saved, plan: "p" }, saved)).toBe(false);
});
