import { beforeAll, describe, expect, test } from "vitest";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { UNSERVED, YES, type Snapshot } from "../../core/coverage/snapshot.ts";
import { geodesicBetween } from "../../core/geodesy/geodesic.ts";
import { comparisonPrices } from "../../core/policy/build-or-move-policy.ts";
import { buildRules, withoutBounds } from "../../core/policy/build-ways.ts";
import { resolvePolicy } from "../../core/policy/plan-policy.ts";
import {
  adviceOf,
  compareBuildAndMove,
  differenceYuan,
  villageCosts,
} from "../../core/relocation/build-or-move.ts";
import { layServiceLines, type BuildGeometry } from "../../core/relocation/service-lines.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { readDemonstration } from "./demonstration-records.ts";
import { snapshotOf } from "./demonstration-snapshot.ts";

/** 凤山县 of the demonstration: what it takes and costs, reckoned a second time by plainer ways. */
const COUNTY = "451223";
const RULES = buildRules(SHIPPED_RULES);
const PRICES = comparisonPrices(resolvePolicy(SHIPPED_PARAMETERS, "45"), { from: 2014, to: 2020 });

let snapshot: Snapshot;
let geometry: BuildGeometry;
beforeAll(() => {
  snapshot = snapshotOf(readDemonstration("hechi"));
  geometry = layServiceLines(snapshot, RULES, snapshot.areas.code.indexOf(COUNTY));
});

/** Indices of the county's villages, by walking up from each. */
function villagesOfCounty(): number[] {
  const { villages, areas } = snapshot;
  return [...villages.id.keys()].filter((v) => {
    let at = villages.area[v]!;
    while (at >= 0 && areas.code[at] !== COUNTY) at = areas.parent[at]!;
    return at >= 0;
  });
}

const has = (name: string, v: number): boolean => snapshot.villages.attributes[name]?.[v] === YES;

describe("what building would take", () => {
  test("the villages that lack a service are those that coverage finds unserved", () => {
    const rows = villagesOfCounty();
    expect([...geometry.id]).toEqual(rows.map((v) => snapshot.villages.id[v]));
    for (const [s, rule] of RULES.entries()) {
      const { status } = measureCoverage(snapshot, withoutBounds(rule));
      const unserved = rows.filter((v) => status[v] === UNSERVED);
      expect(unserved.length).toBeGreaterThan(5);
      const laid = [...geometry.services[s]!.village].map((place) => rows[place]!);
      expect(laid.toSorted((a, b) => a - b)).toEqual(unserved);
    }
  });

  test("roads are no longer than a shortest tree drawn from door to door, and spare the last 500 m", () => {
    const rows = villagesOfCounty();
    const [rule] = RULES;
    const verdicts = measureCoverage(snapshot, withoutBounds(rule!));
    const left = new Map(
      rows
        .filter((v) => verdicts.status[v] === UNSERVED)
        .map((v) => [v, Math.max(0, verdicts.distanceM[v]! - 500)]),
    );
    const count = left.size;
    let treeM = 0;
    const { lng, lat } = snapshot.villages;
    while (left.size > 0) {
      const [next, metres] = [...left].reduce((a, b) => (b[1] < a[1] ? b : a));
      left.delete(next);
      treeM += metres;
      for (const [other, known] of left) {
        const way = geodesicBetween(lng[next]!, lat[next]!, lng[other]!, lat[other]!).distanceM;
        if (way < known) left.set(other, way);
      }
    }
    const roadM = geometry.services[0]!.lengthM.reduce((sum, metres) => sum + metres, 0);
    expect(count).toBeGreaterThan(100);
    expect(roadM).toBeLessThanOrEqual(treeM * 1.0005);
    expect(roadM).toBeGreaterThan(treeM / 2);
  });
});

/**
 * Obligations step by step, with lists of members instead of groups: of all pieces and lines of their own the cheapest that joins two sets
 * is built, and every member pays for what its part of a connection shrinks.
 */
function obligations(s: number): { paid: number[]; total: number } {
  const { village, parent, lengthM, directM, sector, points, mayHave } = geometry.services[s]!;
  const { lineYuanPerKm, pointYuan, terrainFactor } = PRICES.services[sector];
  const own = [...village].map((place) => geometry.households[place]!);
  const perM = [...village].map((place) => {
    const v = snapshot.villages.id.indexOf(geometry.id[place]!);
    const karst = has("karst", v) ? terrainFactor.karst : 1;
    return (lineYuanPerKm / 1000) * karst * (has("hazard", v) ? terrainFactor.hazard : 1);
  });
  const ways = own.flatMap((_, i) => {
    const feeding = points.flatMap((point, k) =>
      point.feeds && (mayHave[i]! & (1 << k)) !== 0 ? [pointYuan[point.class]!] : [],
    );
    return [
      { a: i, b: parent[i]!, yuan: lengthM[i]! * perM[i]! },
      { a: i, b: -1, yuan: directM[i]! * perM[i]! },
      ...feeding.map((yuan) => ({ a: i, b: -1, yuan })),
    ];
  });
  ways.sort((x, y) => x.yuan - y.yuan || x.a - y.a || x.b - y.b);
  const paid = own.map(() => 0);
  let sets = own.map((_, i) => ({ members: [i], served: false }));
  let total = 0;
  for (const { a, b, yuan } of ways) {
    const one = sets.find(({ members }) => members.includes(a))!;
    const other = b < 0 ? null : sets.find(({ members }) => members.includes(b))!;
    if (one === other || (one.served && (other === null || other.served))) continue;
    const served = one.served || other === null || other.served;
    const joined = { members: [...one.members, ...(other?.members ?? [])], served };
    const weightOf = (members: readonly number[]) => members.reduce((w, i) => w + own[i]!, 0);
    for (const set of [one, other]) {
      if (set === null || set.served) continue;
      for (const i of set.members)
        paid[i]! +=
          yuan *
          (own[i]! / weightOf(set.members) - (served ? 0 : own[i]! / weightOf(joined.members)));
    }
    total += yuan;
    sets = [...sets.filter((set) => set !== one && set !== other), joined];
  }
  return { paid, total };
}

describe("what it costs", () => {
  test("each village's share of each service is its obligation, and all shares are what is built", () => {
    const on = compareBuildAndMove(geometry, PRICES, "everyone");
    // Water is left to the next test: there a tank of one's own may be cheaper.
    for (const s of [0, 2, 3]) {
      const { paid, total } = obligations(s);
      const { shared, lines } = on.services[s]!;
      expect(shared.totalYuan / total).toBeCloseTo(1, 9);
      const shares = [...lines.village].map(
        (place, i) => geometry.households[place]! * shared.perHouseholdYuan[i]!,
      );
      shares.forEach((yuan, i) => expect(yuan).toBeCloseTo(paid[i]!, 2));
      expect(shares.reduce((sum, yuan) => sum + yuan, 0) / total).toBeCloseTo(1, 9);
    }
  });

  test("no village pays more for water than for a tank or spring of its own", () => {
    const { services } = compareBuildAndMove(geometry, PRICES, "everyone");
    const { lines, shared, isAlone } = services[1]!;
    const tanks = isAlone.reduce((sum, alone) => sum + alone, 0);
    expect(tanks).toBeGreaterThan(10);
    lines.village.forEach((place, i) => {
      const v = snapshot.villages.id.indexOf(geometry.id[place]!);
      const most = has("karst", v) || has("waterScarce", v) ? 30_000 : 80_000;
      const pays =
        isAlone[i] === 1 ? 30_000 : geometry.households[place]! * shared.perHouseholdYuan[i]!;
      expect(pays).toBeLessThanOrEqual(most + 1e-6);
    });
  });

  test("moving costs what its parts say for each village, and building with maintenance what works cost", () => {
    const on = compareBuildAndMove(geometry, PRICES, "everyone");
    const costs = villageCosts(geometry, PRICES);
    const perHead =
      57_700 + 0.12 * 40_000 + 600 * [1, 2, 3, 4, 5].reduce((s, y) => s + 1.08 ** -y, 0);
    expect(costs.perHeadYuan).toBeCloseTo(perHead, 6);
    geometry.id.forEach((_, place) => {
      const [persons, households] = [geometry.persons[place]!, geometry.households[place]!];
      const moving = persons * perHead + (households * 20_000) / 1.08 ** 2;
      expect(on.moveYuan[place]).toBeCloseTo(moving, 4);
      expect(costs.worksYuan[place]).toBe(on.worksYuan[place]);
    });
  });

  test("with those who stay, nobody builds for more than moving, and whoever is in danger moves", () => {
    const on = compareBuildAndMove(geometry, PRICES);
    const villages = [...geometry.id.keys()];
    const building = villages.filter((v) => adviceOf(on, v) === "build");
    expect(building.length).toBeGreaterThan(100);
    expect(building.filter((v) => differenceYuan(on, v) > 1e-6)).toEqual([]);
    const endangered = villages.filter((place) =>
      has("hazard", snapshot.villages.id.indexOf(geometry.id[place]!)),
    );
    expect(endangered.length).toBeGreaterThan(10);
    expect(endangered.filter((v) => adviceOf(on, v) !== "move")).toEqual([]);
    // Without those who move a stayer pays at least as much as when all build.
    const everyone = compareBuildAndMove(geometry, PRICES, "everyone");
    expect(
      building.filter((v) => on.buildYuan[v]! < everyone.buildYuan[v]! * 0.999 - 1).length,
    ).toBeLessThan(building.length / 50);
  });
});
