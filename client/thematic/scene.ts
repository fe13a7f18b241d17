import type { Feature } from "geojson";
import type {
  FlowsAnswer,
  MapArea,
  MapLevel,
  PaintedMap,
  ThematicView,
  ValuePart,
} from "../../core/contract/thematic.ts";
import { NO_VALUE_COLOUR } from "../../core/thematic/palettes.ts";
import { flowFeatures } from "../map/plan-features.ts";
import type { SceneArea, ThematicScene } from "../map/thematic-scene.ts";

const NO_FEATURES: readonly Feature[] = [];
/** Radius of the symbol of the largest value, in pixels on a desk. */
const LARGEST_PX = 34;
const SMALLEST_PX = 1.5;
const MOST_NAMED_ORIGINS = 40;

/** Why an area has no value: nothing that would count ("nothing"), or nothing known. */
export function whyNull(parts: readonly ValuePart[]): "nothing" | "unknown" {
  const isKnown = parts.length > 0 && parts.every(({ value }) => value !== null);
  const unknown = parts.find(({ code }) => code === "unknown")?.value ?? 0;
  return isKnown && unknown === 0 ? "nothing" : "unknown";
}

/** The radius of a symbol whose area is in proportion to its value; null for what has none. */
export function symbolRadiusPx(value: number | null, largest: number): number | null {
  if (value === null || value === 0 || largest <= 0) return null;
  return Math.max(SMALLEST_PX, LARGEST_PX * Math.sqrt(Math.abs(value) / largest));
}

/** What a scene is made of beside the painted map. */
export interface SceneParts {
  level: MapLevel;
  /** Code of the area that the map is of. */
  within: string;
  above: ThematicScene["above"];
  areas: readonly MapArea[];
  painted: PaintedMap;
  style: ThematicView["style"];
  hidden: readonly number[];
  /** Names and values as they stand on the map. */
  nameOf: (area: MapArea) => string;
  textOf: (value: number | null) => string;
  flows: { answer: FlowsAnswer; year: number | null; upTo: boolean } | null;
  /** Dots and hexes, ready to be drawn; null for other styles. */
  spread: { dots: readonly Feature[]; hexes: readonly Feature[] } | null;
}

/** The scene of a painted map: areas by class, or plain land with symbols, flows, dots or hexes on it. */
export function sceneOf(parts: SceneParts): ThematicScene {
  const { level, areas, painted, style, hidden } = parts;
  const isFilled = style === "choropleth";
  const isValued = isFilled || style === "symbols";
  // Where flows start close to each other, the names of all their origins would hide them.
  const isNamed = style !== "flows" || areas.length <= MOST_NAMED_ORIGINS;
  const largest = painted.areas.reduce(
    (most, { value }) => Math.max(most, Math.abs(value ?? 0)),
    0,
  );
  const symbols: Feature[] = [];
  const order = new Map(
    // Larger areas keep their names when there is no room for all.
    areas
      .map(({ id, bbox }) => ({
        id,
        size: bbox === null ? 0 : (bbox[2] - bbox[0]) * (bbox[3] - bbox[1]),
      }))
      .toSorted((a, b) => b.size - a.size)
      .map(({ id }, i) => [id, i]),
  );
  const sceneAreas = areas.map((area, i): SceneArea => {
    const { value, classIndex, parts: made } = painted.areas[i]!;
    const isHidden = classIndex >= 0 && hidden.includes(classIndex);
    const colour = classIndex >= 0 && !isHidden ? painted.classes[classIndex]!.colour : null;
    if (style === "symbols" && area.position !== null && colour !== null) {
      const radiusPx = symbolRadiusPx(value, largest);
      if (radiusPx !== null)
        symbols.push({
          type: "Feature",
          geometry: { type: "Point", coordinates: [...area.position] },
          properties: { id: String(area.id), code: area.code, name: area.name, radiusPx, colour },
        });
    }
    const why = value === null ? whyNull(made) : null;
    return {
      id: area.id,
      code: area.code,
      label: isNamed ? parts.nameOf(area) : "",
      value: value === null || isHidden || !isValued ? "" : parts.textOf(value),
      position: area.position,
      colour: !isFilled ? null : why === "unknown" ? NO_VALUE_COLOUR : colour,
      hatched: isFilled && why === "nothing",
      order: order.get(area.id) ?? 0,
    };
  });
  const { flows, settlements } = flowsOf(parts);
  return {
    level,
    within: parts.within,
    above: parts.above,
    areas: sceneAreas,
    features: {
      symbols: symbols.length === 0 ? NO_FEATURES : symbols,
      flows,
      settlements,
      dots: parts.spread?.dots ?? NO_FEATURES,
      hexes: parts.spread?.hexes ?? NO_FEATURES,
    },
  };
}

/** Persons of the years from `first` up to and with `last`. */
const inYears = (persons: readonly number[], first: number, last: number): number =>
  persons.slice(first, last + 1).reduce((sum, each) => sum + each, 0);

function flowsOf({
  flows,
  areas,
}: SceneParts): Record<"flows" | "settlements", readonly Feature[]> {
  if (flows === null) return { flows: NO_FEATURES, settlements: NO_FEATURES };
  const { answer, year, upTo } = flows;
  const last = year === null ? answer.years.length - 1 : answer.years.indexOf(year);
  if (last < 0) return { flows: NO_FEATURES, settlements: NO_FEATURES };
  const first = upTo || year === null ? 0 : last;
  const from = new Map(areas.map(({ code, position }) => [code, position]));
  const to = new Map(answer.settlements.map(({ id, position }) => [id, position]));
  const reached = new Map<string, number>();
  const pieces = answer.flows.flatMap((flow) => {
    const [origin, end] = [from.get(flow.from), to.get(flow.settlement)];
    const persons = inYears(flow.persons, first, last);
    if (!origin || !end || persons <= 0) return [];
    reached.set(flow.settlement, (reached.get(flow.settlement) ?? 0) + persons);
    return flowFeatures({ key: `${flow.from}:${flow.settlement}`, from: origin, to: end, persons });
  });
  const most = Math.max(1, ...reached.values());
  return {
    flows: pieces,
    settlements: answer.settlements.flatMap(({ id, name, position }): Feature[] => {
      const persons = reached.get(id);
      if (persons === undefined) return [];
      return [
        {
          type: "Feature",
          geometry: { type: "Point", coordinates: [...position] },
          properties: { id, name, persons, radiusPx: 3 + 7 * Math.sqrt(persons / most) },
        },
      ];
    }),
  };
}
