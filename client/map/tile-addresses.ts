import type { Sector } from "../../core/contract/rule.ts";
import { addressOf, type Question } from "../api.ts";

/** Addresses of vector tiles, absolute because MapLibre's worker has no page to be relative to. */
function tiles(layers: string, parameters: Parameters<typeof addressOf>[1]): string[] {
  return [`${location.origin}${addressOf(`/tiles/${layers}/{z}/{x}/{y}`, parameters)}`];
}

/** `version` makes the address change with the data, so that no old tile is shown from a cache. */
export const areaTiles = (region: string, version: string): string[] =>
  tiles("areas", { region, v: version });

export const villageTiles = (region: string, version: string, question: Question): string[] =>
  tiles("villages", {
    region,
    rule: question.rule,
    reachM: question.reachM,
    minHouseholds: question.minHouseholds,
    v: version,
  });

export const networkTiles = (region: string, version: string, sector: Sector): string[] =>
  tiles(sector, { region, v: version });

export const zoneTiles = (region: string, version: string): string[] =>
  tiles("zones", { region, v: version });
