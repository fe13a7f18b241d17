import { expect, test } from "vitest";
import {
  levelInside,
  levelsIn,
  paintedLevel,
  stepInto,
  stepOut,
} from "../../../client/thematic/drill.ts";

test("a region is painted by cities at first, a city by counties, a county by townships", () => {
  expect(levelInside("region")).toBe("city");
  expect(levelInside("city")).toBe("county");
  expect(levelInside("county")).toBe("township");
  expect(levelInside("township")).toBe("township");
});

test("an area can be painted by the levels below it, the region also as a whole, a township only as itself", () => {
  expect(levelsIn("region")).toEqual(["region", "city", "county", "township"]);
  expect(levelsIn("city")).toEqual(["county", "township"]);
  expect(levelsIn("county")).toEqual(["township"]);
  expect(levelsIn("township")).toEqual(["township"]);
  expect(levelsIn("administrativeVillage")).toEqual(["township"]);
});

test("a level that an area does not hold gives way to the one below the area", () => {
  expect(paintedLevel("township", "region")).toBe("township");
  expect(paintedLevel("county", "city")).toBe("county");
  expect(paintedLevel("city", "city")).toBe("county");
  expect(paintedLevel("county", "county")).toBe("township");
});

test("a click leads into a city or county, not into a township, nor into the area one is in", () => {
  expect(stepInto({ code: "451200", level: "city" }, "45")).toEqual({
    area: "451200",
    by: "county",
  });
  expect(stepInto({ code: "451224", level: "county" }, "451200")).toEqual({
    area: "451224",
    by: "township",
  });
  expect(stepInto({ code: "451224101", level: "township" }, "451224")).toBeNull();
  expect(stepInto({ code: "451200", level: "city" }, "451200")).toBeNull();
});

const line = (["region", "city", "county"] as const).map((level, i) => ({
  level,
  code: ["45", "451200", "451224"][i]!,
  id: i,
  name: "",
  pinyin: null,
  parentCode: null,
  bbox: null,
}));
const at = (depth: number) => ({ ...line[depth]!, ancestors: line.slice(0, depth) });

test("the way up leads to the nearest ancestor, painted by the level below it; from the region there is none", () => {
  expect(stepOut(at(2), "451224")).toEqual({ area: "451200", by: "county" });
  expect(stepOut(at(1), "451200")).toEqual({ area: "45", by: "city" });
  expect(stepOut(at(0), "45")).toBeNull();
});

test("while an area is on its way, the way up leads out of the one that is asked for", () => {
  // Into a county and out at once: the city again.
  expect(stepOut(at(1), "451224")).toEqual({ area: "451200", by: "county" });
  // Up twice in a moment: past the city.
  expect(stepOut(at(2), "451200")).toEqual({ area: "45", by: "city" });
  expect(stepOut(at(2), "45")).toBeNull();
});
