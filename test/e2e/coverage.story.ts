import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
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
  server = await startServer({ isFirstStart: true });
  await untilListening(server.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const rate = async (page: Page) => (await page.textContent(".figure b"))!;
const gapTotal = async (page: Page) =>
  Number(await page.getAttribute(".gaps-total", "data-total", { timeout: 120_000 }));
/** Until the figures in sight are those of the question asked last. */
const settled = (page: Page) =>
  page.waitForSelector('.headline[aria-busy="false"]', { timeout: 120_000 });

test("while the server prepares, the page says so and then opens by itself", async () => {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(120_000);
  const seen = watch(page, server.url);
  const readyAlready = (await fetch(`${server.url}/readyz`)).ok;
  await page.goto(server.url);
  const faults: string[] = [];
  if (!readyAlready) {
    await page.waitForSelector("text=服务正在准备数据");
    faults.push(...(await faultsOf(page)));
    await picture(page, "preparing");
  }
  expect(faults).toEqual([]);
  await untilReady(server.url);
  await page.waitForSelector("text=通屯道路");
  expect(seen.elsewhere).toEqual([]);
  // While the server prepares, the browser itself notes each "not ready" (503).
  expect(seen.errors.filter((text) => !/503/.test(text))).toEqual([]);
  await page.close();
});

test("an officer reads a county's gap, opens a village, moves the threshold, takes the list home", async () => {
  await untilReady(server.url);
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    acceptDownloads: true,
    locale: "zh-CN",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const seen = watch(page, server.url);

  // Opens the page: the demonstration region, said to be one.
  await page.goto(server.url);
  await page.waitForSelector(".banner strong");
  expect(await page.textContent(".banner strong")).toBe("演示数据");
  await page.waitForSelector("table.areas tbody tr");
  await mapIdle(page);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "city-zh");

  // Picks the village road rule and goes into a county from the table.
  await page.click('.rule:has-text("通屯道路") >> nth=0');
  await settled(page);
  const county = await page.textContent("table.areas tbody tr >> nth=0 >> button");
  const notServed = await page.textContent("table.areas tbody tr >> nth=0 >> td >> nth=1");
  await page.click("table.areas tbody tr >> nth=0 >> button");
  await page.waitForSelector(`.headline h2:has-text("${county}")`);
  await settled(page);
  expect(await page.textContent(".figure b >> nth=1")).toBe(notServed);
  const countyRate = await rate(page);
  expect(countyRate).toMatch(/^\d{1,3}\.\d%$/);
  await mapIdle(page);
  await picture(page, "county-zh");

  // Reads the gap and opens its top village by keyboard.
  await page.click('[role="tab"]:has-text("缺口清单")');
  await page.waitForSelector(".gap-row");
  const gap = await gapTotal(page);
  expect(gap).toBe(Number(notServed!.replaceAll(",", "")));
  const top = (await page.textContent(".gap-row >> nth=0 >> .gap-name span"))!;
  await page.focus('.gap-row[tabindex="0"]');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForSelector(`#card-title:has-text("${top}")`);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("card-title");
  expect(await page.textContent('.verdict[data-chosen="true"]')).toMatch(/未通.*超过 500 m/s);
  expect(await page.locator(".verdict").count()).toBeGreaterThan(3);
  await mapIdle(page);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "card-zh");
  const selected = new URL(page.url()).searchParams.get("sel");

  // Closes it by Escape and finds the same village on the map by mouse, where the map flew to.
  await page.keyboard.press("Escape");
  await page.waitForSelector("#card-title", { state: "detached" });
  const middle = await page.evaluate(() => {
    const map = document.querySelector('[data-testid="map"]')!.getBoundingClientRect();
    const left = document.querySelector("#asked")!.getBoundingClientRect().width + 40;
    const right = document.querySelector("#results")!.getBoundingClientRect().width + 40;
    const legend = document.querySelector(".legend-place")!.getBoundingClientRect();
    const [top, bottom] = [24, Math.ceil(legend.height) + 24];
    return {
      x: map.left + left + (map.width - left - right) / 2,
      y: map.top + top + (map.height - top - bottom) / 2,
    };
  });
  await mapIdle(page);
  await page.mouse.move(middle.x - 1, middle.y - 1);
  await page.mouse.move(middle.x, middle.y);
  await page.waitForSelector('[data-testid="tooltip"]');
  expect(await page.textContent('[data-testid="tooltip"]')).toContain("未通");
  await page.mouse.click(middle.x, middle.y);
  await page.waitForSelector(`#card-title:has-text("${top}")`);
  expect(new URL(page.url()).searchParams.get("sel")).toBe(selected);
  await page.click('.card button:has-text("返回列表")');

  // A longer reach serves more; the rule itself can be had back.
  await page.fill(".threshold input >> nth=0", "2000");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".thresholds-changed");
  await page.waitForFunction(
    (before) => document.querySelector(".figure b")?.textContent !== before,
    countyRate,
  );
  await settled(page);
  expect(parseFloat(await rate(page))).toBeGreaterThan(parseFloat(countyRate));
  await page.waitForFunction(
    (before) => Number(document.querySelector(".gaps-total")?.getAttribute("data-total")) < before,
    gap,
  );
  const smallerGap = await gapTotal(page);
  await picture(page, "threshold-zh");

  // The list on paper has as many rows as the gap.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click('[data-testid="download"]'),
  ]);
  const file = await readFile((await download.path())!, "utf8");
  expect(parse(file, { columns: true, bom: true })).toHaveLength(smallerGap);

  await page.click(".thresholds-changed button");
  await page.waitForSelector(".thresholds-changed", { state: "detached" });
  await page.waitForFunction(
    (before) => document.querySelector(".figure b")?.textContent === before,
    countyRate,
  );

  // Switches to English; the address alone brings the same view back.
  await page.click('button:has-text("English")');
  await page.waitForSelector("text=Demonstration data");
  expect(await page.getAttribute("html", "lang")).toBe("en");
  await mapIdle(page);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "village-en");
  const address = page.url();
  await page.reload();
  await page.waitForSelector(".gap-row");
  await settled(page);
  await mapIdle(page);
  expect(page.url()).toBe(address);
  expect(await rate(page)).toBe(countyRate);
  expect(await gapTotal(page)).toBe(gap);

  expect(seen.elsewhere).toEqual([]);
  expect(seen.errors).toEqual([]);
  await context.close();
});

test("areas are found by name, pinyin and code, and the bundled font has every rare character", async () => {
  await untilReady(server.url);
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  page.setDefaultTimeout(120_000);
  const seen = watch(page, server.url);
  await page.goto(`${server.url}/coverage?area=45&lang=en`);
  await page.waitForSelector(".headline h2");

  for (const [typed, found] of [
    ["nandan", "南丹县"],
    ["南丹", "南丹县"],
    ["451221", "南丹县"],
  ] as const) {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(typed);
    await page.waitForSelector(`.search-found [role="option"]:has-text("${found}")`);
    await page.keyboard.press("Escape");
    await page.fill(".search input >> nth=0", "");
  }
  await page.click(".area-now button");
  await page.waitForSelector(".area-browser");
  await page.waitForTimeout(400);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "picker-en");
  await page.fill(".area-browser input", "bama");
  await page.waitForSelector('.area-browser [role="option"]:has-text("巴马")');
  await page.keyboard.press("Enter");
  await page.waitForSelector('.headline h2:has-text("Bama 巴马瑶族自治县")');

  const lacking = await page.evaluate(async (characters) => {
    const found: string[] = [];
    for (const character of characters)
      for (const weight of ["400", "700"])
        if ((await document.fonts.load(`${weight} 16px "Noto Sans SC"`, character)).length === 0)
          found.push(`${character} ${weight}`);
    return found;
  }, Array.from("垌岜岽塱仫峒渌"));
  expect(lacking).toEqual([]);

  await page.click('.banner button:has-text("Data sources")');
  await page.waitForSelector(".source tbody tr");
  await page.waitForTimeout(400);
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(seen.elsewhere).toEqual([]);
  expect(seen.errors).toEqual([]);
  await page.close();
});

test("on a phone everything can be read", async () => {
  await untilReady(server.url);
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`${server.url}/coverage?area=451202`);
  await page.waitForSelector("table.areas tbody tr");
  await mapIdle(page);
  expect(await faultsOf(page)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await picture(page, "phone-zh");
  await page.close();
});

test("what cannot be found or reached is said in words, with a way on", async () => {
  await untilReady(server.url);
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`${server.url}/coverage?area=nowhere`);
  await page.waitForSelector('[role="alert"]');
  expect(await faultsOf(page)).toEqual([]);
  await page.click('[role="alert"] button');
  await page.waitForSelector("table.areas tbody tr");

  await page.route("**/api/gaps**", (route) => route.abort());
  await page.click('[role="tab"]:has-text("缺口清单")');
  await page.waitForSelector('.gaps [role="alert"]', { timeout: 60_000 });
  expect(await page.textContent('.gaps [role="alert"]')).toContain("连不上服务");
  await page.unroute("**/api/gaps**");
  await page.click('.gaps [role="alert"] button');
  await page.waitForSelector(".gap-row");

  await page.route("**/api/meta", (route) =>
    route.fulfill({ json: { activity: null, regions: [] } }),
  );
  await page.goto(`${server.url}/coverage`);
  await page.waitForSelector("text=还没有地区");
  await page.unroute("**/api/meta");

  // A database without any region: what to do, in the language of the page, until there is one.
  await page.route("**/readyz", (route) =>
    route.fulfill({
      status: 503,
      json: { ready: false, activity: { phase: "empty", message: "The database holds no area." } },
    }),
  );
  await page.goto(`${server.url}/coverage`);
  await page.waitForSelector("text=还没有地区");
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "empty-zh");
  await page.click('button:has-text("English")');
  await page.waitForSelector("text=No region yet");
  expect(await page.textContent(".commands")).toContain(`${server.url}/api/datasets/import?kind=`);
  await page.unroute("**/readyz");
  await page.waitForSelector("table.areas tbody tr");
  await page.close();
});
