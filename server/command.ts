import type { Config } from "./config.ts";

/** A command of the CLI. `run` gives the exit code: 0 done, 1 refused, 2 wrong usage. */
export interface Command {
  name: string;
  /** One line per form, shown by `qiantu help`. */
  usage: string;
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

export interface CommandContext {
  config: Config;
  /** Writes the answer (JSON with --json) to stdout. */
  out: (text: string) => void;
  /** Writes messages and progress to stderr. */
  log: (text: string) => void;
}
