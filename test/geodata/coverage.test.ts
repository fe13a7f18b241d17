import { beforeAll, expect, test } from "vitest";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../core/coverage/roll-up.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { readDemonstration } from "./demonstration-records.ts";
import { snapshotOf } from "./demonstration-snapshot.ts";

let snapshot: Snapshot;
beforeAll(() => {
  snapshot = snapshotOf(readDemonstration("guangxi"));
});

/** Rates in the rule's own unit by area code. */
function ratesOfRule(ruleId: string): Map<string, number | null> {
  const rule = SHIPPED_RULES.find((each) => each.id === ruleId);
  if (rule === undefined) throw new Error(`no rule ${ruleId}`);
  const counts = rollUp(snapshot, measureCoverage(snapshot, rule));
  return new Map(snapshot.areas.code.map((code, i) => [code, ratesOf(counts, i).villages.rate]));
}

const countiesOf = (rates: Map<string, number | null>, cities: readonly string[]): number[] =>
  [...rates].flatMap(([code, rate]) =>
    code.length === 6 && !code.endsWith("00") && rate !== null && cities.includes(code.slice(0, 4))
      ? [rate]
      : [],
  );

test("85 to 90 % of villages with 20 households have a road within 500 m; the west far less, the east nearly all", () => {
  const rates = ratesOfRule("village-road");
  expect(rates.get("45")).toBeGreaterThan(0.85);
  expect(rates.get("45")).toBeLessThan(0.9);
  const west = countiesOf(rates, ["4510", "4512"]);
  const east = countiesOf(rates, ["4505", "4507", "4508", "4509"]);
  expect(west).toHaveLength(23);
  for (const rate of west) {
    expect(rate).toBeGreaterThan(0.62);
    expect(rate).toBeLessThan(0.87);
  }
  for (const rate of east) expect(rate).toBeGreaterThan(0.89);
  const all = countiesOf(
    rates,
    [...rates.keys()].filter((code) => code.endsWith("00")).map((code) => code.slice(0, 4)),
  );
  expect(new Set(all.map((rate) => rate.toFixed(3))).size).toBeGreaterThan(80);
});

test.each(SHIPPED_RULES.map((rule) => rule.id))(
  "%s is met neither nowhere nor everywhere, and less in Hechi than in Beihai",
  (ruleId) => {
    const rates = ratesOfRule(ruleId);
    expect(rates.get("45")).toBeGreaterThan(0.6);
    expect(rates.get("45")).toBeLessThan(1);
    expect(rates.get("451200")).toBeLessThan(rates.get("450500")!);
  },
);
