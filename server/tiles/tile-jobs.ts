import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { PackedTile, TileLayer, TileStatus } from "./tile-encoder.ts";
import type { ZoneColumns } from "./zone-layer.ts";

/** What the pool tells a worker. Messages are worked in order, so a tile may name what was sent before it. */
export type TileMessage =
  /** The data of a region, which replace those known under its code, and its statuses. */
  | {
      readonly type: "region";
      readonly region: string;
      readonly snapshot: Snapshot;
      readonly villagePinyin: readonly (string | null)[];
      readonly zones: ZoneColumns | null;
    }
  | {
      readonly type: "status";
      readonly region: string;
      readonly key: string;
      readonly status: TileStatus;
    }
  | { readonly type: "forgetStatus"; readonly region: string; readonly key: string }
  | {
      readonly type: "tile";
      readonly job: number;
      readonly region: string;
      /** Key of a status sent before, or null without a rule. */
      readonly status: string | null;
      readonly layers: readonly TileLayer[];
      readonly z: number;
      readonly x: number;
      readonly y: number;
    };

/** What a worker answers to a tile: `tile` null when nothing lies in it. */
export type TileReply =
  | { readonly job: number; readonly tile: PackedTile | null }
  | { readonly job: number; readonly error: string };
