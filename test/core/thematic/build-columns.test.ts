import { describe, expect, it } from "vitest";
import { compareBuildAndMove } from "../../../core/relocation/build-or-move.ts";
import { HAZARD } from "../../../core/relocation/service-lines.ts";
import { buildColumns } from "../../../core/thematic/build-columns.ts";
import { geometryOf, PLAIN, prices } from "../relocation/support/build-geometry.ts";
import { planData } from "../relocation/support/world.ts";

const { areas } = planData();
const index = (code: string): number => areas.code.indexOf(code);

/** Moving 10 households costs 1,000,000 yuan, a kilometre of road 100,000: the second village had better move, the third is in danger. */
const on = compareBuildAndMove(
  geometryOf(
    [{}, {}, { flags: HAZARD }, {}],
    [
      {
        elements: [
          [0, -1, 2000],
          [1, -1, 20_000],
          [2, -1, 100],
        ],
      },
    ],
  ),
  prices(PLAIN),
);
const home = ["451201100201", "451201101201", "451202100201", "451202100201"].map(index);
const columns = (by: "county" | "township" | "city", within = "45") =>
  buildColumns(on, areas, (v) => home[v]!, { within: index(within), by });

describe("building against moving by area", () => {
  it("counts villages that lack something, and of them those that had better move", () => {
    const { areas: codes, villages, households, moveVillages, moveHouseholds } = columns("county");
    expect(codes).toEqual(["451201", "451202"]);
    expect([villages, households]).toEqual([
      [2, 1],
      [20, 10],
    ]);
    expect([moveVillages, moveHouseholds]).toEqual([
      [1, 1],
      [10, 10],
    ]);
  });
  it("adds up what either costs", () => {
    const { moveYuan, buildYuan } = columns("county");
    expect(moveYuan).toEqual([2_000_000, 1_000_000]);
    expect(buildYuan[0]).toBeGreaterThan(2_000_000);
  });
  it("of townships adds up to their county, and outside the area nothing counts", () => {
    const [township, county] = [columns("township", "451201"), columns("county", "451201")];
    expect(township.areas).toEqual(["451201100", "451201101"]);
    for (const name of ["villages", "moveVillages", "moveYuan", "buildYuan"] as const)
      expect(township[name].reduce((all, value) => all! + value!, 0)).toBe(county[name][0]);
  });
});
