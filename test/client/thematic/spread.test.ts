import { expect, test } from "vitest";
import { dotFeatures, hexFeatures } from "../../../client/thematic/spread.ts";

const ring = [
  [107, 24],
  [107.1, 24],
  [107, 24.1],
  [107, 24],
] as const;

test("hexagons of classes that are switched off, and those without a value, are not drawn", () => {
  const hexes = [
    { id: "a", ring, places: 2, value: 0.5 },
    { id: "b", ring, places: 1, value: 0 },
    { id: "c", ring, places: 1, value: null },
  ];
  const drawn = hexFeatures(hexes, (value) => (value >= 0.5 ? "#123456" : null));
  expect(drawn.map(({ properties }) => properties)).toEqual([{ id: "a", colour: "#123456" }]);
});

test("dots lie where their positions say", () => {
  const drawn = dotFeatures(Float64Array.of(107, 24, 108, 23), "#6b46c1");
  expect(drawn.map(({ geometry }) => geometry)).toEqual([
    { type: "Point", coordinates: [107, 24] },
    { type: "Point", coordinates: [108, 23] },
  ]);
});
