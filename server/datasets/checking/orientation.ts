import type { BoundingBox } from "../../../core/contract/area.ts";

/** Positions kept to judge the file as a whole. */
const KEPT = 4_096;

/**
 * Keeps an even sample of the file's positions as written (each second one is dropped whenever the store is full), to tell
 * whether longitude and latitude, or easting and northing, are swapped.
 */
export class OrientationWitness {
  #x: number[] = [];
  #y: number[] = [];
  #every = 1;
  #seen = 0;

  see(x: number, y: number): void {
    if (this.#seen++ % this.#every !== 0 || !Number.isFinite(x) || !Number.isFinite(y)) return;
    this.#x.push(x);
    this.#y.push(y);
    if (this.#x.length < KEPT) return;
    this.#x = this.#x.filter((_, i) => i % 2 === 0);
    this.#y = this.#y.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }

  /** Shares (0..1) of the positions that satisfy `fits` as written and with their two numbers exchanged; null when there are none. */
  shares(fits: (x: number, y: number) => boolean): { asWritten: number; swapped: number } | null {
    if (this.#x.length === 0) return null;
    let asWritten = 0;
    let swapped = 0;
    for (let i = 0; i < this.#x.length; i++) {
      if (fits(this.#x[i]!, this.#y[i]!)) asWritten++;
      if (fits(this.#y[i]!, this.#x[i]!)) swapped++;
    }
    return { asWritten: asWritten / this.#x.length, swapped: swapped / this.#x.length };
  }
}

/** True for a place inside the box. */
export function isInBox(box: BoundingBox, lng: number, lat: number): boolean {
  return lng >= box[0] && lng <= box[2] && lat >= box[1] && lat <= box[3];
}
