import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { hexBins, hexWidthDegrees } from "../../../core/thematic/hex-bins.ts";

const at = (...places: [number, number][]) => ({
  count: places.length,
  lng: places.map(([lng]) => lng),
  lat: places.map(([, lat]) => lat),
});
const GUANGXI = { zoom: 8, latitude: 23.5 };

const places = fc.array(
  fc.tuple(
    fc.double({ min: 104, max: 112, noNaN: true }),
    fc.double({ min: 21, max: 26.5, noNaN: true }),
    fc.integer({ min: -1, max: 900 }),
  ),
  { maxLength: 80 },
);

test("every village is in exactly one hexagon and no person is lost", () => {
  fc.assert(
    fc.property(places, fc.integer({ min: 5, max: 14 }), (list, zoom) => {
      const persons = list.map(([, , count]) => count);
      const bins = hexBins(
        at(...list.map(([x, y]): [number, number] => [x, y])),
        { persons },
        {
          zoom,
          latitude: 23.5,
        },
      );
      const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
      expect(sum(bins.map((bin) => bin.places))).toBe(list.length);
      expect(sum(bins.map(({ sums }) => sums.persons))).toBe(
        sum(persons.map((count) => Math.max(0, count))),
      );
    }),
  );
});

test("a village lies in the ring of its hexagon", () => {
  fc.assert(
    fc.property(places, (list) => {
      for (const [lng, lat] of list) {
        const [bin] = hexBins(at([lng, lat]), {}, GUANGXI);
        // Left of every edge, a hair aside: rings run against the clock.
        for (let i = 0; i < 6; i++) {
          const [[ax, ay], [bx, by]] = [bin!.ring[i]!, bin!.ring[i + 1]!];
          expect((bx - ax) * (lat - ay) - (by - ay) * (lng - ax)).toBeGreaterThan(-1e-12);
        }
      }
    }),
  );
});

test("hexagons touch and do not overlap: centres are one width apart, or a row further half a width aside", () => {
  const list: [number, number][] = [];
  for (let x = 108; x < 109; x += 0.01) for (let y = 23; y < 24; y += 0.01) list.push([x, y]);
  const bins = hexBins(at(...list), {}, GUANGXI);
  const width = hexWidthDegrees(8);
  expect(bins.length).toBeGreaterThan(20);
  for (const { centre } of bins) {
    const nearest = Math.min(
      ...bins
        .filter((other) => other.centre !== centre)
        .map((other) =>
          Math.hypot(
            other.centre[0] - centre[0],
            (other.centre[1] - centre[1]) / Math.cos((23.5 * Math.PI) / 180),
          ),
        ),
    );
    expect(nearest).toBeCloseTo(width, 6);
  }
});

describe("bins", () => {
  it("stand still while the zoom glides to the next whole number, and are half as wide then", () => {
    expect(hexWidthDegrees(8.9)).toBe(hexWidthDegrees(8));
    expect(hexWidthDegrees(9)).toBe(hexWidthDegrees(8) / 2);
  });
  it("do not depend on what else is asked for", () => {
    const [alone] = hexBins(at([108.1, 23.1]), {}, GUANGXI);
    const among = hexBins(at([106, 22], [108.1, 23.1], [110, 25]), {}, GUANGXI);
    expect(among.map(({ centre }) => centre)).toContainEqual(alone!.centre);
  });
  it("leave out places that are not known, and are none without any", () => {
    expect(hexBins(at([NaN, 23], [108, NaN]), {}, GUANGXI)).toEqual([]);
    expect(hexBins(at(), {}, GUANGXI)).toEqual([]);
  });
  it("add several counts side by side", () => {
    const [bin] = hexBins(
      at([108, 23], [108, 23]),
      { persons: [10, -1], households: [3, 4] },
      GUANGXI,
    );
    expect(bin!.sums).toEqual({ persons: 10, households: 7 });
  });
});
