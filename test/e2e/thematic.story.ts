import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  faultsOf,
  mapIdle,
  openBrowser,
  picture,
  startServer,
  untilReady,
  watch,
} from "./stage.ts";

/** What the scripts of a first look at the workspace may weigh together, as they are sent; the map's own worker is none of the page's. */
const MOST_SCRIPT_BYTES = 600_000;

let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;
/** The page that the leader goes on with, test after test. */
let page: Page;
let seen: ReturnType<typeof watch>;

beforeAll(async () => {
  server = await startServer();
  await untilReady(server.url);
  browser = await openBrowser();
  page = await open(1366, 768);
  seen = watch(page, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(width: number, height: number): Promise<Page> {
  const made = await browser.newPage({ viewport: { width, height } });
  made.setDefaultTimeout(30_000);
  return made;
}

/** Opens a map by its address and waits until it is drawn. */
async function show(on: Page, query: string): Promise<void> {
  await on.goto(`${server.url}/thematic?${query}`);
  await on.waitForSelector('#map[data-busy="false"]');
  await on.waitForSelector('[data-testid="legend"]');
  await mapIdle(on);
}

const titleOf = (on: Page) => on.textContent(".present-title h1");
const query = () => new URL(page.url()).searchParams;
const pageShown = () => page.getAttribute(".presentation", "data-page");
const rows = (on: Page) => on.locator(".ranking tbody tr[data-id]");

test("a leader sees the counties of a city ranked by the road rule, the map and the table saying the same", async () => {
  await page.goto(`${server.url}/coverage?area=451200&lang=zh-CN`);
  await page.click('.workspaces a:has-text("专题图")');
  await page.waitForSelector(".ranking tbody tr[data-id]");
  await mapIdle(page);
  expect(await page.title()).toContain("专题图");
  expect(await rows(page).count()).toBe(11);
  const counted = await page.locator(".thematic-legend .class-count").allTextContents();
  expect(counted.reduce((sum, text) => sum + Number(text), 0)).toBe(11);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "thematic-city-zh");

  // The first county's figure opens to what it was computed from, and to the villages behind it.
  await page.click(".ranking .count >> nth=0");
  const parts = await page.locator(".rank-parts dd").allTextContents();
  const [served, unserved] = parts.map((text) => Number(text.replaceAll(",", "")));
  const rate = Number((await page.textContent(".ranking .count >> nth=0"))!.replace("%", ""));
  expect(Math.floor((served! / (served! + unserved!)) * 1000 + 1e-9) / 10).toBe(rate);
  await page.click(".rank-parts a");
  await page.waitForSelector(".gaps-total");
  expect(Number(await page.getAttribute(".gaps-total", "data-total"))).toBe(unserved);
  await page.goBack();
  await page.waitForSelector(".ranking tbody tr[data-id]");
  await mapIdle(page);
});

test("a class that the legend switches off leaves the map and the table, and comes back", async () => {
  const button = page.locator(".thematic-legend button.class-row").last();
  const count = Number(await button.locator(".class-count").textContent());
  expect(count).toBeGreaterThan(0);
  await button.click();
  await page.waitForFunction(
    (left) => document.querySelectorAll(".ranking tbody tr[data-id]").length === left,
    11 - count,
  );
  expect(await button.getAttribute("aria-pressed")).toBe("false");
  expect(query().get("off")).not.toBeNull();
  await button.click();
  await page.waitForFunction(
    () => document.querySelectorAll(".ranking tbody tr[data-id]").length === 11,
  );
});

test("an indicator is found by a word of it and shows at once; a year too", async () => {
  await page.click(".thematic-choice.searched");
  await page.keyboard.type("搬迁人口（累计");
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForSelector('.map-title h1:has-text("搬迁人口（累计）")');
  await page.waitForSelector(".timeline");
  // The years of the plan are there already: no more is asked of the service.
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.focus(".timeline input");
  await page.keyboard.press("End");
  await page.waitForSelector('.map-title h1:has-text("2020")');
  await page.waitForFunction(
    () => document.querySelector<HTMLElement>('[data-testid="map"]')?.dataset["switchMs"],
  );
  expect(asked.filter((url) => url.includes("/api/"))).toEqual([]);
  page.removeAllListeners("request");
  await mapIdle(page);
  await picture(page, "thematic-year-zh");
});

test("a click leads into a county, Backspace and Escape lead out again", async () => {
  await page.click(".ranking tbody tr[data-id] button >> nth=0");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("area") !== "451200");
  // Townships have nine digits.
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>(".ranking tbody tr[data-id]")].some(
      (row) => row.dataset["code"]!.length === 9,
    ),
  );
  expect(query().get("by")).toBe("township");
  await mapIdle(page);
  await picture(page, "thematic-county-zh");
  await page.keyboard.press("Backspace");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("area") === "451200");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("area") === "45");
  await page.goBack();
  await page.waitForFunction(() => new URLSearchParams(location.search).get("area") === "451200");
});

test("a map is saved under a name into a new atlas, which is put in order by keys and deleted", async () => {
  await page.click('.thematic-acts button:has-text("保")');
  await page.waitForSelector(".save-form");
  await page.fill(".save-form input >> nth=0", "累计搬迁");
  expect(await faultsOf(page)).toEqual([]);
  await page.click(".save-form .ant-select");
  await page.click('.ant-select-item-option:has-text("新图集")');
  await page.fill('.save-form input[aria-label="图集名称"]', "月度汇报");
  await page.click('.save-form button[type="submit"]');
  await page.waitForSelector('.copied:has-text("累计搬迁")');
  await page.waitForSelector('.thematic-acts button[aria-haspopup="dialog"]:focus');
  // Another year takes the place of the saved one.
  await page.focus(".timeline input");
  await page.keyboard.press("Home");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("year") !== "2020");
  const year = query().get("year");
  await page.click('.thematic-acts button:has-text("保")');
  await page.waitForSelector('.save-choice:has-text("更新“累计搬迁”")');
  expect(await faultsOf(page)).toEqual([]);
  await page.click('.save-form button[type="submit"]');
  await page.waitForFunction(() => new URLSearchParams(location.search).get("map")?.endsWith(".2"));
  const saved = (await (
    await page.request.get(`${server.url}/api/maps/${query().get("map")!.slice(0, 36)}`)
  ).json()) as { query: string };
  expect(new URLSearchParams(saved.query).get("year")).toBe(year);

  await page.click('.thematic-tabs a:has-text("图集")');
  const atlas = page.locator('[data-testid="atlas"]:has-text("月度汇报")');
  await atlas.waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "thematic-atlas-zh");
  const pages = () => atlas.locator(".atlas-page-open").allTextContents();
  expect(await pages()).toEqual(["累计搬迁"]);
  await atlas.locator(".atlas-add").click();
  await page.click('.ant-select-item-option:has-text("搬迁流向")');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[data-testid="atlas"]')].some(
      (each) =>
        each.textContent.includes("月度汇报") &&
        each.querySelectorAll(".atlas-page-open").length === 2,
    ),
  );
  await atlas.locator(".atlas-page-open >> nth=1").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await atlas.locator('[role="status"]:has-text("第 1 页")').waitFor({ state: "attached" });
  expect((await pages()).at(-1)).toBe("累计搬迁");
  await atlas.locator('button[aria-label="删除 月度汇报"]').click();
  await page.click('.ant-popconfirm-buttons button:has-text("删")');
  await atlas.waitFor({ state: "detached" });
});

test("the demonstration atlas is presented by keys, and a county is gone into from it", async () => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  const atlas = page.locator('[data-testid="atlas"]:has-text("演示")').first();
  const names = await atlas.locator(".atlas-page-open").allTextContents();
  expect(names.length).toBeGreaterThan(3);
  await atlas.locator(".ant-btn-primary").click();
  await page.waitForSelector(".presentation");
  await page.waitForSelector('.presentation [data-testid="legend"]');
  await mapIdle(page);
  expect(await titleOf(page)).toBe(names[0]);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "thematic-present-zh");

  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(
    (name) => document.querySelector("h1")?.textContent === name,
    names[1],
  );
  await page.keyboard.press("PageDown");
  await page.waitForSelector('.presentation[data-page="3"]');
  await page.keyboard.press("End");
  await page.waitForFunction(
    (name) => document.querySelector("h1")?.textContent === name,
    names.at(-1),
  );
  await page.keyboard.press("ArrowRight");
  expect(await pageShown()).toBe(String(names.length));
  await page.waitForSelector('.presentation[data-busy="false"]');
  await mapIdle(page);
  await picture(page, "thematic-present-last-zh");
  await page.keyboard.press("Home");
  await page.waitForFunction(
    (name) => document.querySelector("h1")?.textContent === name,
    names[0],
  );
  await page.waitForSelector('.presentation [data-testid="legend"]');

  // Down the ranking to its last county, and into it.
  await page.keyboard.press("ArrowUp");
  await page.waitForSelector(".present-marked b");
  const county = (await page.textContent(".present-marked b"))!;
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (name) => document.querySelector(".present-title p")?.textContent?.includes(name),
    county,
  );
  await page.waitForFunction(() => new URLSearchParams(location.search).get("by") === "township");
  await mapIdle(page);
  await picture(page, "thematic-present-county-zh");
  await page.keyboard.press("Backspace");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("area") === "451200");
  // A list of keys closes before the presentation does, which ends where it was begun.
  await page.keyboard.press("?");
  await page.waitForSelector(".ant-modal");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".ant-modal", { state: "detached" });
  expect(await page.locator(".presentation").count()).toBe(1);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".presentation", { state: "detached" });
  await atlas.locator(".ant-btn-primary:focus").waitFor();

  // By the address alone it is the page that stands there now, under its own name.
  const id = query().get("atlas");
  await page.goto(`${server.url}/thematic?atlas=${id}&page=3&lang=zh-CN&present=1`);
  await page.waitForFunction(
    (name) => document.querySelector("h1")?.textContent === name,
    names[2],
  );
  await page.goto(
    `${server.url}/thematic?atlas=${id}&map=00000000-0000-4000-8000-000000000000&page=2&lang=zh-CN&present=1`,
  );
  await page.waitForSelector('.present-gone:has-text("已不在")');
  expect(await titleOf(page)).toBe(names[1]);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".presentation", { state: "detached" });
  await page.waitForSelector(".thematic-acts .ant-btn-primary:focus");
  await page.setViewportSize({ width: 1366, height: 768 });
});

test("the space bar plays the years up to the last one, arrows turn a page meanwhile", async () => {
  await page.goto(
    `${server.url}/thematic?area=451200&ind=moved-persons&class=natural&pal=violet&year=2018&lang=zh-CN&present=1`,
  );
  await page.waitForSelector('.presentation [data-testid="legend"]');
  await page.waitForSelector('.present-year:has-text("2018")');
  await page.keyboard.press(" ");
  await page.waitForSelector('.present-year[data-playing="true"]:has-text("2019")');
  await page.waitForSelector('.present-year[data-playing="false"]:has-text("2020")');
  await page.keyboard.press("Escape");
  await page.waitForSelector(".presentation", { state: "detached" });
  expect(query().get("year")).toBe("2020");
});

test("two maps lie on each other behind a curtain that keys move, or stand side by side and move together", async () => {
  const pair = "ind=moved-persons&class=natural&pal=violet&year=2014&ind2=moved-persons&year2=2020";
  await show(page, `area=451200&cmp=swipe&${pair}&lang=zh-CN`);
  await page.focus(".curtain-edge");
  const at = async () => Number(await page.getAttribute(".curtain-edge", "aria-valuenow"));
  await page.keyboard.press("ArrowLeft");
  expect(await at()).toBe(48);
  await page.keyboard.press("Home");
  expect(await at()).toBe(0);
  await page.keyboard.press("End");
  expect(await at()).toBe(100);
  for (let i = 0; i < 5; i++) await page.keyboard.press("PageDown");
  expect(await at()).toBe(50);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "thematic-swipe-zh");
  // The table has both: the values of 2014 and of 2020.
  expect(await page.locator(".ranking thead th").allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining("2014"), expect.stringContaining("2020")]),
  );

  await show(page, `area=451200&cmp=side&${pair}&lang=zh-CN`);
  await page.waitForFunction(
    () => document.querySelectorAll('[data-testid="map"][data-idle="true"]').length === 2,
  );
  await picture(page, "thematic-side-zh");
  await page.focus(".stage-side canvas >> nth=0");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => new URLSearchParams(location.search).has("x"));
  await page.waitForFunction(
    () => document.querySelectorAll('[data-testid="map"][data-idle="true"]').length === 2,
  );
});

test("differences, flows, symbols, dots and hexagons are drawn", async () => {
  const moved = "ind=moved-persons-total&class=natural&pal=violet&year=2020";
  const road = "cmp=difference&ind2=rate:village-road:villages&basis2=afterBoth";
  await show(page, `area=451200&${road}&lang=zh-CN`);
  expect(await page.textContent(".thematic-legend")).toContain("百分点");
  await picture(page, "thematic-difference-zh");
  await show(page, `area=451200&by=township&style=flows&${moved}&lang=zh-CN`);
  await picture(page, "thematic-flows-zh");
  await show(page, `area=451200&style=symbols&${moved}&lang=zh-CN`);
  await picture(page, "thematic-symbols-zh");
  await show(page, "area=451200&style=dots&ind=persons&pal=blue&class=natural&lang=zh-CN");
  expect(await page.textContent(".thematic-legend")).toMatch(/每点.*人/);
  await picture(page, "thematic-dots-zh");
  await show(page, "area=451200&style=hex&lang=zh-CN");
  await picture(page, "thematic-hex-zh");
  expect(seen.errors).toEqual([]);
  expect(seen.elsewhere).toEqual([]);
});

test("in English too, at every level, and on a phone", async () => {
  await show(page, "area=45&lang=en");
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "thematic-region-en");
  await show(page, "area=451224&lang=en");
  expect(await page.textContent(".ranking thead")).toContain("Rank");
  await picture(page, "thematic-county-en");
  // The other language keeps the map.
  await show(page, "area=451200&ind=poverty-share&class=natural&pal=blue&lang=en");
  await page.click(".language-switch");
  await page.waitForSelector('.map-title h1:has-text("贫困人口比例")');
  expect(query().get("ind")).toBe("poverty-share");

  const wall = await open(3840, 2160);
  await wall.goto(`${server.url}/thematic?area=451200&lang=en&present=1`);
  await wall.waitForSelector('.presentation [data-testid="legend"]');
  await mapIdle(wall);
  const size = await wall.evaluate(() =>
    Number.parseFloat(getComputedStyle(document.querySelector(".present-title h1")!).fontSize),
  );
  // 2.9 % of the picture's width, as at 1080p.
  expect(size).toBeGreaterThan(100);
  await picture(wall, "thematic-present-en");
  await wall.close();

  const phone = await open(390, 844);
  await show(phone, "area=451200&lang=zh-CN");
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await faultsOf(phone)).toEqual([]);
  await picture(phone, "thematic-phone-zh");
  await phone.close();
});

test("a first look at the workspace takes no more script than it may", async () => {
  const fresh = await open(1366, 768);
  const scripts: Promise<number>[] = [];
  fresh.on("requestfinished", (request) => {
    if (/\.m?js$/.test(new URL(request.url()).pathname))
      scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await show(fresh, "area=451200&lang=zh-CN");
  const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
  await fresh.close();
});
