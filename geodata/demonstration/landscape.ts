import type { CountyFacts } from "../facts/counties.ts";
import { fractalNoise } from "./random.ts";
import { type Point, toPlane } from "./plane.ts";

/** The lie of the land: karst and relief as fields over the plane, 0..1. */
export interface Landscape {
  karstAt(x: number, y: number): number;
  reliefAt(x: number, y: number): number;
}

/** Blends the counties' judgements over the plane and breaks them up with noise, so that no border shows in the land. */
export function createLandscape(counties: readonly CountyFacts[]): Landscape {
  const middles = counties.map((county): Point => toPlane(county.middle));
  const blend = (x: number, y: number, valueOf: (county: CountyFacts) => number): number => {
    let sum = 0;
    let weights = 0;
    for (let i = 0; i < middles.length; i++) {
      const [mx, my] = middles[i] as Point;
      const squared = (x - mx) ** 2 + (y - my) ** 2;
      if (squared > 90 * 90) continue;
      const weight = 1 / (squared + 150) ** 1.6;
      sum += weight * valueOf(counties[i] as CountyFacts);
      weights += weight;
    }
    return weights === 0 ? 0.3 : sum / weights;
  };
  const clamp = (value: number): number => Math.max(0, Math.min(1, value));
  return {
    karstAt: (x, y) => {
      const mean = blend(x, y, (county) => county.karst);
      return clamp(mean + 0.42 * Math.min(1, 4 * mean) * fractalNoise(x / 28, y / 28, 11, 3));
    },
    reliefAt: (x, y) =>
      clamp(blend(x, y, (county) => county.relief) + 0.3 * fractalNoise(x / 22, y / 22, 23, 3)),
  };
}
