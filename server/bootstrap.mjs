// Runs a script of package.json on a machine that has only Node and npm: installs what is missing, builds what is stale, then starts it.
// Plain JavaScript because it runs before anything is built.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Qiantu needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const say = (text) => process.stderr.write(`${text}\n`);
const digest = (text) => createHash("sha256").update(text).digest("hex");

function run(command, args) {
  const windows = process.platform === "win32";
  const done = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2], shell: windows });
  if (done.status !== 0) {
    say(`"${command} ${args.join(" ")}" failed${done.error ? `: ${done.error.message}` : ""}.`);
    process.exit(done.status ?? 1);
  }
}

/** Runs `make` when the fingerprint of its inputs differs from the one kept beside its result. */
function ensure(stampFile, fingerprint, make) {
  const stamp = join(ROOT, stampFile);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  make();
  mkdirSync(join(stamp, ".."), { recursive: true });
  writeFileSync(stamp, fingerprint);
}

function fingerprintOf(folders) {
  const lines = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = statSync(path);
        return `${path} ${size} ${mtimeMs}`;
      }),
  );
  return digest(lines.sort().join("\n"));
}

function install() {
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  ensure("node_modules/.qiantu-installed", digest(lock), () => {
    say("Installing packages (once; about a minute) ...");
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  });
}

function build() {
  const bin = (name) => join(ROOT, "node_modules", ".bin", name);
  ensure(
    "dist/.built-server",
    fingerprintOf(["core", "migrations", "geodata", "server", "test/bench"]),
    () => {
      say("Building the server ...");
      run(bin("tsc"), ["-b", "core", "migrations", "geodata", "server", "test/bench"]);
    },
  );
  ensure("dist/.built-client", fingerprintOf(["client", "core"]), () => {
    say("Building the pages ...");
    run(bin("vite"), ["build", "client", "--logLevel", "warn"]);
  });
}

const TARGETS = {
  start: ["dist/server/main.js"],
  qiantu: ["dist/server/cli.js"],
  bench: ["dist/test/bench/main.js"],
  test: ["node_modules/vitest/vitest.mjs", "run", "-c", "test/vitest.config.ts"],
};

const [target = "", ...rest] = process.argv.slice(2);
install();
build();
if (target === "build") process.exit(0);
const entry = TARGETS[target];
if (!entry) {
  say(`Unknown target "${target}"; one of build, ${Object.keys(TARGETS).join(", ")}.`);
  process.exit(2);
}
// glibc keeps an arena of memory for each thread of the embedded database: with two, an import peaks 100 MB lower.
const env = { MALLOC_ARENA_MAX: "2", ...process.env };
const child = spawn(process.execPath, [...entry, ...rest], { cwd: ROOT, stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
