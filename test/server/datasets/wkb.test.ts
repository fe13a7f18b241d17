import type { Geometry } from "geojson";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeGeometry, encodeMultiPolygon, encodePoint } from "../../../server/database/wkb.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase({ migrated: false });
  await database.knex.raw("create extension if not exists postgis");
});
afterAll(() => database.close());

const ring = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
];
const hole = [
  [1, 1],
  [2, 1],
  [2, 2],
  [1, 2],
  [1, 1],
];
const GEOMETRIES: [string, Geometry][] = [
  ["POINT(109.5 23.25)", { type: "Point", coordinates: [109.5, 23.25, 300] }],
  [
    "LINESTRING(1 2,3 4,-5 6.125)",
    {
      type: "LineString",
      coordinates: [
        [1, 2],
        [3, 4],
        [-5, 6.125],
      ],
    },
  ],
  [
    "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))",
    { type: "Polygon", coordinates: [ring, hole] },
  ],
  [
    "MULTIPOINT(1 2,3 4)",
    {
      type: "MultiPoint",
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  [
    "MULTILINESTRING((1 2,3 4),(5 6,7 8))",
    {
      type: "MultiLineString",
      coordinates: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
    },
  ],
  [
    "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((1 1,2 1,2 2,1 2,1 1)))",
    { type: "MultiPolygon", coordinates: [[ring], [hole]] },
  ],
  [
    "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))",
    {
      type: "GeometryCollection",
      geometries: [
        { type: "Point", coordinates: [1, 2] },
        {
          type: "LineString",
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    },
  ],
];

test.each(GEOMETRIES)("PostGIS reads %s as it was written, in SRID 4326", async (wkt, geometry) => {
  const { rows } = await database.knex.raw<{ rows: { same: boolean; srid: number }[] }>(
    "select ST_AsText(g) = ST_AsText(ST_GeomFromText(?)) as same, ST_SRID(g) as srid from (select ?::geometry as g) as read",
    [wkt, encodeGeometry(geometry)],
  );
  expect(rows).toEqual([{ same: true, srid: 4326 }]);
});

test("one polygon becomes a MultiPolygon of one, and null stays null", async () => {
  const hex = encodeMultiPolygon({ type: "Polygon", coordinates: [ring] });
  const { rows } = await database.knex.raw<{ rows: { text: string }[] }>(
    "select ST_AsText(?::geometry) as text",
    [hex],
  );
  expect(rows).toEqual([{ text: "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)))" }]);
  expect(encodeMultiPolygon(null)).toBeNull();
});

test("a coordinate that is no number never reaches the database", () => {
  expect(() => encodePoint([Number.NaN, 1])).toThrow(RangeError);
  expect(() => encodePoint([1, Infinity])).toThrow(RangeError);
});
