import { describe, expect, test } from "vitest";
import {
  areaNamer,
  filterSubjects,
  settlementSubjects,
  villageSubjects,
} from "../../client/progress/subjects.ts";
import { returnsTemplate } from "../../client/progress/template.ts";
import type { PlanData } from "../../core/relocation/context.ts";

// A county (0) with townships (1, 2) and a village in each; the county beside it (3) with one more.
const data = {
  areas: {
    count: 4,
    code: ["451224", "451224101", "451224102", "451225"],
    name: ["东兰县", "乙乡", "甲镇", "罗城"],
    level: Uint8Array.of(2, 3, 3, 2),
    parent: Int32Array.of(-1, 0, 0, -1),
  },
  villages: {
    count: 3,
    id: Int32Array.of(1, 2, 3),
    code: ["v1", null, "v3"],
    name: ["上屯", "下屯", "外屯"],
    area: Int32Array.of(2, 1, 3),
    households: Int32Array.of(10, 20, 5),
    persons: Int32Array.of(40, 80, 20),
  },
} as unknown as PlanData;
const part = (year: number, households: number | null) => ({ settlement: "s1", year, households });
const moves = {
  v1: { parts: [part(2016, null)], reason: null },
  "#2": { parts: [part(2015, 5), part(2016, 15)], reason: null },
  v3: { parts: [part(2016, null)], reason: null },
};

describe("villages that returns are made of", () => {
  const found = villageSubjects({ moves }, data, "451224");
  test("are those of the area that the plan moves, township by township", () => {
    expect(found.map(({ key, where }) => [key, where])).toEqual([
      ["#2", "东兰县 乙乡"],
      ["v1", "东兰县 甲镇"],
    ]);
  });
  test("are planned with the persons of each year, whole villages with all of them", () => {
    expect([...found[0]!.plannedByYear]).toEqual([
      [2015, 20],
      [2016, 60],
    ]);
    expect(found[1]!.plannedPersons).toBe(40);
  });
  test("are found by year, by name or place, and by what is not returned yet", () => {
    const keys = (filter: Partial<Parameters<typeof filterSubjects>[1]>) =>
      filterSubjects(found, {
        year: null,
        q: "",
        returned: null,
        typed: new Set(),
        ...filter,
      }).map(({ key }) => key);
    expect(keys({ year: 2015 })).toEqual(["#2"]);
    expect(keys({ q: "甲镇" })).toEqual(["v1"]);
    expect(keys({ returned: new Set(["v1"]) })).toEqual(["#2"]);
    expect(keys({ year: 2019 })).toEqual([]);
    // What is typed and not saved stays in sight.
    expect(keys({ year: 2015, typed: new Set(["v1"]) })).toEqual(["#2", "v1"]);
    expect(keys({ returned: new Set(["v1"]), typed: new Set(["v1"]) })).toEqual(["#2", "v1"]);
  });
  test("of a township are only its own", () => {
    expect(villageSubjects({ moves }, data, "451224102").map(({ key }) => key)).toEqual(["v1"]);
  });
  test("are none of an area that the data do not hold", () => {
    expect(villageSubjects({ moves }, data, "99")).toEqual([]);
  });
});

test("a settlement stands in the area whose code its own begins with", () => {
  const nameOf = areaNamer([{ code: "451224", name: "东兰县" }]);
  expect(nameOf("451224101")).toBe("东兰县");
  expect(nameOf("451225101")).toBe("");
});

test("settlements keep their order and their years", () => {
  const [site] = settlementSubjects(
    {
      planYears: [2015, 2016],
      settlements: [
        { id: "s1", name: "新村", area: "451224101", planned: [10, 5], plannedPersons: 15 },
      ],
    } as unknown as Parameters<typeof settlementSubjects>[0],
    () => "乙乡",
  );
  expect(site).toMatchObject({
    subject: "settlement",
    key: "s1",
    where: "乙乡",
    plannedPersons: 15,
  });
  expect(site!.plannedByYear.get(2016)).toBe(5);
});

describe("an empty table of returns", () => {
  const table = (name: string) =>
    returnsTemplate(
      [{ subject: "settlement", key: "s1", name }],
      "2016",
      (column) => column,
      (subject) => subject,
    );
  test("says nothing of what happened", () => {
    expect(table("新村")).toBe(
      "﻿subject,key,name,period,state,households,persons,oldHousesDown\r\nsettlement,s1,新村,2016,,,,\r\n",
    );
  });
  test("quotes what separates cells, and lets no name be reckoned", () => {
    expect(table('a "b", c')).toContain('"a ""b"", c"');
    expect(table("=1+1")).toContain("'=1+1");
  });
});
