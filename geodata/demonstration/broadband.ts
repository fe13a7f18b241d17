import type { NetworkRecord } from "../../core/contract/record.ts";
import { COUNTY_ROAD } from "./backbone.ts";
import { type CountyWork, hamletsOf, hardnessAt, randomOf } from "./county-work.ts";
import { feature, lineOf, pointOf } from "./features.ts";

/** Broadband of a county: fibre along roads, access nodes at village seats, base stations on the heights. */
export function* broadbandRecords(work: CountyWork): Generator<NetworkRecord> {
  const { land, hamlets, backbone } = work;
  const random = randomOf(work, "broadband");
  for (const cell of hamlets.cells) {
    for (const edge of backbone.roadsAt(cell)) {
      if (backbone.from[edge] !== cell) continue;
      const isMain = (backbone.roadClass[edge] as number) >= COUNTY_ROAD;
      if (!random.chance(isMain ? 0.9 : 0.62 - 0.5 * hardnessAt(work, cell))) continue;
      const line = work.lines
        .lineOf(edge)
        .filter((_, k, all) => k % 3 === 0 || k === all.length - 1);
      yield feature({
        geometry: lineOf(line),
        class: "fibre",
        numbers: { mbps: isMain ? 1000 : 100 },
      });
    }
  }
  for (let k = 0; k < hamlets.cells.length; k++) {
    const cell = hamlets.cells[k] as number;
    const hardness = hardnessAt(work, cell);
    const seat = hamlets.first[k] as number;
    const name = land.villageName[cell] as string;
    if (random.chance(0.985 - 0.28 * hardness)) {
      const mbps = random.chance(0.96 - 0.1 * hardness)
        ? random.pick([12, 20, 20, 50, 100])
        : random.pick([2, 4, 8]);
      yield feature({
        name: `${name}接入点`,
        geometry: pointOf((hamlets.x[seat] as number) + 0.02, hamlets.y[seat] as number),
        class: "node",
        numbers: { mbps },
      });
    }
    const own = hamletsOf(work, k);
    const stations =
      1 +
      (random.chance(0.6 - 0.35 * hardness) ? 1 : 0) +
      (random.chance(0.35 - 0.3 * hardness) ? 1 : 0);
    for (let s = 0; s < stations; s++) {
      if (s === 0 && !random.chance(0.99 - 0.3 * hardness)) continue;
      const at = random.pick(own);
      const radiusM = Math.round((2700 - 1500 * hardness) * random.between(0.75, 1.3));
      const slow = random.chance(0.05 + 0.12 * hardness);
      yield feature({
        name: `${name}基站${s + 1}`,
        geometry: pointOf(
          (hamlets.x[at] as number) + random.between(-0.4, 0.4),
          (hamlets.y[at] as number) + random.between(-0.4, 0.4),
        ),
        class: "baseStation",
        // A few stations were registered without their speed.
        numbers: random.chance(0.015)
          ? { radiusM }
          : { radiusM, mbps: slow ? random.pick([2, 6]) : random.pick([12, 20, 50]) },
      });
    }
  }
}
