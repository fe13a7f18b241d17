import { busy } from "../http/problem.ts";

/** Writes of one plan that may wait in this process. */
const MOST_WAITING = 500;

/**
 * Lets those who write the same plan come one after another: they would wait for its row anyway, and each would hold a connection of the
 * pool meanwhile. Between processes the lock of the row does the same.
 */
export class Turns {
  readonly #last = new Map<string, { end: Promise<void>; waiting: number }>();

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const waiting = (before?.waiting ?? 0) + 1;
    if (waiting > MOST_WAITING)
      throw busy("Too many writes wait for this plan; try again in a moment.", 2);
    const result = (before?.end ?? Promise.resolve()).then(work);
    const turn = { end: result.then(ignore, ignore), waiting };
    this.#last.set(key, turn);
    try {
      return await result;
    } finally {
      const last = this.#last.get(key)!;
      if (last === turn) this.#last.delete(key);
      else last.waiting--;
    }
  }
}

const ignore = (): void => {};
