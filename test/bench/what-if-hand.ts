import type { Position } from "geojson";
import type { DrawnFeature, DrawnGeometry } from "../../core/coverage/drawn-feature.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";

const VERTICES = 50;
/** Metres to a degree at Guangxi's latitude, about. */
const DEGREE_M = 105_000;

/** Something that draws as a hand does, the same on every machine. */
export interface Hand {
  /** A number from 0 below another. */
  below(count: number): number;
  /** A place near a village. */
  place(): Position;
  /** A winding line of 50 vertices that begins near a village. */
  line(lengthKm: number): Position[];
  /** A ring of 12 corners about a village. */
  ring(radiusKm: number): Position[];
}

export function handOver(snapshot: Snapshot, random: () => number): Hand {
  const { lng, lat, count } = snapshot.villages;
  const below = (most: number): number => Math.floor(random() * most);
  const place = (): Position => {
    const village = below(count);
    const off = (): number => (random() - 0.5) * 0.02;
    return [lng[village]! + off(), lat[village]! + off()];
  };
  return {
    below,
    place,
    line(lengthKm) {
      let [x, y] = place() as [number, number];
      let heading = random() * 2 * Math.PI;
      const step = (lengthKm * 1000) / (VERTICES - 1) / DEGREE_M;
      return Array.from({ length: VERTICES }, (): Position => {
        const at: Position = [x, y];
        heading += (random() - 0.5) * 0.6;
        x += Math.cos(heading) * step;
        y += Math.sin(heading) * step;
        return at;
      });
    },
    ring(radiusKm) {
      const [x, y] = place() as [number, number];
      const corners = Array.from({ length: 12 }, (_, i): Position => {
        const radius = ((0.6 + 0.8 * random()) * radiusKm * 1000) / DEGREE_M;
        return [x + radius * Math.cos((i * Math.PI) / 6), y + radius * Math.sin((i * Math.PI) / 6)];
      });
      return [...corners, corners[0]!];
    },
  };
}

export const lineOf = (coordinates: Position[]): DrawnGeometry => ({
  type: "LineString",
  coordinates,
});

/** What is drawn for a rule, with all that the rule asks of it recorded. */
export interface Subject {
  readonly rule: string;
  readonly attributes: Omit<DrawnFeature, "id" | "geometry">;
  /** The geometry of one pointer move after another. */
  readonly moves: (hand: Hand) => DrawnGeometry[];
}

const MOVES = 10;

/** A point carried over the map. */
const carried = (hand: Hand): DrawnGeometry[] => {
  const [x, y] = hand.place() as [number, number];
  return Array.from({ length: MOVES }, (_, i) => ({
    type: "Point",
    coordinates: [x + i * 0.002, y + i * 0.001],
  }));
};

/** A corner of a ring pulled about. */
const pulled =
  (radiusKm: number) =>
  (hand: Hand): DrawnGeometry[] => {
    const ring = hand.ring(radiusKm);
    return Array.from({ length: MOVES }, (_, i) => ({
      type: "Polygon",
      coordinates: [ring.map(([x, y], corner) => (corner === 5 ? [x! + i * 0.002, y!] : [x!, y!]))],
    }));
  };

/** The last vertex of a line pulled about. */
const drawnOut =
  (lengthKm: number) =>
  (hand: Hand): DrawnGeometry[] => {
    const line = hand.line(lengthKm);
    const [x, y] = line.pop() as [number, number];
    return Array.from({ length: MOVES }, (_, i) => lineOf([...line, [x + i * 0.002, y]]));
  };

const SAFE = { quantityLPerHeadDay: 40, daysOffPerYear: 10 };

/** Points, polygons and lines for the rules of other networks than roads. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  waterSource: {
    rule: "drinking-water",
    attributes: { class: "source", numbers: SAFE },
    moves: carried,
  },
  supplyArea5km: {
    rule: "drinking-water",
    attributes: { class: "supplyArea", numbers: SAFE },
    moves: pulled(5),
  },
  transformerArea3km: {
    rule: "electricity",
    attributes: { class: "transformerArea" },
    moves: pulled(3),
  },
  lowVoltageLine5km: {
    rule: "electricity",
    attributes: { class: "lowVoltage" },
    moves: drawnOut(5),
  },
  hardenedRoad5km: {
    rule: "hardened-road",
    attributes: { class: "village", surface: "cement" },
    moves: drawnOut(5),
  },
  fibre20km: {
    rule: "broadband-natural-village",
    attributes: { class: "fibre", numbers: { mbps: 100 } },
    moves: drawnOut(20),
  },
  baseStation3km: {
    rule: "broadband-natural-village",
    attributes: { class: "baseStation", numbers: { mbps: 50, radiusM: 3000 } },
    moves: carried,
  },
  clinic: { rule: "clinic", attributes: { class: "clinic" }, moves: carried },
};
