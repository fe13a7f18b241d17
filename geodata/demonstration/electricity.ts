import type { NetworkRecord } from "../../core/contract/record.ts";
import { blobAround } from "./blob.ts";
import { COUNTY_ROAD } from "./backbone.ts";
import { type CountyWork, hamletsOf, hardnessAt, randomOf } from "./county-work.ts";
import { feature, lineOf, pointOf } from "./features.ts";
import { groupNear } from "./groups.ts";
import type { Point } from "./plane.ts";

/** Power of a county: medium-voltage lines along the roads, transformers with their service areas, low-voltage lines to single hamlets. */
export function* electricityRecords(work: CountyWork): Generator<NetworkRecord> {
  const { land, hamlets, backbone } = work;
  const random = randomOf(work, "electricity");
  for (const cell of hamlets.cells) {
    for (const edge of backbone.roadsAt(cell)) {
      if (backbone.from[edge] !== cell || random.chance(0.25)) continue;
      const line = work.lines
        .lineOf(edge)
        .filter((_, k, all) => k % 4 === 0 || k === all.length - 1);
      const isHigh = (backbone.roadClass[edge] as number) > COUNTY_ROAD && random.chance(0.5);
      yield feature({ geometry: lineOf(line), class: isHigh ? "highVoltage" : "mediumVoltage" });
    }
  }
  const place = (i: number): Point => [hamlets.x[i] as number, hamlets.y[i] as number];
  for (let k = 0; k < hamlets.cells.length; k++) {
    const cell = hamlets.cells[k] as number;
    const hardness = hardnessAt(work, cell);
    const all = hamletsOf(work, k);
    const lit = all.filter(
      (i, j) =>
        j === 0 ||
        !random.chance(
          0.002 + 0.07 * hardness ** 3 * ((hamlets.households[i] as number) < 20 ? 2.6 : 0.7),
        ),
    );
    const groups = groupNear(lit, hamlets.x, hamlets.y, 1.5);
    const hubs: Point[] = [];
    for (const group of groups) {
      const members = group.map(place);
      const households = group.reduce((sum, i) => sum + (hamlets.households[i] as number), 0);
      const [hub] = members as [Point];
      const mother = hubs.length > 0 && group.length === 1 ? nearest(hubs, hub) : undefined;
      if (mother !== undefined && Math.hypot(mother[0] - hub[0], mother[1] - hub[1]) < 3) {
        const middle: Point = [
          (mother[0] + hub[0]) / 2 + random.between(-0.1, 0.1),
          (mother[1] + hub[1]) / 2 + random.between(-0.1, 0.1),
        ];
        yield feature({ geometry: lineOf([mother, middle, hub]), class: "lowVoltage" });
        continue;
      }
      hubs.push(hub);
      const name = `${work.names[group[0] as number]}台区`;
      yield feature({
        name,
        geometry: blobAround(members, 0.32, random),
        class: "transformerArea",
      });
      const capacity = households > 160 ? 200 : households > 80 ? 100 : 50;
      yield feature({
        name,
        geometry: pointOf(hub[0] + 0.04, hub[1] - 0.03),
        class: "transformer",
        numbers: { capacity },
      });
    }
    if (land.townships.seatCell[land.townships.ofCell[cell] as number] === cell) {
      const [x, y] = place(all[0] as number);
      yield feature({
        name: `${land.villageName[cell]}变电站`,
        geometry: pointOf(x + 0.3, y + 0.2),
        class: "substation",
        numbers: { capacity: 10_000 },
      });
    }
  }
}

function nearest(places: readonly Point[], [x, y]: Point): Point | undefined {
  return places.toSorted(
    (a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y),
  )[0];
}
