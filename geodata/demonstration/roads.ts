import { COUNTIES } from "../facts/counties.ts";
import type { NetworkRecord } from "../../core/contract/record.ts";
import { COUNTY_ROAD, PROVINCIAL_ROAD, TOWNSHIP_ROAD, TRUNK_ROAD } from "./backbone.ts";
import { type CountyWork, hardnessAt, randomOf } from "./county-work.ts";
import { feature, lineOf } from "./features.ts";
import type { Random } from "./random.ts";

const CLASS_NAMES = ["", "township", "county", "provincial", "trunk"] as const;
const NUMERALS: Readonly<Record<number, string>> = {
  [TRUNK_ROAD]: "G",
  [PROVINCIAL_ROAD]: "S",
  [COUNTY_ROAD]: "X",
  [TOWNSHIP_ROAD]: "Y",
};

const round1 = (value: number): number => Math.round(value * 10) / 10;

/** The roads of a county: greater roads that start in it, then its village roads. */
export function* roadRecords(
  work: CountyWork,
  included: (county: number) => boolean,
): Generator<NetworkRecord> {
  yield* greaterRoads(work, included);
  yield* villageRoadRecords(work);
}

function* greaterRoads(
  work: CountyWork,
  included: (county: number) => boolean,
): Generator<NetworkRecord> {
  const { land, backbone, county } = work;
  const random = randomOf(work, "greater roads");
  const code = COUNTIES[county]?.code ?? "";
  let serial = 0;
  for (const cell of work.hamlets.cells) {
    for (const edge of backbone.roadsAt(cell)) {
      const a = backbone.from[edge] as number;
      const b = backbone.to[edge] as number;
      const other = a === cell ? b : a;
      const farCounty = land.cells.county[other] as number;
      // A road between two counties belongs to the lower one, or to the one that is wanted.
      const isOwn = farCounty === county ? cell === a : county < farCounty || !included(farCounty);
      if (!isOwn) continue;
      const level = backbone.roadClass[edge] as number;
      const hardness = Math.max(hardnessAt(work, a), hardnessAt(work, b));
      serial++;
      yield feature({
        code: `${NUMERALS[level]}${code}${String(serial).padStart(4, "0")}`,
        name: `${land.villageName[a]}至${land.villageName[b]}`,
        geometry: lineOf(work.lines.lineOf(edge)),
        class: CLASS_NAMES[level] ?? "township",
        ...builtAs(level, hardness, random),
      });
    }
  }
}

function builtAs(
  level: number,
  hardness: number,
  random: Random,
): Pick<NetworkRecord, "surface" | "allSeason" | "openedOn" | "acceptedOn" | "numbers"> {
  const opened = level >= PROVINCIAL_ROAD ? random.whole(1978, 2010) : random.whole(1985, 2013);
  if (level >= PROVINCIAL_ROAD) {
    const surfaceWidthM =
      level === TRUNK_ROAD ? random.pick([9, 12, 15, 21]) : random.pick([7, 8.5, 9]);
    return built(
      "asphalt",
      true,
      opened,
      true,
      surfaceWidthM + 2.5,
      surfaceWidthM,
      40,
      round1(random.between(2, 5)),
    );
  }
  if (level === COUNTY_ROAD) {
    const hardened = random.chance(0.992 - 0.06 * hardness);
    return built(
      hardened ? random.pick(["asphalt", "cement"]) : "gravel",
      hardened,
      opened,
      true,
      6.5,
      random.pick([5, 6]),
      hardened ? 30 : 20,
      round1(random.between(3, 8)),
    );
  }
  const hardened = random.chance(0.985 - 0.3 * hardness * hardness - 0.1 * hardness);
  const surface = hardened ? "cement" : random.chance(0.7) ? "gravel" : "earth";
  const width = random.pick([3.5, 3.5, 4, 4.5]);
  return built(
    surface,
    hardened || (surface === "gravel" && random.chance(0.4)),
    opened,
    hardened || random.chance(0.6),
    width + 1,
    width,
    hardened ? 20 : random.whole(8, 20),
    round1(random.between(3, 10) + 2 * hardness),
  );
}

function* villageRoadRecords(work: CountyWork): Generator<NetworkRecord> {
  const random = randomOf(work, "village road quality");
  const code = COUNTIES[work.county]?.code ?? "";
  let serial = 0;
  for (const road of work.villageRoads) {
    const hardness = hardnessAt(work, road.cell);
    const small = road.households < 25 ? 1 : 0;
    const hardened = random.chance(0.88 - 0.55 * hardness - 0.2 * small);
    const surface = hardened ? "cement" : random.chance(0.62 - 0.25 * small) ? "gravel" : "earth";
    const isTrack = surface === "earth" && random.chance(0.6);
    const surfaceWidthM = round1(isTrack ? random.between(2.5, 3.2) : random.between(3, 4.2));
    serial++;
    yield feature({
      code: `C${code}${String(serial).padStart(4, "0")}`,
      name: `通${work.names[road.end]}路`,
      geometry: lineOf(road.line),
      class: isTrack ? "track" : "village",
      ...built(
        surface,
        hardened || (surface === "gravel" && random.chance(0.35)),
        random.whole(1990, 2014),
        random.chance(hardened ? 0.96 : isTrack ? 0.05 : 0.55),
        round1(surfaceWidthM + random.between(0.5, 1.2)),
        surfaceWidthM,
        hardened
          ? random.whole(15, 20)
          : random.whole(surface === "earth" ? 0 : 8, surface === "earth" ? 8 : 18),
        round1(random.between(3, 9) + 5 * hardness),
      ),
    });
  }
}

function built(
  surface: string,
  allSeason: boolean,
  openedYear: number,
  accepted: boolean,
  roadbedWidthM: number,
  surfaceWidthM: number,
  gravelCm: number,
  gradePercent: number,
): Pick<NetworkRecord, "surface" | "allSeason" | "openedOn" | "acceptedOn" | "numbers"> {
  const curveRadiusM = Math.round(Math.max(8, 70 - 4.5 * gradePercent));
  const numbers = { roadbedWidthM, surfaceWidthM, gravelCm, gradePercent, curveRadiusM };
  return {
    surface,
    allSeason,
    openedOn: `${openedYear}-10-01`,
    acceptedOn: accepted ? `${openedYear + 1}-06-30` : null,
    numbers,
  };
}
