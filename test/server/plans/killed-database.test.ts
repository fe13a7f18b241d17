import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Config } from "../../../server/config.ts";
import { migrateUp } from "../../../server/database/migrate.ts";
import { openDatabase } from "../../../server/database/open.ts";
import { ENGINE } from "../../support/database.ts";
import { seedSmallRegion } from "../coverage/small-region.ts";
import { editUnderStrikes, ServiceProcess } from "./heavy-editing.ts";

const KILLS = 20;
const INSTALLED = "/usr/lib/postgresql";
/** Programs of the newest PostgreSQL on this machine, null where there is none. */
const BIN = existsSync(INSTALLED)
  ? readdirSync(INSTALLED)
      .map((version) => join(INSTALLED, version, "bin"))
      .findLast((bin) => existsSync(join(bin, "initdb")))
  : undefined;
const isRun = ENGINE === "server" && BIN !== undefined;
if (ENGINE === "server" && !isRun)
  console.warn(
    "No PostgreSQL programs on this machine: the test that kills the database is left out.",
  );

/** A database server of this test's own, which it may kill. */
class Cluster {
  readonly #folder = mkdtempSync(join(tmpdir(), "qiantu-cluster-"));
  readonly #data = join(this.#folder, "data");
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
    chmodSync(this.#folder, 0o755);
    mkdirSync(this.#data);
    if (isRoot()) execFileSync("chown", ["postgres", this.#folder, this.#data]);
    this.#run("initdb", "-U", "qiantu", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
    this.start();
  }

  get config(): Config {
    const databaseUrl = `postgres://qiantu@127.0.0.1:${this.#port}/postgres`;
    return { databaseUrl, dataDir: this.#folder, host: "127.0.0.1", port: 0 };
  }

  start(): void {
    const options = `-c port=${this.#port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
    this.#run("pg_ctl", "-w", "-t", "120", "-l", join(this.#data, "log"), "-o", options, "start");
  }

  /** Kills the server and all its processes, then lets it recover. */
  async killAndStart(): Promise<void> {
    const pid = Number(readFileSync(join(this.#data, "postmaster.pid"), "utf8").split("\n")[0]);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    for (const each of [pid, ...children.map(Number)]) kill(each);
    while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 20));
    this.start();
  }

  close(): void {
    this.#run("pg_ctl", "-m", "immediate", "stop");
    rmSync(this.#folder, { recursive: true });
  }

  #run(program: string, ...args: string[]): void {
    const command = [join(BIN!, program), "-D", this.#data, ...args];
    const [name, ...rest] = isRoot() ? ["runuser", "-u", "postgres", "--", ...command] : command;
    execFileSync(name!, rest, { stdio: "ignore" });
  }
}

const isRoot = (): boolean => process.getuid?.() === 0;

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

let cluster: Cluster;
let service: ServiceProcess;
beforeAll(async () => {
  if (!isRun) return;
  cluster = new Cluster(await freePort());
  const opened = await openDatabase(cluster.config);
  await migrateUp(opened.knex);
  await seedSmallRegion(opened.knex);
  await opened.close();
  service = new ServiceProcess(cluster.config);
}, 300_000);
afterAll(async () => {
  if (!isRun) return;
  await service.kill();
  cluster.close();
});

it.runIf(isRun)(
  "a database killed twenty times in the middle of edits, alone or with the service, has every accepted change once, and nothing half",
  async () => {
    await service.start();
    const { accepted } = await editUnderStrikes(cluster.config, service, KILLS, async (n) => {
      const isAlone = n % 2 === 0;
      if (!isAlone) await service.kill();
      await cluster.killAndStart();
      if (isAlone) await service.untilItAnswers();
      else await service.start();
    });
    expect(accepted).toBeGreaterThan(KILLS * 4);
  },
  900_000,
);
