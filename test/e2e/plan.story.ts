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
  watchUnseen,
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

const HECHI = "451200";
/** Where the story happens: a hilly corner of Hechi, close enough that hamlets can be told apart. */
const CORNER = { x: 107.55, y: 24.98, z: 11 };

interface Document {
  plan: { id: string; version: number };
  document: Record<string, unknown> & {
    settlements: Record<string, { name: string; capacityPersons: number }>;
    moves: Record<string, { parts: { settlement: string; year: number }[] }>;
    works: Record<string, { sector: string }>;
  };
}

const idOf = (page: Page) => new URL(page.url()).searchParams.get("plan")!;
const stored = async (page: Page) =>
  (await (await fetch(`${server.url}/api/plans/${idOf(page)}`)).json()) as Document;
const saved = (page: Page) =>
  page.waitForSelector('.plan-saved[data-saving="saved"]', { timeout: 60_000 });
const numberIn = async (page: Page, selector: string) =>
  Number((await page.textContent(selector))!.replaceAll(/[^\d.]/g, ""));

/** Clicks places of the map one after the other, as a hand does. */
async function clickOn(page: Page, places: readonly (readonly [number, number])[]) {
  for (const [x, y] of places) {
    await page.mouse.move(x - 5, y - 4);
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.click(x, y, { delay: 30 });
    await page.waitForTimeout(80);
  }
}

async function dragAlong(page: Page, places: readonly (readonly [number, number])[]) {
  await page.mouse.move(...(places[0] as [number, number]));
  await page.mouse.down();
  for (const [x, y] of places.slice(1)) await page.mouse.move(x, y, { steps: 6 });
  await page.mouse.up();
}

for (const language of ["zh-CN", "en"] as const) {
  const short = language === "en" ? "en" : "zh";
  test(`a planner plans a move and a road, undoes and redoes all of it (${language})`, async () => {
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      locale: language,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const seen = watch(page, server.url);
    const unseen = await watchUnseen(page);
    const faults: string[] = [];
    /** A picture for people, and the faults of the page as it stands. */
    const look = async (name: string) => {
      await picture(page, name);
      for (const fault of await faultsOf(page)) faults.push(`${name}: ${fault}`);
    };

    // Begins a plan for Hechi by its form.
    await page.goto(`${server.url}/plan?area=${HECHI}&lang=${language}`);
    await page.waitForSelector(".plan-new, .plan-header");
    if ((await page.locator(".plan-header").count()) > 0) {
      await page.click(".plan-title button");
      await page.click('[data-menu-id$="-new"]');
    }
    await page.fill(".plan-new input >> nth=0", `Hechi ${short}`);
    await page.fill('.plan-new input[autocomplete="name"]', "韦");
    await page.waitForTimeout(300);
    await look(`plan-new-${short}`);
    await page.click('.plan-new button[type="submit"]');
    await page.waitForURL(/plan=/);
    await page.waitForSelector(".plan-header");
    const id = idOf(page);
    const { x, y, z } = CORNER;
    await page.goto(
      `${server.url}/plan?area=${HECHI}&lang=${language}&plan=${id}&x=${x}&y=${y}&z=${z}`,
    );
    await page.waitForSelector(".plan-header");
    await mapIdle(page);
    await look(`plan-empty-${short}`);
    const begun = await stored(page);

    // Draws a settlement.
    await page.click('[data-tool="settlement"]');
    await clickOn(page, [
      [560, 300],
      [640, 290],
      [660, 350],
      [590, 380],
    ]);
    await look(`plan-drawing-${short}`);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".plan-card .plan-services li");
    await saved(page);
    const [site] = Object.entries((await stored(page)).document.settlements);
    expect(site).toBeDefined();
    await look(`plan-settlement-${short}`);

    // Gives it few places, so that it will be too small.
    await page.fill(`.plan-card input[role="spinbutton"] >> nth=0`, "500");
    await page.keyboard.press("Enter");
    await saved(page);

    // Chooses 2016, says how many are to move in it, and lassoes hamlets.
    await page.click('.year:has-text("2016") > button >> nth=0');
    await page.click('.year:has-text("2016") .year-target');
    await page.fill(".ant-popover input", "2000");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.click('[data-tool="lasso"]');
    await dragAlong(page, [
      [470, 200],
      [620, 170],
      [800, 180],
      [840, 300],
      [820, 420],
      [660, 440],
      [500, 420],
      [440, 300],
      [470, 200],
    ]);
    await page.waitForSelector('[data-testid="assign"]');
    const hamlets = await numberIn(page, ".plan-card h2");
    expect(hamlets).toBeGreaterThanOrEqual(40);
    const persons = await numberIn(page, ".card-figures div:nth-child(2) dd");

    // Assigns them: capacity, target and checks answer.
    await page.click('[data-testid="assign"]');
    await page.waitForSelector('[data-testid="capacity"][data-over="true"]');
    expect(await numberIn(page, '[data-answer="persons"] b')).toBe(persons);
    expect(await page.textContent('[data-answer="persons"] small')).toContain("2,000");
    expect(await numberIn(page, '[data-answer="money"] b')).toBeGreaterThan(0);
    expect(await numberIn(page, '[data-answer="checks"] b')).toBeGreaterThan(0);
    await saved(page);
    expect(Object.keys((await stored(page)).document.moves)).toHaveLength(hamlets);
    for (const move of Object.values((await stored(page)).document.moves))
      expect(move.parts.map(({ settlement, year }) => [settlement, year])).toEqual([
        [site![0], 2016],
      ]);
    await page.keyboard.press("Escape");
    await look(`plan-assigned-${short}`);

    // Sets a budget that is too small, and mends both failing checks by the action offered.
    await page.click('[data-answer="money"]');
    const line = page
      .locator(".plan-money-table tbody tr")
      .filter({
        has: page.locator('td:nth-child(4) button:not(:text-is("0")):not(:text-is("0.0"))'),
      })
      .first();
    await line.locator("td:nth-child(4) button").click();
    await page.fill(".plan-money-open input", "100");
    await page.keyboard.press("Enter");
    await page.waitForSelector('.plan-money-table td[data-over="true"]');
    await look(`plan-money-${short}`);
    await page.click('[data-answer="checks"]');
    for (const code of ["overCapacity", "budgetOver"]) {
      await page.click(`.plan-check[data-code="${code}"] [data-mend]`);
      await page.waitForSelector(`.plan-check[data-code="${code}"]`, { state: "detached" });
    }
    await saved(page);
    const mended = (await stored(page)).document.settlements[site![0]]!;
    expect(mended.capacityPersons).toBe(persons);
    await page.waitForTimeout(400);
    await look(`plan-checks-${short}`);

    // Draws a village road: whom it serves is told while the hand moves, and the rate after works changes by them.
    await page.click('[data-tool="works-line"]');
    await clickOn(page, [
      [450, 250],
      [520, 330],
      [600, 420],
    ]);
    await page.mouse.move(690, 430, { steps: 6 });
    await page.waitForSelector('[data-testid="what-if"]');
    await page.waitForFunction(() => {
      const rates = document.querySelector(".what-if-rate")?.textContent?.split("→");
      return rates !== undefined && rates[0]!.trim() !== rates[1]!.trim();
    });
    await look(`plan-road-${short}`);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".plan-card .plan-serves li");
    await saved(page);
    expect(Object.values((await stored(page)).document.works)).toMatchObject([{ sector: "road" }]);
    await look(`plan-works-${short}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".plan-card", { state: "detached" });
    await page.click("#results [role=tab] >> nth=1");
    await page.waitForSelector(".plan-rates-table tbody");
    const rates = await page
      .locator('[data-rule="village-road"] td > small:nth-of-type(1)')
      .allTextContents();
    const served = rates.map((text) => Number(text.replaceAll(",", "").split("/")[0]));
    expect(served).toHaveLength(4);
    expect(served[1]).toBeGreaterThan(served[0]!);
    await look(`plan-rates-${short}`);

    // Undoes everything, redoes everything, reloads: all of it is there.
    const whole = await stored(page);
    let steps = 0;
    while (await page.isEnabled(".plan-state button >> nth=0")) {
      await page.keyboard.press("Control+z");
      await saved(page);
      expect(++steps).toBeLessThan(30);
    }
    expect((await stored(page)).document).toEqual(begun.document);
    await look(`plan-undone-${short}`);
    while (await page.isEnabled(".plan-state button >> nth=1")) {
      await page.keyboard.press("Control+Shift+z");
      await saved(page);
      expect(--steps).toBeGreaterThanOrEqual(0);
    }
    expect(steps).toBe(0);
    expect((await stored(page)).document).toEqual(whole.document);
    const popups = await unseen();
    expect(popups.laidOut).toBeGreaterThan(0);
    expect(popups.pressed).toEqual([]);
    await page.reload();
    await page.waitForSelector(".plan-header");
    await mapIdle(page);
    expect((await stored(page)).document).toEqual(whole.document);
    expect(await numberIn(page, '.year:has-text("2016") > button > span >> nth=1')).toBe(persons);
    await page.click("#results [role=tab] >> nth=3");
    await page.waitForSelector(".plan-history li");
    await look(`plan-reloaded-${short}`);

    expect(faults).toEqual([]);
    expect(seen.elsewhere).toEqual([]);
    expect(seen.errors).toEqual([]);
    await context.close();
  });
}
