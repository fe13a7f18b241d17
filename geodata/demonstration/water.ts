import type { NetworkRecord } from "../../core/contract/record.ts";
import { blobAround } from "./blob.ts";
import { type CountyWork, hamletsOf, hardnessAt, randomOf } from "./county-work.ts";
import { feature, lineOf, pointOf } from "./features.ts";
import { groupNear } from "./groups.ts";
import type { Point } from "./plane.ts";
import type { Random } from "./random.ts";
import { isKarst } from "./zones.ts";

/** Water of a county: piped supply areas with works and a main pipe, springs and wells, tanks in karst. */
export function* waterRecords(work: CountyWork): Generator<NetworkRecord> {
  const { land, hamlets } = work;
  const random = randomOf(work, "water");
  const place = (i: number): Point => [hamlets.x[i] as number, hamlets.y[i] as number];
  for (let k = 0; k < hamlets.cells.length; k++) {
    const cell = hamlets.cells[k] as number;
    const hardness = hardnessAt(work, cell);
    const piped: number[] = [];
    const dry: number[] = [];
    groupNear(hamletsOf(work, k), hamlets.x, hamlets.y, 1.4).forEach((group, g) => {
      const share = (g === 0 ? 0.94 : 0.84) - 0.66 * hardness - (group.length === 1 ? 0.2 : 0);
      (random.chance(share) ? piped : dry).push(...group);
    });
    for (const group of groupNear(piped, hamlets.x, hamlets.y, 1.4)) {
      const [hub] = group.map(place) as [Point];
      const angle = random.between(0, 2 * Math.PI);
      const works: Point = [hub[0] + 0.7 * Math.cos(angle), hub[1] + 0.7 * Math.sin(angle)];
      yield feature({
        name: `${work.names[group[0] as number]}供水工程`,
        geometry: blobAround(group.map(place), 0.28, random),
        class: "supplyArea",
        numbers: {
          quantityLPerHeadDay: random.whole(45, 120),
          daysOffPerYear: random.whole(0, 20),
        },
      });
      yield feature({
        geometry: lineOf([works, [(works[0] + hub[0]) / 2 + 0.08, (works[1] + hub[1]) / 2], hub]),
        class: "pipe",
      });
    }
    yield* springsAndTanks(work, cell, dry, isKarst(land, cell), hardness, random);
  }
}

/** Springs, wells or tanks for hamlets without pipes; some have none near, some give too little or fail too often. */
function* springsAndTanks(
  work: CountyWork,
  cell: number,
  dry: readonly number[],
  karst: boolean,
  hardness: number,
  random: Random,
): Generator<NetworkRecord> {
  const { hamlets } = work;
  for (const group of groupNear(dry, hamlets.x, hamlets.y, karst ? 0.25 : 0.6)) {
    const first = group[0] as number;
    if (random.chance(0.05 + 0.4 * hardness)) continue;
    const away = karst
      ? random.between(0.03, 0.2)
      : random.between(0.08, 0.6) + (random.chance(0.06) ? 0.6 : 0);
    const angle = random.between(0, 2 * Math.PI);
    const geometry = pointOf(
      (hamlets.x[first] as number) + away * Math.cos(angle),
      (hamlets.y[first] as number) + away * Math.sin(angle),
    );
    const isTank = karst && random.chance(0.7);
    const isGood = random.chance(0.95 - 0.36 * hardness);
    const numbers = {
      ...(random.chance(0.03)
        ? {}
        : { quantityLPerHeadDay: isGood ? random.whole(36, 80) : random.whole(12, 38) }),
      daysOffPerYear: isGood ? random.whole(0, 30) : random.whole(20, 75),
    };
    yield feature({
      name: `${work.names[first]}${isTank ? "水柜" : random.pick(["泉", "井"])}`,
      geometry,
      class: isTank ? "tank" : "source",
      numbers,
    });
  }
}
