import type { ComparisonPrices } from "../policy/build-or-move-policy.ts";
import { HAZARD, KARST, type ServiceLines } from "./service-lines.ts";

/** What one service costs by element, whoever uses it. Infinity where there is no such way. */
export interface LineCosts {
  /** Yuan of the piece that ends here and branches off another village's, or starts at an existing line. */
  readonly lineYuan: Float64Array;
  /** Yuan of a line of its own, straight from an existing one. */
  readonly directYuan: Float64Array;
  /** Yuan of the cheapest point here from which lines may go on, and of the cheapest that serves this village only. */
  readonly feedYuan: Float64Array;
  readonly aloneYuan: Float64Array;
  /** Those points by number, -1 where there is none. */
  readonly feed: Int8Array;
  readonly alone: Int8Array;
}

/** What a metre of straight way to a village of some flags costs more than a metre of line in easy land. */
function lineFactor(
  { services, detourFactor }: Pick<ComparisonPrices, "services" | "detourFactor">,
  sector: ServiceLines["sector"],
  flags: number,
): number {
  const { karst, hazard } = services[sector].terrainFactor;
  return detourFactor * ((flags & KARST) === 0 ? 1 : karst) * ((flags & HAZARD) === 0 ? 1 : hazard);
}

/** Prices the pieces of a service; `flags` are those of villages by their place in the geometry. */
export function priceLines(
  lines: ServiceLines,
  all: Pick<ComparisonPrices, "services" | "detourFactor">,
  flags: Uint8Array,
): LineCosts {
  const prices = all.services[lines.sector];
  const count = lines.village.length;
  const none = (): Float64Array => new Float64Array(count).fill(Infinity);
  const costs: LineCosts = {
    lineYuan: none(),
    directYuan: none(),
    feedYuan: none(),
    aloneYuan: none(),
    feed: new Int8Array(count).fill(-1),
    alone: new Int8Array(count).fill(-1),
  };
  for (let i = 0; i < count; i++) {
    const yuanPerM =
      (prices.lineYuanPerKm / 1000) * lineFactor(all, lines.sector, flags[lines.village[i]!]!);
    // No line at all is free even where lines have no price.
    const yuanOf = (metres: number): number =>
      metres === 0 ? 0 : metres > 0 ? metres * yuanPerM : Infinity;
    costs.lineYuan[i] = yuanOf(lines.lengthM[i]!);
    costs.directYuan[i] = yuanOf(lines.directM[i]!);
    lines.points.forEach((point, k) => {
      if ((lines.mayHave[i]! & (1 << k)) === 0) return;
      const yuan = prices.pointYuan[point.class] ?? Infinity;
      const [least, which] = point.feeds
        ? [costs.feedYuan, costs.feed]
        : [costs.aloneYuan, costs.alone];
      if (yuan >= least[i]!) return;
      least[i] = yuan;
      which[i] = k;
    });
  }
  return costs;
}
