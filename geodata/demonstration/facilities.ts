import type { FacilityRecord } from "../../core/contract/record.ts";
import { COUNTIES } from "../facts/counties.ts";
import { type CountyWork, hardnessAt, randomOf } from "./county-work.ts";
import { facility } from "./features.ts";
import type { Random } from "./random.ts";
import { shareOut } from "./share-out.ts";

/** Existing settlements and what they hold. Source: Guangxi 13th five-year plan, 506 sites for 710,000 persons. */
const SETTLEMENTS = 506;
const SETTLEMENT_PERSONS = 710_000;

/** A place of the k-th cell's seat, a little to the side. */
function besideSeat(work: CountyWork, k: number, random: Random): [number, number] {
  const seat = work.hamlets.first[k] as number;
  return [
    (work.hamlets.x[seat] as number) + random.between(-0.12, 0.12),
    (work.hamlets.y[seat] as number) + random.between(-0.12, 0.12),
  ];
}

/** A clinic per administrative village, but for a few. */
export function* clinicRecords(work: CountyWork): Generator<FacilityRecord> {
  const random = randomOf(work, "clinics");
  for (let k = 0; k < work.hamlets.cells.length; k++) {
    const cell = work.hamlets.cells[k] as number;
    if (random.chance(0.995 - 0.17 * hardnessAt(work, cell)))
      yield facility(
        "clinic",
        `${work.land.villageName[cell]}卫生室`,
        ...besideSeat(work, k, random),
      );
  }
}

/** A hospital per township, but for a few, and one per county. */
export function* hospitalRecords(work: CountyWork): Generator<FacilityRecord> {
  const random = randomOf(work, "hospitals");
  const { land, hamlets } = work;
  for (let k = 0; k < hamlets.cells.length; k++) {
    const cell = hamlets.cells[k] as number;
    const township = land.townships.ofCell[cell] as number;
    if (land.townships.seatCell[township] !== cell) continue;
    const isCountySeat = land.townships.countySeatCell[work.county] === cell;
    if (isCountySeat)
      yield facility(
        "hospital",
        `${COUNTIES[work.county]?.name}人民医院`,
        ...besideSeat(work, k, random),
        random.whole(200, 600),
      );
    if (random.chance(1.0 - 0.1 * hardnessAt(work, cell))) {
      yield facility(
        "hospital",
        `${land.townshipName[township]}卫生院`,
        ...besideSeat(work, k, random),
        random.whole(20, 90),
      );
    }
  }
}

/** Schools in about two administrative villages of three. */
export function* schoolRecords(work: CountyWork): Generator<FacilityRecord> {
  const random = randomOf(work, "schools");
  for (let k = 0; k < work.hamlets.cells.length; k++) {
    const cell = work.hamlets.cells[k] as number;
    if (!random.chance(0.78 - 0.3 * hardnessAt(work, cell))) continue;
    const name = (work.land.villageName[cell] as string).replace(/(村|社区)$/u, "");
    yield facility("school", `${name}小学`, ...besideSeat(work, k, random), random.whole(60, 480));
  }
}

/** How many settlements each county has, and the persons each county's settlements hold together. */
export function settlementShares(): { sites: number[]; persons: number[] } {
  const weights = COUNTIES.map(
    (county) =>
      (county.countyClass === 1 ? 3.2 : county.countyClass === 2 ? 1.3 : 0.45) *
      Math.sqrt(county.areaKm2),
  );
  return {
    sites: shareOut(SETTLEMENTS, weights, 1),
    persons: shareOut(SETTLEMENT_PERSONS, weights, 300),
  };
}

/** The settlements of a county near the seats of townships, out of hazard slopes. */
export function* settlementRecords(
  work: CountyWork,
  shares: { sites: number[]; persons: number[] },
): Generator<FacilityRecord> {
  const random = randomOf(work, "settlements");
  const { land, hamlets } = work;
  const sites = shares.sites[work.county] as number;
  const capacities = shareOut(
    shares.persons[work.county] as number,
    Array.from({ length: sites }, () => Math.exp(0.7 * random.gauss())),
    Math.min(60, Math.floor((shares.persons[work.county] as number) / sites)),
  );
  const seats = hamlets.cells.flatMap((cell, k) =>
    land.townships.seatCell[land.townships.ofCell[cell] as number] === cell ? [k] : [],
  );
  for (let s = 0; s < sites; s++) {
    const k = s < seats.length ? (seats[s] as number) : random.whole(0, hamlets.cells.length - 1);
    const cell = hamlets.cells[k] as number;
    const angle = random.between(0, 2 * Math.PI);
    const away = random.between(0.25, 0.6);
    const [x, y] = [
      (land.cells.x[cell] as number) + away * Math.cos(angle),
      (land.cells.y[cell] as number) + away * Math.sin(angle),
    ];
    const name = (land.villageName[cell] as string).replace(/(村|社区)$/u, "");
    yield facility("settlement", `${name}安置点`, x, y, capacities[s] ?? 0);
  }
}
