import { setImmediate } from "node:timers/promises";

/** Long work on the main thread lets others in between after this long. */
export const TURN_MS = 10;

/**
 * Cuts long work into turns: `if (pace.isDue) await pace.rest()` in a loop lets the event loop answer others each time the work has held
 * it for a turn.
 */
export class Pace {
  readonly #turnMs: number;
  #since = performance.now();

  constructor(turnMs = TURN_MS) {
    this.#turnMs = turnMs;
  }

  /** True once this turn is used up. */
  get isDue(): boolean {
    return performance.now() - this.#since > this.#turnMs;
  }

  /** Lets the event loop turn once, and begins a new turn. */
  async rest(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
