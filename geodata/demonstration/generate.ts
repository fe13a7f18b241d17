import { LEVELS } from "../../core/contract/area.ts";
import type { DatasetKind } from "../../core/contract/dataset.ts";
import type { DatasetRecord } from "../../core/contract/record.ts";
import { REGION } from "../facts/cities.ts";
import { COUNTIES } from "../facts/counties.ts";
import { createBackbone } from "./backbone.ts";
import { createBackboneLines } from "./backbone-lines.ts";
import { boundaryRecords } from "./boundaries.ts";
import { broadbandRecords } from "./broadband.ts";
import type { CountyWork } from "./county-work.ts";
import { electricityRecords } from "./electricity.ts";
import {
  clinicRecords,
  hospitalRecords,
  schoolRecords,
  settlementRecords,
  settlementShares,
} from "./facilities.ts";
import { createHamlets, type Hamlets, hamletCounts } from "./hamlets.ts";
import { namerOf } from "./names.ts";
import { randomFrom } from "./random.ts";
import { roadRecords } from "./roads.ts";
import { type Territory, territory } from "./territory.ts";
import { createVillageRoads } from "./village-roads.ts";
import { villageRecords } from "./villages.ts";
import { waterRecords } from "./water.ts";
import { createHazards, hazardZones, karstZones } from "./zones.ts";

/** Which part of the demonstration region to make: all of Guangxi, or the eleven counties of Hechi, quick to load. */
export type DemonstrationRegion = "guangxi" | "hechi";

/** One generated dataset, ready to be stored. `records` may be iterated again and gives the same each time. */
export interface DemonstrationDataset {
  readonly kind: DatasetKind;
  readonly layer: string;
  readonly areaCode: string;
  readonly source: string;
  readonly licence: string;
  readonly dataDate: string;
  readonly records: Iterable<DatasetRecord>;
}

const DEMONSTRATION_SOURCE =
  "演示数据:由程序生成的广西示意图,非测绘数据,不得用于规划 (Demonstration data: a generated sketch-map of Guangxi, not survey data, not for planning)";
const LICENCE = "CC0-1.0";
const DATA_DATE = "2014-12-31";

/**
 * Makes the demonstration region: a sketch-map that looks like Guangxi, from facts and a fixed seed. Datasets come in the order in
 * which they must be stored: areas from wide to small, then villages, networks, facilities and zones. The same on every machine.
 */
export function* generateDemonstration({
  region,
}: {
  region: DemonstrationRegion;
}): Generator<DemonstrationDataset> {
  const land = territory();
  const counties = COUNTIES.flatMap((county, c) =>
    region === "guangxi" || county.code.startsWith("4512") ? [c] : [],
  );
  const dataset = (
    kind: DatasetKind,
    layer: string,
    make: () => Iterable<DatasetRecord>,
  ): DemonstrationDataset => ({
    kind,
    layer,
    areaCode: REGION.code,
    source: DEMONSTRATION_SOURCE,
    licence: LICENCE,
    dataDate: DATA_DATE,
    records: { [Symbol.iterator]: () => make()[Symbol.iterator]() },
  });
  for (const level of LEVELS)
    yield dataset("boundaries", level, () => boundaryRecords(land, level, counties));
  const works = createWorks(land, counties);
  const wanted = new Set(counties);
  const shares = settlementShares();
  const each = (make: (work: CountyWork) => Iterable<DatasetRecord>) =>
    function* (): Generator<DatasetRecord> {
      for (const work of works) yield* make(work);
    };
  yield dataset("villages", "", each(villageRecords));
  yield dataset(
    "roads",
    "",
    each((work) => roadRecords(work, (county) => wanted.has(county))),
  );
  yield dataset("electricity", "", each(electricityRecords));
  yield dataset("water", "", each(waterRecords));
  yield dataset("broadband", "", each(broadbandRecords));
  yield dataset("facilities", "clinic", each(clinicRecords));
  yield dataset("facilities", "hospital", each(hospitalRecords));
  yield dataset("facilities", "school", each(schoolRecords));
  yield dataset(
    "facilities",
    "settlement",
    each((work) => settlementRecords(work, shares)),
  );
  yield dataset(
    "zones",
    "hazard",
    each((work) => hazardZones(work.hazards)),
  );
  yield dataset(
    "zones",
    "karst",
    each((work) => karstZones(land, work.hamlets)),
  );
}

function createWorks(land: Territory, counties: readonly number[]): CountyWork[] {
  const counts = hamletCounts(land);
  const backbone = createBackbone(land);
  const lines = createBackboneLines(land, backbone);
  return counties.map((county) => {
    const facts = COUNTIES[county];
    if (facts === undefined) throw new RangeError(`no county ${county}`);
    const hamlets = createHamlets(land, county, counts);
    const isWest = facts.code.startsWith("4510") || facts.code.startsWith("4512");
    return {
      land,
      county,
      hamlets,
      names: nameHamlets(land, hamlets, facts.code),
      hazards: createHazards(land, hamlets),
      backbone,
      lines,
      villageRoads: createVillageRoads(land, hamlets, backbone, lines),
      hardness: Math.min(1, 0.5 * facts.karst + 0.5 * facts.relief + (isWest ? 0.2 : 0)),
    };
  });
}

/** Names for all hamlets of the county, each once per township. */
function nameHamlets(land: Territory, hamlets: Hamlets, code: string): string[] {
  const random = randomFrom(`hamlet names ${code}`);
  const namer = namerOf(code);
  const taken = new Map<number, Set<string>>();
  return Array.from(hamlets.cell, (cell) => {
    const township = land.townships.ofCell[cell] as number;
    let names = taken.get(township);
    if (names === undefined) taken.set(township, (names = new Set()));
    return namer.hamlet(random, names);
  });
}
