import { setImmediate } from "node:timers/promises";

/**
 * One queue for the work of requests that would hold the main thread for long. One piece of work is done at each turn of the event loop,
 * in the order in which they were asked for, so however many clients ask for much, all others are answered in between. Whoever waits for
 * something else (a slow client) asks for no turn and holds nobody up.
 */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #isRunning = false;

  /** Does `work` when its turn comes and gives what it gives. It should take no longer than TURN_MS (pace.ts). */
  take<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error as Error);
        }
      });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (;;) {
      await setImmediate();
      const work = this.#waiting.shift();
      if (work === undefined) break;
      work();
    }
    this.#isRunning = false;
  }
}

export const turns = new Turns();
