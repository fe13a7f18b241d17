import { COUNTIES } from "../facts/counties.ts";
import type { Backbone } from "./backbone.ts";
import type { BackboneLines } from "./backbone-lines.ts";
import type { Hamlets } from "./hamlets.ts";
import { type Random, randomFrom } from "./random.ts";
import type { Territory } from "./territory.ts";
import type { VillageRoad } from "./village-roads.ts";
import type { Hazards } from "./zones.ts";

/** Everything made of one county, from which its records are written. */
export interface CountyWork {
  readonly land: Territory;
  readonly county: number;
  readonly hamlets: Hamlets;
  readonly names: readonly string[];
  readonly hazards: Hazards;
  readonly backbone: Backbone;
  readonly lines: BackboneLines;
  readonly villageRoads: readonly VillageRoad[];
  /** How hard the county is to serve, 0 (plain in the east) .. 1 (karst mountains of the west). */
  readonly hardness: number;
}

/** The random sequence of one purpose in one county, so that no purpose disturbs another. */
export function randomOf(work: CountyWork, purpose: string): Random {
  return randomFrom(`${purpose} ${COUNTIES[work.county]?.code}`);
}

/** Hamlets of the k-th cell of the county, as indices. */
export function hamletsOf(work: CountyWork, k: number): number[] {
  const begin = work.hamlets.first[k] as number;
  return Array.from({ length: (work.hamlets.first[k + 1] as number) - begin }, (_, j) => begin + j);
}

/** How hard a cell is to serve, 0..1, between the county's hardness and its own land. */
export function hardnessAt(work: CountyWork, cell: number): number {
  return (
    (work.hardness +
      0.5 * (work.land.karst[cell] as number) +
      0.5 * (work.land.relief[cell] as number)) /
    2
  );
}
