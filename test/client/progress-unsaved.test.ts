import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NOTHING_TYPED, type Typed } from "../../client/progress/drafts.ts";
import {
  keepUnsaved,
  unsavedElsewhere,
  unsavedOf,
  type Unsaved,
} from "../../client/progress/unsaved.ts";

const row: Typed = { ...NOTHING_TYPED, state: "building" };
const rows = (...keys: string[]): Unsaved => ({
  subject: "settlement",
  period: "2016",
  drafts: new Map(keys.map((key) => [key, row])),
  version: 3,
  returns: new Map(),
  planName: "规划",
  areaName: "东兰县",
});
/** Whether the browser would ask before it leaves the page. */
function asks(): boolean {
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

beforeEach(() => void vi.stubGlobal("window", new EventTarget()));
afterEach(() => {
  for (const { plan, area } of unsavedElsewhere(null, "")) keepUnsaved(plan, area, null);
  vi.unstubAllGlobals();
});

describe("rows that are not saved", () => {
  test("wait for the area of the plan that they were typed in, and show in no other", () => {
    keepUnsaved("p1", "451224", rows("s1", "s2"));
    expect([...unsavedOf("p1", "451224")!.drafts.keys()]).toEqual(["s1", "s2"]);
    expect(unsavedOf("p2", "451224")).toBeNull();
    expect(unsavedOf("p1", "451225")).toBeNull();
  });
  test("are told of from every other place", () => {
    keepUnsaved("p1", "451224", rows("s1"));
    keepUnsaved("p2", "451224", rows("s1", "s2"));
    expect(unsavedElsewhere("p1", "451224").map(({ plan, drafts }) => [plan, drafts.size])).toEqual(
      [["p2", 2]],
    );
    expect(unsavedElsewhere(null, "45")).toHaveLength(2);
  });
  test("make the browser ask before it leaves, until the last of them is saved or given up", () => {
    expect(asks()).toBe(false);
    keepUnsaved("p1", "451224", rows("s1"));
    keepUnsaved("p2", "451224", rows("s1"));
    expect(asks()).toBe(true);
    keepUnsaved("p1", "451224", null);
    expect(asks()).toBe(true);
    keepUnsaved("p2", "451224", rows());
    expect(unsavedOf("p2", "451224")).toBeNull();
    expect(asks()).toBe(false);
  });
});
