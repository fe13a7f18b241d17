import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { DEMONSTRATIONS, serve, type Demonstration } from "../serve.ts";

/** Longer than requests are given to end. */
const CLOSE_MS = 12_000;

export const serveCommand: Command = {
  name: "serve",
  usage:
    "serve [--demo none|hechi|guangxi] [--host H] [--port N]    start the service; --demo says what an empty database gets",
  async run(args, { config, log }) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        demo: { type: "string" },
        host: { type: "string" },
        port: { type: "string" },
      },
    });
    const demonstration = values.demo ?? config.demonstration ?? "guangxi";
    if (!isDemonstration(demonstration)) {
      log(`--demo must be one of ${DEMONSTRATIONS.join(", ")}, not "${demonstration}"`);
      return 2;
    }
    const port = values.port === undefined ? config.port : Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      log(`--port must be a number from 0 to 65535, not "${values.port}"`);
      return 2;
    }
    const host = values.host ?? config.host;
    const began = performance.now();
    const running = await serve({ ...config, host, port }, { demonstration, log });
    const address = `http://${host.includes(":") ? `[${host}]` : host}:${running.port}/`;
    log(`Qiantu listens at ${address} and is preparing its data.`);
    const signalled = untilSignal();
    const failed = running.ready.then(
      () => {
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        log(`\n  Qiantu is ready after ${seconds} s:  ${address}\n`);
        return signalled.then(() => 0);
      },
      (error: unknown) => {
        log(error instanceof Error ? error.message : String(error));
        return 1;
      },
    );
    const code = await Promise.race([failed, signalled.then(() => 0)]);
    // A start or run that is cut off leaves nothing half-written, so nobody has to wait for it.
    await Promise.race([running.close(), setTimeout(CLOSE_MS, undefined, { ref: false })]);
    process.exit(code);
  },
};

function isDemonstration(text: string): text is Demonstration {
  return (DEMONSTRATIONS as readonly string[]).includes(text);
}

/** Resolves at SIGINT or SIGTERM; a second signal ends the process at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
  });
}
