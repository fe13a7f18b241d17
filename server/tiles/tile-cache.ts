import type { PackedTile } from "./tile-encoder.ts";

/** Bytes that an entry costs beside its body: key, map entry, buffer object. */
const OVERHEAD = 300;

/**
 * Tiles by key, the least lately used given up first when they outgrow `maxBytes`. A tile that is being made is made once,
 * however many ask for it meanwhile. `null` is an empty tile. A failure is told to all who wait and not kept.
 */
export class TileCache {
  readonly #maxBytes: number;
  readonly #done = new Map<string, PackedTile | null>();
  readonly #underWay = new Map<string, Promise<PackedTile | null>>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The tile if it is here; undefined when not. */
  get(key: string): PackedTile | null | undefined {
    const body = this.#done.get(key);
    if (body === undefined) return undefined;
    // A map keeps the order in which keys went in: the first is the least lately used.
    this.#done.delete(key);
    this.#done.set(key, body);
    return body;
  }

  /** The tile, made by `make` unless it is here or under way. */
  load(key: string, make: () => Promise<PackedTile | null>): Promise<PackedTile | null> {
    const known = this.get(key);
    if (known !== undefined) return Promise.resolve(known);
    let making = this.#underWay.get(key);
    if (!making) {
      making = make()
        .then((body) => {
          this.#keep(key, body);
          return body;
        })
        .finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, making);
    }
    return making;
  }

  #keep(key: string, body: PackedTile | null): void {
    this.#done.set(key, body);
    this.#bytes += sizeOf(body);
    for (const [oldest, content] of this.#done) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#done.delete(oldest);
      this.#bytes -= sizeOf(content);
    }
  }
}

const sizeOf = (body: PackedTile | null): number => OVERHEAD + (body?.bytes.length ?? 0);
