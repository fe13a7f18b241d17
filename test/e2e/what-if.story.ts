import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GapsAnswer, Rates, VillageAnswer } from "../../core/contract/coverage.ts";
import type { PlanAnswer, PlanRatesAnswer, PlansAnswer } from "../../core/contract/plan-service.ts";
import { percentText } from "../../core/policy/rate-text.ts";
import type { Works } from "../../core/contract/plan.ts";
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

type Place = readonly [number, number];

const CITY = "451200";
const RULE = "village-road";
const ZOOM = 12.5;

let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  await untilListening(server.url);
  await untilReady(server.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    headers: { accept: "application/json", "content-type": "application/json" },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}
const gaps = async (status: string, area = CITY) =>
  (await ask<GapsAnswer>(`/api/gaps?rule=${RULE}&area=${area}&status=${status}&limit=400`)).items;

interface Effect {
  serves: {
    rule: string;
    villages: string[];
    lost: string[];
    households: number;
    persons: number;
  }[];
}
/** What the server computes for works one by one, under the rule of the story. */
const effectsOf = async (works: readonly Works[]) =>
  (await ask<{ works: Effect[] }>("/api/works-effects", { area: CITY, works })).works.map(
    ({ serves }) => serves.find(({ rule }) => rule === RULE)!,
  );

/** An empty plan of an area, so that what is tried goes into it and not into one of an area around it. */
async function makePlan(area: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/plans`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `what-if-${area}` },
    body: JSON.stringify({ name: "空", area, years: { from: 2014, to: 2020 }, author: "韦" }),
  });
  expect(answer.status).toBe(201);
}

const closing = (featureId: number): Works => ({
  name: "closed",
  sector: "road",
  action: "close",
  featureId,
  geometry: null,
  class: null,
  surface: null,
  allSeason: null,
  accepted: null,
  numbers: {},
  year: 2014,
  costYuan: null,
  fund: "specialFund",
});

/** Where most unserved villages lie close together, and in which county: a place to draw a road through. */
function crowd(rows: GapsAnswer["items"]): { centre: Place; county: string } {
  const all = rows.flatMap(({ position, areas }) =>
    position === null ? [] : [{ centre: position as Place, county: areas[0]!.code }],
  );
  const near = ({ centre: [x, y] }: { centre: Place }) =>
    all.filter(({ centre: [u, v] }) => Math.hypot(u - x, v - y) < 0.03).length;
  return all.toSorted((a, b) => near(b) - near(a))[0]!;
}

/** The page at a place, ready to draw; `at` tells where places are on the screen. */
async function open(centre: Place, query: string) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(120_000);
  const seen = watch(page, server.url);
  const [lng, lat] = [Number(centre[0].toFixed(5)), Number(centre[1].toFixed(5))];
  await page.goto(`${server.url}/coverage?rule=${RULE}&x=${lng}&y=${lat}&z=${ZOOM}&${query}`);
  await page.waitForSelector('[data-testid="map"][data-ready="true"]');
  await mapIdle(page);
  const box = (await page.locator('[data-testid="map"]').boundingBox())!;
  const mercator = ([x, y]: Place) => {
    const size = 512 * 2 ** ZOOM;
    const sin = Math.sin((y * Math.PI) / 180);
    return [
      size * (x / 360 + 0.5),
      size * (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)),
    ] as const;
  };
  const middle = mercator([lng, lat]);
  const at = (place: Place): Place => {
    const [x, y] = mercator(place);
    return [box.x + box.width / 2 + x - middle[0], box.y + box.height / 2 + y - middle[1]];
  };
  return { page, seen, at };
}

const frames = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  });
async function click(page: Page, [x, y]: Place): Promise<void> {
  await page.mouse.move(x - 3, y - 2);
  await page.mouse.move(x, y, { steps: 2 });
  await frames(page);
  await page.mouse.click(x, y, { delay: 30 });
  await frames(page);
}
/** Begins to try, by the key. */
async function begin(page: Page): Promise<void> {
  await page.keyboard.press("d");
  await page.waitForSelector('[data-testid="what-if"]');
  await page.waitForSelector('[data-testid="map"][data-what-if="true"]');
}
const figure = async (page: Page, which: "gained" | "lost", of = "units") =>
  Number(
    (await page.locator(`[data-testid="what-if-${which}"]`).all()).length === 0
      ? 0
      : await page.getAttribute(`[data-testid="what-if-${which}"]`, `data-${of}`),
  );
const rate = (page: Page) => page.textContent('[data-testid="what-if-rate"]');
const trials = (page: Page) => page.locator(".what-if-trial").count();
const percent = ({ villages }: Rates) => `${percentText(villages.rate!)}%`;

test("an officer draws a road, sees who gains, cuts one, sees who loses, and takes it into a plan", async () => {
  const { centre, county } = crowd(await gaps("unserved"));
  await makePlan(county);
  const { page, seen, at } = await open(centre, `area=${county}`);
  await begin(page);
  expect(await figure(page, "gained")).toBe(0);
  const before = await rate(page);

  // While the line is under the hand, the figures follow it.
  const [x, y] = at(centre);
  await click(page, [x - 150, y - 60]);
  await click(page, [x, y + 4]);
  await page.mouse.move(x + 60, y + 20, { steps: 6 });
  await expect.poll(() => figure(page, "gained"), { timeout: 60_000 }).toBeGreaterThan(0);
  await mapIdle(page);
  await picture(page, "what-if-drawing-zh");
  expect(await faultsOf(page)).toEqual([]);
  // Ctrl+Z takes the last vertex back, not what was drawn before.
  await page.keyboard.press("Control+z");
  await click(page, [x + 20, y]);
  await click(page, [x + 140, y + 70]);
  await page.keyboard.press("Enter");
  await expect.poll(() => trials(page)).toBe(1);
  await expect.poll(() => figure(page, "gained"), { timeout: 60_000 }).toBeGreaterThan(0);
  const gained = {
    units: await figure(page, "gained"),
    households: await figure(page, "gained", "households"),
    persons: await figure(page, "gained", "persons"),
  };
  expect(await rate(page)).not.toBe(before);
  await page.keyboard.press("Escape");
  await page.mouse.move(20, 400);
  await mapIdle(page);
  await picture(page, "what-if-drawn-zh");

  // A click on the line takes it in hand; a vertex that is dragged away takes the villages along, as one step.
  await click(page, [x - 65, y - 28]);
  await frames(page);
  await mapIdle(page);
  await page.mouse.move(x - 150, y - 60);
  await frames(page);
  await page.mouse.down();
  await page.mouse.move(x - 150, y - 110, { steps: 5 });
  const bent = await page.textContent(".what-if-trial .quiet");
  await frames(page);
  await page.mouse.up();
  await expect.poll(() => page.textContent(".what-if-trial .quiet")).not.toBe(bent);
  await mapIdle(page);
  await picture(page, "what-if-reshaped-zh");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect.poll(() => page.textContent(".what-if-trial .quiet")).toBe(bent);
  await expect.poll(() => figure(page, "gained")).toBe(gained.units);

  // Undone and redone; Escape clears everything, and that can be undone as well.
  await page.keyboard.press("Control+z");
  await expect.poll(() => trials(page)).toBe(0);
  await expect.poll(() => figure(page, "gained")).toBe(0);
  await expect.poll(() => rate(page)).toBe(before);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => figure(page, "gained")).toBe(gained.units);
  await page.keyboard.press("Escape");
  await expect.poll(() => trials(page)).toBe(0);
  await expect.poll(() => figure(page, "gained")).toBe(0);
  await page.keyboard.press("Control+z");
  await expect.poll(() => figure(page, "gained")).toBe(gained.units);
  const after = await rate(page);

  // One key puts it into a plan; the server computes the same from it.
  await page.keyboard.press("p");
  await page.waitForSelector('[data-testid="what-if-added"]');
  await expect.poll(() => trials(page)).toBe(0);
  const { items } = await ask<PlansAnswer>(`/api/plans?area=${county}`);
  const [{ document }, rates] = await Promise.all([
    ask<PlanAnswer>(`/api/plans/${items[0]!.id}`),
    ask<PlanRatesAnswer>(`/api/plans/${items[0]!.id}/rates?area=${county}`),
  ]);
  const [road] = Object.values(document.works!) as Works[];
  expect(road).toMatchObject({ sector: "road", class: "village", action: "build" });
  const [effect] = await effectsOf([road!]);
  expect({
    units: effect!.villages.length,
    households: effect!.households,
    persons: effect!.persons,
  }).toEqual(gained);
  const ofRule = rates.rules.find(({ rule }) => rule === RULE)!;
  expect(percent(ofRule.today)).toBe(before);
  expect(percent(ofRule.years.at(-1)!.afterWorks)).toBe(after);

  // With nothing tried, Escape ends it.
  await page.keyboard.press("Escape");
  await page.waitForSelector(".headline");
  expect(await page.locator(".what-if-panel").count()).toBe(0);
  expect(seen.elsewhere).toEqual([]);
  expect(seen.errors).toEqual([]);
  await page.close();
});

test("an existing road is cut on the map or from a village's card, downgraded, and put back", async () => {
  // Of some roads, the one that most villages lose their service with.
  const served = (await gaps("served")).filter(({ feature }) => feature?.class === "village");
  const roads = [...new Set(served.map(({ feature }) => feature!.id))].slice(0, 60);
  const effects = await effectsOf(roads.map(closing));
  const most = effects.reduce((a, b) => (b.lost.length > a.lost.length ? b : a));
  const road = roads[effects.indexOf(most)]!;
  expect(most.lost.length).toBeGreaterThan(0);
  const village = served.find(
    ({ feature, code, id }) => feature!.id === road && most.lost.includes(code ?? `#${id}`),
  )!;
  const { verdicts } = await ask<VillageAnswer>(`/api/villages/${village.id}`);
  const foot = verdicts.find(({ ruleId }) => ruleId === RULE)!.link!.at(-1)!;
  const { page, seen, at } = await open(foot, `area=${CITY}&lang=en`);

  // On the map.
  await begin(page);
  await page.keyboard.press("x");
  await expect
    .poll(async () => {
      if ((await trials(page)) === 0) await click(page, at(foot));
      return trials(page);
    })
    .toBe(1);
  await expect.poll(() => figure(page, "lost"), { timeout: 60_000 }).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await page.mouse.move(20, 400);
  await mapIdle(page);
  await picture(page, "what-if-cut-en");
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => figure(page, "lost")).toBe(0);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".headline");

  // From the card of a village that it serves: exactly that road, and as many as the server counts.
  await page.goto(
    `${server.url}/coverage?rule=${RULE}&area=${CITY}&sel=v${village.id}&x=${foot[0]}&y=${foot[1]}&z=${ZOOM}&lang=en`,
  );
  await page.click('.verdict-try:has-text("What if it is cut?")');
  await expect.poll(() => figure(page, "lost"), { timeout: 60_000 }).toBe(most.lost.length);
  // As a track it goes on to serve whom it served, for any road serves by this rule.
  await page.click(".what-if-trial .ant-select");
  await page.click('.ant-select-item-option:has-text("Motor track")');
  await expect.poll(() => figure(page, "lost")).toBe(0);
  await page.keyboard.press("Escape");
  await page.click('.what-if-trial button[aria-label^="Stop trying"]');
  await expect.poll(() => trials(page)).toBe(0);
  expect(seen.elsewhere).toEqual([]);
  expect(seen.errors).toEqual([]);
  await page.close();
});
