import { describe, expect, test } from "vitest";
import type { DrawnFeature } from "../../../core/coverage/drawn-feature.ts";
import { SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { createWhatIf } from "../../../core/coverage/what-if.ts";
import { turnedBy } from "../../../core/coverage/what-if-figures.ts";
import { buildSnapshot, rule } from "../support/build-snapshot.ts";
import { east, point, VILLAGE, within } from "../support/judge.ts";

describe("who is served by what is drawn", () => {
  const areas = [
    { code: "R", level: "region" as const },
    { code: "C1", level: "county" as const, parent: "R" },
    { code: "C2", level: "county" as const, parent: "R" },
  ];
  const villages = [
    { at: VILLAGE, area: "C1", households: 20, persons: 81 },
    { at: east(100), area: "C1" },
    { at: east(200), area: "C2", households: 30, persons: 90 },
    { at: east(5000), area: "C2", households: 40, persons: 160 },
  ];
  const features = { road: [point(east(5000))] };
  const snapshot = buildSnapshot({ areas, villages, features });
  const edited = () => {
    const whatIf = createWhatIf(snapshot, rule(within(300)));
    whatIf.add({ ...point(VILLAGE), id: "a" } as DrawnFeature);
    whatIf.close(0);
    return whatIf;
  };

  test("is told with households and persons, the largest first, over all edits together", () => {
    const { gained, lost } = turnedBy(snapshot, "naturalVillage", edited().changes());
    expect(gained).toEqual({
      units: [
        { position: 2, index: 2, households: 30, persons: 90 },
        { position: 0, index: 0, households: 20, persons: 81 },
        { position: 1, index: 1, households: null, persons: null },
      ],
      households: 50,
      persons: 171,
    });
    expect(lost).toMatchObject({ units: [{ position: 3 }], households: 40, persons: 160 });
  });

  test("does not count a village that turns from unserved to unknown, nor one edit that another undoes", () => {
    const told = { position: 0, index: 0, from: UNSERVED, to: UNKNOWN };
    const nobody = { units: [], households: 0, persons: 0 };
    expect(turnedBy(snapshot, "naturalVillage", [told])).toEqual({ gained: nobody, lost: nobody });
    expect(
      turnedBy(snapshot, "naturalVillage", [{ ...told, from: UNKNOWN, to: SERVED }]).gained.units,
    ).toHaveLength(1);
    const whatIf = edited();
    whatIf.remove("a");
    whatIf.reopen(0);
    expect(whatIf.changes()).toEqual([]);
  });
});
