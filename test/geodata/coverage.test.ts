import { beforeAll, expect, test } from "vitest";
import type { NetworkRecord } from "../../core/contract/record.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../core/coverage/roll-up.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { buildSnapshot, type TestFeature } from "../core/support/build-snapshot.ts";
import { type DemonstrationRecords, readDemonstration } from "./demonstration-records.ts";

/** The demonstration region as the engine sees it, so that coverage is measured from the geometry. */
function snapshotOf(records: DemonstrationRecords): Snapshot {
  const network = (rows: readonly NetworkRecord[]): TestFeature[] =>
    rows.map((row) => ({
      geometry: row.geometry,
      class: row.class ?? "",
      surface: row.surface ?? "",
      ...(row.allSeason === null ? {} : { allSeason: row.allSeason }),
      accepted: row.acceptedOn !== null,
      numbers: row.numbers as Record<string, number>,
    }));
  return buildSnapshot({
    areas: records.boundaries.map((area) => ({
      code: area.code,
      level: area.level,
      ...(area.parentCode === null ? {} : { parent: area.parentCode }),
      seat: [...area.seat!],
      outline: area.geometry!,
      ...(area.qualified === null ? {} : { attributes: { qualified: area.qualified } }),
    })),
    villages: records.villages.map((village) => ({
      at: [...village.position],
      area: village.areaCode!,
      households: village.households!,
      persons: village.persons!,
      ...(village.outline === null ? {} : { outline: village.outline }),
      attributes: village.attributes,
      attested: village.attested,
    })),
    features: {
      road: network(records.roads),
      electricity: network(records.electricity),
      water: network(records.water),
      broadband: network(records.broadband),
      facility: records.facilities.map((each) => ({
        geometry: { type: "Point", coordinates: [...each.position] },
        class: each.kind,
      })),
    },
  });
}

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
