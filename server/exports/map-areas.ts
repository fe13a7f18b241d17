import { LEVELS } from "../../core/contract/area.ts";
import type { MapLevel } from "../../core/contract/thematic.ts";
import type { Outline, PrintLanguage, SheetMap } from "../../core/composition/sheet-input.ts";
import { latinName } from "../../core/policy/place-name.ts";
import { ancestorsOf, areaTotals, maskBelow } from "../boundaries/area-tree.ts";
import type { RegionState } from "../coverage/state.ts";
import { outlineOf } from "./outlines.ts";

/** More areas than these are not named one by one; the wider ones are. */
const MOST_NAMED = 260;

/** Name of an area as maps bear it. */
export function printName(
  { snapshot }: RegionState,
  area: number,
  language: PrintLanguage,
): string {
  const place = { name: snapshot.areas.name[area]!, pinyin: snapshot.areas.pinyin[area] ?? null };
  return (language === "en" ? latinName(place) : null) ?? place.name;
}

/** The ground of a map: the outline of the whole, wider borders inside, neighbours around, and names where areas are too many. */
export function groundOf(
  state: RegionState,
  area: number,
  by: MapLevel,
  shown: readonly number[],
  language: PrintLanguage,
): Pick<SheetMap, "whole" | "borders" | "surroundings" | "labels"> {
  const { areas } = state.snapshot;
  const inside = maskBelow(areas, area);
  const level = areas.level[area]!;
  const wanted = LEVELS.indexOf(by);
  const between: number[] = [];
  const around: number[] = [];
  for (let i = 0; i < areas.count; i++) {
    if (areas.level[i]! === wanted - 1 && areas.level[i]! > level && inside[i]) between.push(i);
    if (areas.level[i] === level && i !== area && isNear(state, area, i)) around.push(i);
  }
  const whole = outlineOf(areas, area);
  return {
    whole: whole.length > 0 ? whole : shown.flatMap((each) => outlineOf(areas, each)),
    borders: between.map((each) => outlineOf(areas, each)),
    surroundings: around.map((each) => ({
      outline: outlineOf(areas, each),
      name: printName(state, each, language),
      position: null,
    })),
    labels:
      shown.length > MOST_NAMED && between.length > 0
        ? between.map((each) => ({
            outline: outlineOf(areas, each),
            name: printName(state, each, language),
          }))
        : null,
  };
}

/** The area in the widest area of its data; null for that itself. */
export function locatorOf(
  state: RegionState,
  area: number,
  language: PrintLanguage,
): { region: Outline; area: Outline; name: string } | null {
  const { areas } = state.snapshot;
  const [region] = ancestorsOf(areas, area);
  if (region === undefined) return null;
  const outlines = { region: outlineOf(areas, region), area: outlineOf(areas, area) };
  const isWhole = areas.parent[area] === region && sameBox(state, region, area);
  if (outlines.region.length === 0 || outlines.area.length === 0 || isWhole) return null;
  return { ...outlines, name: printName(state, region, language) };
}

function boxOf(state: RegionState, area: number): number[] {
  return [...areaTotals(state.snapshot).boxes.subarray(area * 4, area * 4 + 4)];
}

const sameBox = (state: RegionState, a: number, b: number): boolean =>
  boxOf(state, a).every((value, i) => Math.abs(value - boxOf(state, b)[i]!) < 1e-6);

/** True for an area that may be seen beside another on a map: its box meets the other's, made half as large again on each side. */
function isNear(state: RegionState, area: number, other: number): boolean {
  const [west, south, east, north] = boxOf(state, area) as [number, number, number, number];
  const [left, low, right, high] = boxOf(state, other) as [number, number, number, number];
  // Paper may be twice as wide as the area is.
  const room = Math.max(east - west, north - south);
  return left < east + room && right > west - room && low < north + room && high > south - room;
}
