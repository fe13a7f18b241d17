import { booleanIntersects, polygon } from "@turf/turf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { geodesicBetween } from "../../../core/geodesy/geodesic.ts";
import { learnFacts, listChecks } from "../../../core/relocation/assess.ts";
import { siteKey } from "../../../core/relocation/context.ts";
import { leaveZone } from "../../../core/relocation/leave-zone.ts";
import { mendOf } from "../../../core/relocation/mend.ts";
import { square } from "../support/judge.ts";
import { settlement } from "./support/arbitrary-changes.ts";
import { assessed, context, edited, site } from "./support/world.ts";

const zone = (west: number, south: number, size: number) => ({
  kind: "hazard",
  outline: square(west, south, size),
});
/** A site of about 200 m with its place in the middle. */
const drawn = (west: number, south: number) => ({
  position: [west + 0.001, south + 0.001] as [number, number],
  outline: square(west, south, 0.002).coordinates as [number, number][][],
});

describe("the way out of a zone", () => {
  test("is the shortest one: from 222 m inside the eastern border to the east", () => {
    const out = leaveZone({ position: [108.0078, 24.005], outline: null }, [zone(108, 24, 0.01)])!;
    const { distanceM } = geodesicBetween(108.0078, 24.005, ...out.position);
    expect(out.position[0]).toBeGreaterThan(108.01);
    const straight = geodesicBetween(108.0078, 24.005, 108.01, 24.005).distanceM;
    expect(distanceM).toBeGreaterThan(straight);
    expect(distanceM).toBeLessThan(straight * 1.02 + 10);
    expect(Math.abs(out.distanceM - distanceM)).toBeLessThan(1.5);
  });
  test("does not lead into another zone", () => {
    const zones = [zone(108, 24, 0.01), { kind: "flood", outline: square(108.01, 23.99, 0.03) }];
    const out = leaveZone({ position: [108.0078, 24.005], outline: null }, zones)!;
    expect(out.position[0]).toBeLessThan(108.01);
  });
  test("is not asked of a site that meets no zone, and is not there when zones have no end", () => {
    expect(leaveZone(drawn(109, 24), [zone(108, 24, 0.01)])).toBeNull();
    expect(leaveZone(drawn(108, 24), [zone(107, 23, 2)])).toBeNull();
    expect(leaveZone(drawn(108, 24), [])).toBeNull();
  });
  test("of a drawn site ends where its whole outline is clear, with the outline as it was", () => {
    const at = fc.tuple(
      fc.double({ min: 0, max: 0.01, noNaN: true }),
      fc.double({ min: 0, max: 0.01, noNaN: true }),
    );
    fc.assert(
      fc.property(at, at, ([x, y], [u, v]) => {
        const zones = [zone(108 + x, 24 + y, 0.006), zone(108 + u, 24 + v, 0.004)];
        const before = drawn(108.004, 24.004);
        const out = leaveZone(before, zones);
        if (out === null) return;
        for (const { outline } of zones)
          expect(booleanIntersects(polygon(out.outline!), outline)).toBe(false);
        out.outline![0]!.forEach(([lng, lat], i) => {
          const [fromLng, fromLat] = before.outline[0]![i]!;
          expect(lng - fromLng).toBeCloseTo(out.position[0] - before.position[0], 6);
          expect(lat - fromLat).toBeCloseTo(out.position[1] - before.position[1], 6);
        });
      }),
      { numRuns: 50 },
    );
  });
});

test("a settlement in a zone is mended by shifting it, when the zones are given", () => {
  const place = drawn(108.004, 24.004);
  const hazard = site({ zones: [{ kind: "hazard", name: null, overlapM2: 9 }] });
  const facts = { sites: new Map([[siteKey(place), hazard]]), works: new Map() };
  const plan = assessed(context({ facts }), { settlements: { s1: settlement(place) } });
  const check = listChecks(plan.checks).find(({ code }) => code === "siteInZone")!;
  expect(mendOf(check, plan)).toBeNull();
  const mend = mendOf(check, plan, { zones: [zone(108, 24, 0.01)] })!;
  expect(mend.amount).toBeGreaterThan(400);
  const moved = edited(plan, mend.change);
  const clear = new Map(facts.sites).set(siteKey(moved.plan.settlements.get("s1")!), site());
  const known = learnFacts(moved, { ...facts, sites: clear });
  expect(listChecks(known.checks).some(({ code }) => code === "siteInZone")).toBe(false);
});
