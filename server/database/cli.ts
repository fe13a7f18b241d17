import type { Command } from "../command.ts";
import { migrateDown, migrateUp } from "./migrate.ts";
import { openDatabase } from "./open.ts";

export const migrateCommand: Command = {
  name: "migrate",
  usage:
    "migrate [--down] [--json]    bring the tables to the newest version, or take back the newest migration with its data",
  async run(args, { config, out, log }) {
    const unknown = args.filter((arg) => arg !== "--down" && arg !== "--json");
    if (unknown.length > 0) {
      log(`migrate does not know ${unknown.join(" ")}`);
      return 2;
    }
    const isDown = args.includes("--down");
    const database = await openDatabase(config);
    try {
      const names = isDown
        ? [await migrateDown(database.knex)].filter((name) => name !== null)
        : await migrateUp(database.knex);
      if (args.includes("--json"))
        out(
          JSON.stringify({
            engine: database.engine,
            direction: isDown ? "down" : "up",
            migrations: names,
          }),
        );
      else if (names.length === 0)
        log(isDown ? "There is no migration to take back." : "The tables are up to date.");
      else log(`${isDown ? "Taken back" : "Applied"}: ${names.join(", ")}`);
      return 0;
    } finally {
      await database.close();
    }
  },
};
