import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  faultsOf,
  mapIdle,
  openBrowser,
  picture,
  startServer,
  untilListening,
  untilReady,
  watch,
} from "./stage.ts";

let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  await untilListening(server.url);
  browser = await openBrowser();
  await untilReady(server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** 凤山县. */
const COUNTY = "451223";

/** What the button of an advice counts. */
const counted = async (page: Page, nth: number) =>
  Number(
    (await page.textContent(`.compare-advices button >> nth=${nth} >> b`))!.replaceAll(",", ""),
  );
const cell = (page: Page, row: number, column: number) =>
  page.textContent(`.compare-row[data-row="${row}"] > div >> nth=${column}`);

for (const language of ["zh-CN", "en"] as const) {
  const short = language === "en" ? "en" : "zh";
  test(`a planner weighs building against moving and picks whom to move (${language})`, async () => {
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      locale: language,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const seen = watch(page, server.url);
    const faults: string[] = [];
    const look = async (name: string) => {
      await picture(page, name);
      for (const fault of await faultsOf(page)) faults.push(`${name}: ${fault}`);
    };
    await fetch(`${server.url}/api/plans`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `story-${short}` },
      body: JSON.stringify({ name: `Fengshan ${short}`, author: "韦", area: COUNTY }),
    });
    await page.goto(`${server.url}/plan?area=${COUNTY}&lang=${language}`);
    await page.waitForSelector(".plan-header");
    await mapIdle(page);

    // Opens the comparison: every village has its costs.
    await page.click(".plan-drawer-fold >> nth=1");
    await page.waitForSelector(".compare-row");
    const [moving, building] = [await counted(page, 0), await counted(page, 1)];
    expect(moving).toBeGreaterThan(10);
    expect(building).toBeGreaterThan(100);
    await mapIdle(page);
    await look(`build-list-${short}`);

    // A row opened by keyboard shows what its cost is made of.
    await page.focus('.compare-row[data-row="0"]');
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".cost-parts");
    for (const summary of await page.locator(".cost-parts summary").all()) await summary.click();
    await page.waitForTimeout(800);
    await mapIdle(page);
    await look(`build-parts-${short}`);

    // Dearer roads: the ranking follows at once.
    await page.click(".plan-card-bar button >> nth=0");
    await page.click(".compare .ant-segmented-item >> nth=2");
    const road = page.locator(".compare-figure input").first();
    await road.fill("20000000");
    await page.waitForFunction(
      (before) =>
        Number(document.querySelector(".compare-advices b")!.textContent!.replaceAll(",", "")) >
        before,
      moving,
    );
    expect(await counted(page, 1)).toBeLessThan(building);
    await look(`build-figures-${short}`);

    // The plot has them above the line of equal costs; a rectangle over all of it picks them.
    await page.click(".compare .ant-segmented-item >> nth=1");
    await page.waitForSelector(".compare-plot canvas");
    await page.waitForTimeout(500);
    await look(`build-plot-${short}`);

    // Sorted by what building costs, the dearest first; the first three become a selection on the map.
    await page.click(".compare .ant-segmented-item >> nth=0");
    await page.click(".compare-advices button >> nth=0");
    await page.click(".compare-head .sort >> nth=3");
    const first = await cell(page, 0, 2);
    await page.click(".compare-head .sort >> nth=3");
    expect(await cell(page, 0, 2)).not.toBe(first);
    for (const row of [0, 1, 2]) {
      await page.focus(`.compare-row[data-row="${row}"]`);
      await page.keyboard.press("Space");
    }
    await page.click('[data-testid="compare-on-map"]');
    await page.waitForSelector(".plan-card");
    expect(await page.textContent(".plan-card h2")).toMatch(/3/);

    // Back to the figures in force.
    await page.click(".compare .ant-segmented-item >> nth=2");
    await page.click(".compare-figures-bar > button");
    await page.waitForFunction(
      (before) =>
        Number(document.querySelector(".compare-advices b")!.textContent!.replaceAll(",", "")) ===
        before,
      moving,
    );
    expect(seen).toEqual({ errors: [], elsewhere: [] });
    expect(faults).toEqual([]);
    await context.close();
  });
}
