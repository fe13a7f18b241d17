import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "playwright-core";
import { inject } from "vitest";

const SCREENS = "test/e2e/.screens";

/**
 * A server of one's own on a free port with the demonstration region of Hechi; or the one at QIANTU_URL. Its data folder is
 * a copy of what the first story of the run had loaded. `isFirstStart` begins with an empty folder, for the story that
 * watches the loading: what it leaves is what the others begin with, so it must change nothing.
 */
export async function startServer({ isFirstStart = false } = {}): Promise<{
  url: string;
  stop: () => Promise<void>;
  /** Fails with what the server said if it ends by itself. */
  isEnded: Promise<never>;
}> {
  const given = process.env["QIANTU_URL"];
  if (given)
    return {
      url: given.replace(/\/$/, ""),
      stop: async () => {},
      isEnded: new Promise<never>(() => {}),
    };
  const prepared = inject("preparedData");
  if (!isFirstStart && !existsSync(prepared)) {
    const first = await startServer({ isFirstStart: true });
    try {
      await Promise.race([untilReady(first.url), first.isEnded]);
    } finally {
      await first.stop();
    }
  }
  const dataDir = mkdtempSync(join(tmpdir(), "qiantu-story-"));
  if (!isFirstStart) cpSync(prepared, dataDir, { recursive: true });
  const { url, process: server, log } = await run(dataDir);
  const isEnded = new Promise<never>((_, reject) =>
    server.once("exit", (code) => reject(new Error(`the server ended (${code}): ${log()}`))),
  );
  isEnded.catch(() => {});
  return {
    url,
    isEnded,
    stop: async () => {
      const isReady = await fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      await ended(server);
      if (isFirstStart && isReady && !existsSync(prepared)) renameSync(dataDir, prepared);
      else rmSync(dataDir, { recursive: true, force: true });
      if (process.env["QIANTU_STORY_LOG"]) process.stderr.write(log());
    },
  };
}

async function run(dataDir: string) {
  const port = await freePort();
  const server = spawn(process.execPath, ["dist/server/main.js"], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      QIANTU_DATA_DIR: dataDir,
      QIANTU_DEMO: "hechi",
      DATABASE_URL: "",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [server.stdout, server.stderr])
    stream.on("data", (text: Buffer) => (log += text.toString()));
  return { url: `http://127.0.0.1:${port}`, process: server, log: () => log };
}

/** Waits until the server says that its region can be seen. */
export async function untilReady(url: string): Promise<void> {
  for (let seconds = 0; seconds < 500; seconds++) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await wait(1000);
  }
  throw new Error(`no region to be seen at ${url} after 500 s`);
}

/** Waits until the server listens at all, prepared or not. */
export async function untilListening(url: string): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (await fetch(`${url}/readyz`).catch(() => null)) return;
    await wait(250);
  }
  throw new Error(`nothing listens at ${url}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    const last = setTimeout(() => child.kill("SIGKILL"), 15_000);
    child.once("exit", () => {
      clearTimeout(last);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

export { openBrowser } from "../bench/browser.ts";

/** Collects what must not happen on any page: errors in the console and requests to any other machine. */
export function watch(page: Page, url: string): { errors: string[]; elsewhere: string[] } {
  const seen = { errors: [] as string[], elsewhere: [] as string[] };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith(`${url}/`) && !/^(blob|data):/.test(to)) seen.elsewhere.push(to);
  });
  return seen;
}

/**
 * Collects, from the next address on, how often a popup was laid out before it showed, and those that could be pressed
 * while nothing of them could be seen: such a press goes to what nobody chose, or is lost when the popup begins to grow.
 */
export async function watchUnseen(
  page: Page,
): Promise<() => Promise<{ laidOut: number; pressed: string[] }>> {
  await page.addInitScript(() => {
    const unseen = { laidOut: 0, pressed: [] as string[] };
    Object.assign(window, { unseen });
    new MutationObserver(() => {
      for (const popup of document.querySelectorAll(
        '.ant-dropdown[class*="-prepare"], .ant-select-dropdown[class*="-prepare"], .ant-popover[class*="-prepare"]',
      )) {
        const { x, y, width, height } = popup.getBoundingClientRect();
        // Before it has its place it lies far outside of the page.
        if (x < 0 || y < 0 || width === 0 || getComputedStyle(popup).opacity !== "0") continue;
        unseen.laidOut++;
        if (popup.contains(document.elementFromPoint(x + width / 2, y + height / 2)))
          unseen.pressed.push(popup.className);
      }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["class", "style"] });
  });
  return () =>
    page.evaluate(
      () => (window as unknown as { unseen: { laidOut: number; pressed: string[] } }).unseen,
    );
}

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/** Faults that axe finds against WCAG 2.2 AA in the page as it stands: rule, how bad, where. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's own policy rightly refuses foreign scripts.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { run } = (
      window as unknown as {
        axe: {
          run: (options: object) => Promise<{
            violations: {
              id: string;
              impact: string;
              nodes: { target: string[]; failureSummary: string }[];
            }[];
          }>;
        };
      }
    ).axe;
    const { violations } = await run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id} (${impact}) ${target.join(" ")} ${failureSummary.slice(0, 200)}`,
      ),
    );
  });
}

/** Waits until the map has drawn all that is in view. */
export async function mapIdle(page: Page): Promise<void> {
  await page.waitForSelector('[data-testid="map"][data-idle="true"]', { timeout: 240_000 });
}

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: `${SCREENS}/${name}.png` });
}
