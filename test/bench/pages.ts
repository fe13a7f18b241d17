/// <reference lib="dom" />
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { round, spreadOf, type Spread } from "./spread.ts";

const FIRST_LOOKS = 7;
const SWITCHES = 40;
const DRAG_STEPS = 90;
const PORT = 4390;
/** Maps that are looked at: all of a region, by its counties and by its townships. */
const LEVELS = ["county", "township"] as const;

interface LevelReport {
  /**
   * From the address entered until the map has drawn its areas and says that nothing is missing: by a browser that was never here, and by
   * one that was.
   */
  readableMs: Spread;
  readableAgainMs: Spread;
  /**
   * From the key pressed until another year is handed to the map, and until the map has drawn it; the same of another indicator drawn; and
   * as many times as long the page takes anew. Without a graphics card drawing takes most of it: see the frames of a drag.
   */
  yearHandedMs: Spread;
  yearMs: Spread;
  indicatorMs: Spread;
  reloadRatio: number;
  /** Time between two frames while the map is dragged, and while nothing moves. */
  dragFrameMs: Spread;
  stillFrameMs: Spread;
}

/**
 * Thematic maps in a browser: how long a first look takes, a switch of year or indicator, and the frames of a drag. The peer of a switch is
 * the same map loaded anew. `--region hechi|guangxi`, `--data DIR` (kept), `--url http://127.0.0.1:...` for a server that runs, `--json`.
 */
export async function benchPages(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      region: { type: "string", default: "guangxi" },
      data: { type: "string" },
      url: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const { region } = values;
  if (region !== "guangxi" && region !== "hechi") throw new Error("--region is guangxi or hechi");
  const server = values.url ? null : await serve(region, values.data);
  const url = values.url ?? server!.url;
  const browser = await openBrowser();
  try {
    const report: Record<string, unknown> = { region };
    const area = region === "guangxi" ? "45" : "451200";
    for (const by of LEVELS) report[by] = await measure(browser, url, area, by);
    console.log(values.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
  } finally {
    await browser.close();
    await server?.stop();
  }
}

/** Starts the program on a data folder and waits until its region can be seen. */
async function serve(
  region: string,
  kept: string | undefined,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), "qiantu-bench-"));
  mkdirSync(dataDir, { recursive: true });
  const child = spawn(process.execPath, ["dist/server/main.js"], {
    env: {
      ...process.env,
      PORT: String(PORT),
      HOST: "127.0.0.1",
      QIANTU_DATA_DIR: dataDir,
      QIANTU_DEMO: region,
      DATABASE_URL: "",
    },
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${PORT}`;
  console.error("the region is loaded ...");
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`the server ended (${child.exitCode})`);
    await wait(500);
  }
  return { url, stop };
}

async function measure(
  browser: Browser,
  url: string,
  area: string,
  by: string,
): Promise<LevelReport> {
  const address = `${url}/thematic?area=${area}&by=${by}&ind=moved-persons&class=natural&pal=violet&lang=zh-CN`;
  const [first, again]: [number[], number[]] = [[], []];
  let page: Page | null = null;
  for (let n = 0; n < FIRST_LOOKS; n++) {
    await page?.context().close();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    first.push(await look(page, address));
    again.push(await look(page, address));
  }
  if (page === null) throw new Error("nothing was looked at");
  const years = await switchYears(page);
  const indicators = await switchIndicators(page);
  const stillFrameMs = spreadOf(await frames(page, () => wait(1500)));
  const dragFrameMs = spreadOf(await frames(page, () => drag(page)));
  await page.context().close();
  const report = {
    readableMs: spreadOf(first),
    readableAgainMs: spreadOf(again),
    yearHandedMs: spreadOf(years.map(({ handed }) => handed)),
    yearMs: spreadOf(years.map(({ drawn }) => drawn)),
    indicatorMs: spreadOf(indicators.map(({ drawn }) => drawn)),
    reloadRatio: round(spreadOf(again).p50 / spreadOf(years.map(({ drawn }) => drawn)).p50),
    dragFrameMs,
    stillFrameMs,
  };
  console.error(
    `${by}: readable after ${report.readableMs.p50} ms, another year ${report.yearMs.p50} ms`,
  );
  return report;
}

/** Milliseconds from the address until legend, ranking and all of the map in view are drawn. */
async function look(page: Page, address: string): Promise<number> {
  const start = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(
    () =>
      document.querySelector('#map[data-busy="false"] [data-testid="map"][data-idle="true"]') &&
      document.querySelector('[data-testid="legend"]') &&
      document.querySelector(".ranking tbody tr[data-id]"),
  );
  return performance.now() - start;
}

interface Switch {
  readonly handed: number;
  readonly drawn: number;
}

/** Milliseconds that the page itself took from being asked until what `act` asks for was handed to its map, and until that had drawn. */
async function switched(page: Page, act: () => Promise<void>): Promise<Switch> {
  await page.evaluate(() => {
    const map = document.querySelector<HTMLElement>('[data-testid="map"]');
    delete map?.dataset["switchMs"];
  });
  await act();
  const handle = await page.waitForFunction(() => {
    const map = document.querySelector<HTMLElement>('[data-testid="map"]')?.dataset;
    return map?.["switchMs"] && { handed: Number(map["paintMs"]), drawn: Number(map["switchMs"]) };
  });
  return (await handle.jsonValue()) as Switch;
}

/** Another year by the arrow keys of the slider, there and back. */
async function switchYears(page: Page): Promise<Switch[]> {
  await page.focus(".timeline input");
  await page.keyboard.press("Home");
  await wait(500);
  const times: Switch[] = [];
  for (let n = 0; n < SWITCHES; n++)
    times.push(
      await switched(page, () =>
        page.keyboard.press(Math.floor(n / 5) % 2 === 0 ? "ArrowRight" : "ArrowLeft"),
      ),
    );
  return times;
}

/** Another indicator of those whose columns are there, chosen by name. */
async function switchIndicators(page: Page): Promise<Switch[]> {
  const times: Switch[] = [];
  for (let n = 0; n < SWITCHES / 4; n++) {
    await page.click(".thematic-choice.searched");
    await page.keyboard.type(n % 2 === 0 ? "搬迁户数" : "搬迁人口");
    times.push(await switched(page, () => page.keyboard.press("Enter")));
    await wait(300);
  }
  return times;
}

/** Milliseconds between one frame and the next while something is done. */
async function frames(page: Page, during: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { frameTimes: times });
    const next = (time: number): void => {
      times.push(time);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await during();
  const times = await page.evaluate(
    () => (window as unknown as { frameTimes: number[] }).frameTimes,
  );
  return times.slice(1).map((time, i) => time - times[i]!);
}

/** Draws the map about with the pointer, a little at a time. */
async function drag(page: Page): Promise<void> {
  const box = await page.locator('[data-testid="map"]').boundingBox();
  if (box === null) throw new Error("no map to drag");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let n = 0; n < DRAG_STEPS; n++) {
    await page.mouse.move(x + 120 * Math.sin(n / 12), y + 80 * Math.sin(n / 9));
    await wait(12);
  }
  await page.mouse.up();
}
