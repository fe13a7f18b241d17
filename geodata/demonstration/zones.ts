import { COUNTIES } from "../facts/counties.ts";
import type { ZoneRecord } from "../../core/contract/record.ts";
import { polygonOfRing, roughRing } from "./blob.ts";
import type { Hamlets } from "./hamlets.ts";
import { isInside, type Point } from "./plane.ts";
import { randomFrom } from "./random.ts";
import type { Territory } from "./territory.ts";

/** Cells above this are karst, both as zone and as attribute of their villages. */
const KARST_FROM = 0.5;

/** Hazard slopes of a county and the hamlets that lie in one. */
export interface Hazards {
  readonly rings: readonly (readonly Point[])[];
  readonly inHazard: Uint8Array;
}

export const isKarst = (land: Territory, cell: number): boolean =>
  (land.karst[cell] as number) >= KARST_FROM;

/** Hazard slopes beside hamlets in steep land, where landslides would be mapped. */
export function createHazards(land: Territory, hamlets: Hamlets): Hazards {
  const random = randomFrom(`hazards ${COUNTIES[hamlets.county]?.code}`);
  const rings: Point[][] = [];
  const inHazard = new Uint8Array(hamlets.x.length);
  hamlets.cells.forEach((cell, k) => {
    const relief = land.relief[cell] as number;
    if (!random.chance(0.05 + 0.5 * relief * relief)) return;
    const near = random.whole(hamlets.first[k] as number, (hamlets.first[k + 1] as number) - 1);
    const reach = random.between(0.25, 0.9);
    const ring = roughRing(
      (hamlets.x[near] as number) + random.between(-0.5, 0.5) * reach,
      (hamlets.y[near] as number) + random.between(-0.5, 0.5) * reach,
      reach,
      random,
    );
    rings.push(ring);
  });
  const boxes = rings.map((ring) => ({ ring, x: (ring[0] as Point)[0], y: (ring[0] as Point)[1] }));
  for (let i = 0; i < inHazard.length; i++) {
    const x = hamlets.x[i] as number;
    const y = hamlets.y[i] as number;
    for (const box of boxes) {
      if (Math.abs(box.x - x) < 3 && Math.abs(box.y - y) < 3 && isInside(box.ring, x, y)) {
        inHazard[i] = 1;
        break;
      }
    }
  }
  return { rings, inHazard };
}

export function* hazardZones(hazards: Hazards): Generator<ZoneRecord> {
  for (const ring of hazards.rings)
    yield { kind: "hazard", name: null, geometry: polygonOfRing(ring) };
}

/** The karst land of a county as one zone, made of the same borders as its administrative villages. */
export function* karstZones(land: Territory, hamlets: Hamlets): Generator<ZoneRecord> {
  const members = hamlets.cells.filter((cell) => isKarst(land, cell));
  if (members.length === 0) return;
  const county = COUNTIES[hamlets.county];
  const inside = (cell: number): number =>
    land.cells.county[cell] === hamlets.county && isKarst(land, cell) ? 1 : 0;
  yield {
    kind: "karst",
    name: `${county?.name}石山区`,
    geometry: land.borders.outlineOf(inside, 1, members),
  };
}
