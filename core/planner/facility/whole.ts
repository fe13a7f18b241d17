import type { Highs } from "highs";
import type { Found } from "./openings.ts";
import type { Prices } from "./prices.ts";
import type { Relaxed } from "./relaxation.ts";
import type { Server } from "./search.ts";

export class WholeServer implements Server {
  best: Found | null = null;
  constructor(_highs: Highs, _prices: Prices, _shouldStop: () => boolean) {}
  fromPrices(_: { readonly open: Float64Array }): void {}
  near(_relaxed: Relaxed, _isRoot: boolean): void {}
  finish(_: Int8Array, relaxed: Relaxed): { readonly bound: number } {
    return { bound: relaxed.bound };
  }
}
