import { beforeAll, expect, test } from "vitest";
import type { Works } from "../../../core/contract/plan.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { SERVED, type Snapshot } from "../../../core/coverage/snapshot.ts";
import { openPlan, type AssessedPlan } from "../../../core/relocation/assess.ts";
import { planContext, villageKey } from "../../../core/relocation/context.ts";
import { planRates } from "../../../core/relocation/rates.ts";
import { demonstrationPlan } from "../../../geodata/demonstration/plan.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { RegionState } from "../../../server/coverage/state.ts";
import { RatesDesk } from "../../../server/plans/rates-desk.ts";
import { worksEffects } from "../../../server/plans/works-effects.ts";
import { makeBenchRegion } from "../../bench/tiles-data.ts";
import { measuredWith } from "./full-computation.ts";

const HECHI = "451200";

let snapshot: Snapshot;
let state: RegionState;
let plan: AssessedPlan;
let works: Works[];
beforeAll(async () => {
  snapshot = (await makeBenchRegion("hechi")).snapshot;
  const loaded = { snapshot, areaInitials: [], villagePinyin: [], villageInitials: [] };
  // Nothing is stored, so the database is never asked.
  state = new RegionState(undefined as never, loaded, [], { run: null, rules: SHIPPED_RULES });
  const made = demonstrationPlan(snapshot);
  const opened = openPlan(made.document, planContext(snapshot, made.frame, SHIPPED_PARAMETERS));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems.slice(0, 5)));
  plan = opened.assessed;
  works = [...plan.plan.works.values()];
});

test("works bring to a whole city what the whole city measured anew says: built, closed, downgraded", async () => {
  const [first] = works;
  const { id, count } = snapshot.features.road;
  const existing = Array.from({ length: 4 }, (_, i) => id[Math.floor((count * (i + 0.5)) / 4)]!);
  const asked: Works[] = [
    ...works.slice(0, 4),
    ...existing.map((featureId, i): Works => ({
      ...first!,
      featureId,
      ...(i % 2 === 0 ? { action: "close", geometry: null } : { action: "change" }),
    })),
  ];
  const effects = await worksEffects(state, asked);
  const rules = SHIPPED_RULES.filter(
    ({ sector, unit }) => sector === "road" && unit === "naturalVillage",
  );
  expect(rules.length).toBeGreaterThan(0);
  let gained = 0;
  for (const rule of rules) {
    const { units, status: today } = measureCoverage(snapshot, rule);
    for (const [i, one] of asked.entries()) {
      const { status } = measuredWith(snapshot, rule, [one]);
      const turned = (to: Uint8Array, from: Uint8Array): string[] =>
        [...units].flatMap((village, n) =>
          to[n] === SERVED && from[n] !== SERVED ? [villageKey(snapshot, village)] : [],
        );
      const said = effects[i]!.serves.find((each) => each.rule === rule.id)!;
      expect(said.villages.toSorted()).toEqual(turned(status, today).toSorted());
      expect(said.lost.toSorted()).toEqual(turned(today, status).toSorted());
      gained += said.villages.length;
    }
  }
  expect(gained).toBeGreaterThan(3);
});

test("rates by year are those of the whole city measured anew with the works in use by then", async () => {
  const years = Array.from({ length: 7 }, (_, y) => 2014 + y);
  const statuses = SHIPPED_RULES.map((rule) => {
    const { units, status: today } = measureCoverage(snapshot, rule);
    const afterWorks = years.map((year) => {
      const inUse = works.filter((one) => one.sector === rule.sector && one.year <= year);
      return inUse.length === 0 ? today : measuredWith(snapshot, rule, inUse).status;
    });
    return { rule, units, today, afterWorks };
  });
  for (const area of [HECHI, snapshot.regionCode])
    expect(await new RatesDesk().rates(state, plan, area)).toEqual(
      planRates(plan.plan, plan.context, area, statuses),
    );
  const road = planRates(plan.plan, plan.context, HECHI, statuses).find(
    ({ rule }) => rule === "village-road",
  )!;
  const last = road.years.at(-1)!;
  expect(last.afterWorks.villages.served).toBeGreaterThan(road.today.villages.served);
  expect(last.left.moved + last.left.fellBelow).toBeGreaterThan(0);
});
