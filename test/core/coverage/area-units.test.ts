import { describe, expect, test } from "vitest";
import { judge, point, square } from "../support/judge.ts";

describe("rules on administrative villages and townships", () => {
  const areas = [
    { code: "R", level: "region" as const },
    {
      code: "T",
      level: "township" as const,
      parent: "R",
      outline: square(108, 23, 0.1),
      seat: [108.05, 23.05],
    },
    {
      code: "A",
      level: "administrativeVillage" as const,
      parent: "T",
      outline: square(108, 23, 0.05),
      seat: [108.01, 23.01],
    },
    { code: "B", level: "administrativeVillage" as const, parent: "T", seat: [108.09, 23.09] },
  ];
  const clinic = {
    sector: "facility",
    unit: "administrativeVillage",
    test: {
      kind: "any",
      of: [
        { kind: "inside", facilityKinds: ["clinic"] },
        { kind: "distance", reachM: 500, facilityKinds: ["clinic"] },
      ],
    },
  };

  test("a clinic inside the outline serves the administrative village", () => {
    const features = { facility: [point([108.04, 23.04], { class: "clinic" })] };
    expect(judge({ areas, features }, clinic, 0)).toMatchObject({
      status: "served",
      reason: "inside",
    });
    expect(judge({ areas, features }, clinic, 1).status).toBe("unserved");
  });

  test("a clinic just outside serves within reach of the outline", () => {
    const features = { facility: [point([108.052, 23.02], { class: "clinic" })] };
    expect(judge({ areas, features }, clinic, 0)).toMatchObject({
      status: "served",
      reason: "withinReach",
    });
  });

  test("without an outline the seat is judged", () => {
    const features = { facility: [point([108.09, 23.092], { class: "clinic" })] };
    expect(judge({ areas, features }, clinic, 1).status).toBe("served");
  });

  test("a township is a unit of its own", () => {
    const features = { facility: [point([108.08, 23.08], { class: "hospital" })] };
    const hospital = {
      sector: "facility",
      unit: "township",
      test: { kind: "inside", facilityKinds: ["hospital"] },
    };
    expect(judge({ areas, features }, hospital)).toMatchObject({
      status: "served",
      reason: "inside",
    });
  });

  test.each([
    [[10, 9], "notEligible"],
    [[10, 10], "unserved"],
    [[30, undefined], "unserved"],
    [[10, undefined], "unknown"],
    [[], "unknown"],
  ])("households are those of its villages: %j makes %s of 20", (households, status) => {
    const villages = households.map((count) => ({
      at: [108.01, 23.01],
      area: "A",
      ...(count === undefined ? {} : { households: count }),
    }));
    expect(judge({ areas, villages }, { ...clinic, eligible: { minHouseholds: 20 } }).status).toBe(
      status,
    );
  });

  test("an area with neither seat nor outline is unknown", () => {
    const lost = [
      { code: "R", level: "region" as const },
      { code: "A", level: "administrativeVillage" as const, parent: "R" },
    ];
    const features = { facility: [point([108, 23], { class: "clinic" })] };
    expect(judge({ areas: lost, features }, clinic)).toMatchObject({
      status: "unknown",
      reason: "noData",
    });
  });
});
