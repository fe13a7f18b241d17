import { describe, expect, test } from "vitest";
import { IndicatorRule, type SimpleTest } from "../../../core/contract/rule.ts";
import {
  CLASSES_BY_SECTOR,
  classNameOf,
  ROAD_SURFACES,
  UNIT_ATTRIBUTES,
} from "../../../core/policy/classes.ts";
import { CONFIDENCES } from "../../../core/policy/parameter.ts";
import { NETWORK_NUMBERS } from "../../../core/contract/record.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";

const simpleTests = (one: IndicatorRule): readonly SimpleTest[] =>
  one.test.kind === "any" ? one.test.of : [one.test];
const byId = (id: string): IndicatorRule => SHIPPED_RULES.find((one) => one.id === id)!;

describe("the shipped rules", () => {
  test("are those of the 2014 opinions, the recount and the Rural Access Index", () => {
    expect(SHIPPED_RULES.map(({ id }) => id)).toEqual([
      "village-road",
      "accepted-village-road",
      "hardened-road",
      "drinking-water",
      "electricity",
      "broadband-administrative-village",
      "broadband-natural-village",
      "clinic",
      "hospital",
      "rural-access-index",
    ]);
  });

  test.each(SHIPPED_RULES.map((one) => [one.id, one] as const))(
    "%s is whole: names, source, confidence, validity",
    (_, one) => {
      expect(one.name!.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(one.name!.en).not.toBe("");
      expect(one.source).toEqual({
        zh: expect.stringMatching(/[\u4e00-\u9fff]{6}/),
        en: expect.stringMatching(/[a-z ]{20}/i),
      });
      expect(one.confidence).toEqual({
        zh: expect.stringMatching(/[\u4e00-\u9fff]/),
        en: expect.stringMatching(/[a-z]/),
      });
      expect(one.validFrom).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(IndicatorRule.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
    },
  );

  test.each(SHIPPED_RULES.map((one) => [one.id, one] as const))(
    "%s asks only for classes, figures and attributes that exist",
    (_, one) => {
      const attributes = [one.eligible.attribute];
      for (const each of simpleTests(one)) {
        for (const name of [...(each.classes ?? []), ...(each.facilityKinds ?? [])]) {
          expect(Object.keys(CLASSES_BY_SECTOR[one.sector])).toContain(name);
        }
        for (const surface of each.surfaces ?? [])
          expect(Object.keys(ROAD_SURFACES)).toContain(surface);
        for (const name of Object.keys(each.where ?? {})) expect(NETWORK_NUMBERS).toContain(name);
        attributes.push(each.onlyFor);
      }
      for (const name of attributes)
        expect(["none", ...Object.keys(UNIT_ATTRIBUTES)]).toContain(name ?? "none");
    },
  );

  test("say what Art. 18, 33, 36 and 37 say", () => {
    expect(byId("village-road")).toMatchObject({ target: 0.95, eligible: { minHouseholds: 20 } });
    expect(byId("village-road").test).toEqual({ kind: "distance", reachM: 500 });
    expect(byId("hardened-road")).toMatchObject({ target: 1, unit: "administrativeVillage" });
    expect(byId("broadband-natural-village").target).toBe(0.98);
    expect(byId("electricity").target).toBe(1);
    expect(byId("rural-access-index")).toMatchObject({ target: null, headline: "persons" });
    expect(byId("rural-access-index").test).toMatchObject({ reachM: 2000, allSeason: true });
  });
});

describe("the shipped parameters", () => {
  test("have each a source and a confidence, and one value at a time", () => {
    const keys = SHIPPED_PARAMETERS.map(
      ({ id, regionCode, validFrom }) => `${id} ${regionCode} ${validFrom}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const one of SHIPPED_PARAMETERS) {
      expect(CONFIDENCES).toContain(one.confidence);
      expect(one.source).not.toBe("");
      expect(one.value).toBeGreaterThanOrEqual(0);
      expect(one.validTo === null || one.validFrom <= one.validTo).toBe(true);
    }
  });

  test("divided figures agree with the totals that they divide", () => {
    const of = (id: string, from: string) =>
      SHIPPED_PARAMETERS.find((one) => one.id === id && one.validFrom.startsWith(from))!.value;
    expect(of("plan-budget", "2011") / of("plan-persons", "2011")).toBeCloseTo(
      of("plan-cost-per-head", "2011"),
      0,
    );
    expect(of("plan-floor-area", "2011") / of("plan-persons", "2011")).toBeCloseTo(17.1, 1);
    expect(of("plan-persons", "2016") / of("plan-settlements", "2016")).toBeCloseTo(1403, 0);
    expect(Math.abs(of("plan-budget", "2016") / of("plan-persons", "2016") - 57_700)).toBeLessThan(
      100,
    );
  });
});

test("a class that the system does not know has no names of its own", () => {
  expect(classNameOf("road", "RR(T)")).toBeNull();
  expect(classNameOf("road", "toString")).toBeNull();
  expect(classNameOf("road", "village")).toEqual(CLASSES_BY_SECTOR.road["village"]);
});
