import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pinyin } from "pinyin-pro";
import { beforeAll, expect, test, vi } from "vitest";
import { missingCharacters, openTypefaces } from "../../server/exports/typefaces.ts";
import { type DemonstrationRecords, readDemonstration } from "./demonstration-records.ts";

let guangxi: DemonstrationRecords;
beforeAll(() => {
  guangxi = readDemonstration("guangxi");
});

const countBy = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
};

test("all of Guangxi has the size of the real one", () => {
  expect(countBy(guangxi.boundaries, (area) => area.level)).toEqual({
    region: 1,
    city: 14,
    county: 111,
    township: 1252,
    administrativeVillage: 14240,
  });
  expect(guangxi.villages).toHaveLength(165_240);
  expect(guangxi.roads.length).toBeGreaterThan(55_000);
  expect(guangxi.roads.length).toBeLessThan(65_000);
  const settlements = guangxi.facilities.filter((each) => each.kind === "settlement");
  expect(settlements).toHaveLength(506);
  expect(settlements.reduce((sum, each) => sum + (each.capacity ?? 0), 0)).toBe(710_000);
});

test("Hechi alone is the same land as Hechi within Guangxi", () => {
  const hechi = readDemonstration("hechi");
  expect(hechi.boundaries.filter((area) => area.level === "county")).toHaveLength(11);
  expect(hechi.villages).toEqual(
    guangxi.villages.filter((village) => village.areaCode?.startsWith("4512")),
  );
  const counties = (records: DemonstrationRecords) =>
    records.boundaries.filter((area) => area.level === "county" && area.code.startsWith("4512"));
  expect(counties(hechi)).toEqual(counties(guangxi));
});

test("making it again gives the same data to the last digit", async () => {
  const digest = async (): Promise<string> => {
    vi.resetModules();
    const { generateDemonstration } = await import("../../geodata/demonstration/generate.ts");
    const hash = createHash("sha256");
    for (const { records, ...about } of generateDemonstration({ region: "hechi" })) {
      hash.update(JSON.stringify(about));
      for (const record of records) hash.update(JSON.stringify(record));
    }
    return hash.digest("hex");
  };
  expect(await digest()).toBe(await digest());
});

test("every dataset says in Chinese and English that it is generated", () => {
  expect(guangxi.datasets.length).toBeGreaterThan(10);
  for (const { source } of guangxi.datasets) {
    expect(source).toContain("演示数据");
    expect(source).toContain("generated sketch-map");
    expect(source).toContain("not survey data");
  }
});

test("codes follow the division codes: 45, 6 digits, 9 for townships, 12 for administrative villages, 15 below", () => {
  const digits = { region: 2, city: 6, county: 6, township: 9, administrativeVillage: 12 };
  const codes = new Set<string>();
  const wrong: string[] = [];
  for (const { code, level, parentCode } of guangxi.boundaries) {
    const isRight = /^45\d*$/.test(code) && code.length === digits[level] && !codes.has(code);
    // The parent comes first, so that a reader can build the tree as it goes.
    if (!isRight || (parentCode === null ? level !== "region" : !codes.has(parentCode)))
      wrong.push(code);
    codes.add(code);
  }
  expect(wrong).toEqual([]);
  expect(new Set(guangxi.villages.map((village) => village.code)).size).toBe(165_240);
  expect(
    guangxi.villages.filter(
      ({ code, areaCode }) =>
        !codes.has(areaCode!) || !new RegExp(`^${areaCode}\\d{3}$`).test(code!),
    ),
  ).toEqual([]);
});

test("cities carry the class of Art. 17: Baise and Hechi 1, Nanning 3, Beihai 4", () => {
  const classOf = (name: string) =>
    guangxi.boundaries.find((area) => area.name === name)?.cityClass;
  expect(["百色市", "河池市", "贺州市", "南宁市", "北海市"].map(classOf)).toEqual([1, 1, 2, 3, 4]);
});

test("no name comes twice within a township, or among the areas of one parent", () => {
  const keys = [
    ...guangxi.villages.map((village) => `${village.areaCode?.slice(0, 9)} ${village.name}`),
    ...guangxi.boundaries.map((area) => `${area.level} ${area.parentCode} ${area.name}`),
  ];
  const seen = new Set<string>();
  expect(keys.filter((key) => seen.size === seen.add(key).size)).toEqual([]);
});

test("every character of every name is in the font of the pages and in that of prints, and has a reading", () => {
  const css = readFileSync(
    createRequire(import.meta.url).resolve("@fontsource/noto-sans-sc/400.css"),
    "utf8",
  );
  const ranges = [...css.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)].map(([, low, high]) => [
    parseInt(low!, 16),
    parseInt(high ?? low!, 16),
  ]);
  expect(ranges.length).toBeGreaterThan(1000);
  const used = new Set<string>();
  const read = (name: string | null): void => {
    for (const character of name ?? "") used.add(character);
  };
  for (const { name } of [
    ...guangxi.boundaries,
    ...guangxi.villages,
    ...guangxi.facilities,
    ...guangxi.zones,
  ])
    read(name);
  for (const { name } of [
    ...guangxi.roads,
    ...guangxi.electricity,
    ...guangxi.water,
    ...guangxi.broadband,
  ])
    read(name);
  expect(used.size).toBeGreaterThan(200);
  const inFont = (character: string) =>
    ranges.some(
      ([low, high]) => character.codePointAt(0)! >= low! && character.codePointAt(0)! <= high!,
    );
  expect([...used].filter((character) => !inFont(character))).toEqual([]);
  expect(missingCharacters(openTypefaces(), [...used].join(""))).toEqual([]);
  expect(
    [...used].filter((character) => !/\w/.test(character) && pinyin(character) === character),
  ).toEqual([]);
  // Rare characters of Guangxi that maps must be able to show.
  expect(["垌", "岜", "渌", "埇", "峒"].filter((rare) => !used.has(rare))).toEqual([]);
});

test("most natural villages have 10 to 60 households; a long tail of small hamlets lies in the mountains", () => {
  const share = (villages: typeof guangxi.villages, is: (households: number) => boolean) =>
    villages.filter((village) => is(village.households ?? 0)).length / villages.length;
  expect(
    share(guangxi.villages, (households) => households >= 10 && households <= 60),
  ).toBeGreaterThan(0.7);
  const small = (city: string) =>
    share(
      guangxi.villages.filter((village) => village.code?.startsWith(city)),
      (households) => households < 20,
    );
  expect(small("4512")).toBeGreaterThan(0.3);
  expect(small("4505")).toBeLessThan(0.2);
  expect(small("4512")).toBeGreaterThan(2 * small("4505"));
});

test("households, persons, poor and willing agree with one another, and enough would move for the plan", () => {
  let willingPersons = 0;
  const wrong: string[] = [];
  for (const village of guangxi.villages) {
    const households = village.households ?? 0;
    const persons = village.persons ?? 0;
    const willing = village.willingHouseholds ?? NaN;
    const isRight =
      households > 0 &&
      persons >= households &&
      (village.poorHouseholds ?? NaN) <= households &&
      (village.poorPersons ?? NaN) <= persons &&
      willing <= households;
    if (!isRight) wrong.push(`${village.code}`);
    willingPersons += (willing * persons) / households;
  }
  expect(wrong).toEqual([]);
  // About 100,000 persons a year over 2014-2020, and not so many that a choice would be idle.
  expect(willingPersons).toBeGreaterThan(750_000);
  expect(willingPersons).toBeLessThan(1_500_000);
});

test("road lines are real lines: no broken numbers, no zero length, 10 vertices and more, no endless straight spokes", () => {
  let vertices = 0;
  const wrong: string[] = [];
  for (const { geometry, code } of guangxi.roads) {
    const line = geometry.type === "LineString" ? (geometry.coordinates as [number, number][]) : [];
    vertices += line.length;
    if (line.length < 8) wrong.push(`${code} has ${line.length} vertices`);
    for (const [i, [lng, lat]] of line.entries()) {
      if (!(lng > 104 && lng < 113 && lat > 20 && lat < 27)) wrong.push(`${code} leaves the map`);
      const [beforeLng, beforeLat] = line[i - 1] ?? [lng + 0.001, lat];
      const hop = Math.hypot(lng - beforeLng, lat - beforeLat);
      if (hop === 0 || hop > 0.02) wrong.push(`${code} has a hop of ${hop} degrees`);
    }
  }
  expect(wrong).toEqual([]);
  expect(vertices / guangxi.roads.length).toBeGreaterThan(12);
  expect(vertices / guangxi.roads.length).toBeLessThan(30);
});

test("every administrative village hangs on one road network, from its seat to every city", () => {
  const above = new Map<string, string>();
  const top = (place: string): string => {
    let at = place;
    while (above.get(at) !== undefined && above.get(at) !== at) at = above.get(at)!;
    above.set(place, at);
    return at;
  };
  for (const { geometry, class: roadClass } of guangxi.roads) {
    if (geometry.type !== "LineString" || roadClass === "village" || roadClass === "track")
      continue;
    above.set(top(String(geometry.coordinates[0])), top(String(geometry.coordinates.at(-1))));
  }
  const seats = guangxi.boundaries
    .filter((area) => area.level === "administrativeVillage")
    .map((area) => String(area.seat));
  expect(seats.every((seat) => above.has(seat))).toBe(true);
  expect(new Set(seats.map(top)).size).toBe(1);
});
