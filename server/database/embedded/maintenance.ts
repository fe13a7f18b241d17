import type { Backend } from "./backend.ts";

/** What a server does in background processes and a single backend must do itself: checkpoints and vacuum, while nobody asks anything. */
export class Maintenance {
  readonly #backend: Backend;

  constructor(backend: Backend, _clusterDir: string) {
    this.#backend = backend;
  }

  run(): void {
    if (this.#backend.isInTransaction) return;
  }
}
