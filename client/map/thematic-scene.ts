import type { Feature } from "geojson";
import type { MapLevel } from "../../core/contract/thematic.ts";
import type { Filled } from "./thematic-style.ts";

/** One area of the level that is painted. */
export interface SceneArea {
  id: number;
  code: string;
  /** Its name as it stands on the map, and its value below it; empty where none is to stand there. */
  label: string;
  value: string;
  position: readonly [number, number] | null;
  /** Null: plain land. */
  colour: string | null;
  hatched: boolean;
  /** Names of lower numbers are placed first. */
  order: number;
}

/** All that a thematic map shows. */
export interface ThematicScene {
  level: MapLevel;
  /** Code of the area that the map is of: its own name is in the title. */
  within: string;
  /** The level whose names stand on the map too, for orientation; null where those of the painted areas need all the room. */
  above: "city" | "county" | null;
  areas: readonly SceneArea[];
  /** What stands on the areas; each feature has a property `id`, and what its layer paints by (thematic-style.ts). */
  features: Readonly<Record<Exclude<Filled, "names">, readonly Feature[]>>;
}

/** Names of areas as features of the source `names`. */
export function nameFeatures(areas: readonly SceneArea[]): Feature[] {
  return areas.flatMap(({ id, label, value, position, order }): Feature[] =>
    position === null || (label === "" && value === "")
      ? []
      : [
          {
            type: "Feature",
            geometry: { type: "Point", coordinates: [position[0], position[1]] },
            properties: { id: String(id), label, value, order },
          },
        ],
  );
}
