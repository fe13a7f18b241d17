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

const CITY = "451200";
const COUNTY = "451221";
const YEARS = { from: 2014, to: 2020 };

interface Stored {
  plan: { id: string; version: number };
  document: { moves?: Record<string, unknown>; locks?: Record<string, true> };
}

async function json<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${server.url}${path}`, {
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
  });
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return (await response.json()) as T;
}

/** A plan of an area that is asked to move people every year. */
const plan = (name: string, persons: number, area = COUNTY) =>
  json<Stored>("/api/plans", {
    name,
    author: "韦",
    area,
    years: YEARS,
    document: {
      targets: Object.fromEntries(
        Array.from({ length: YEARS.to - YEARS.from + 1 }, (_, i) => [
          `${area}:${YEARS.from + i}`,
          persons,
        ]),
      ),
    },
  });
const stored = (id: string) => json<Stored>(`/api/plans/${id}`);
const movesOf = ({ document }: Stored) => Object.keys(document.moves ?? {});
const saved = (page: Page) =>
  page.waitForSelector('.plan-saved[data-saving="saved"]', { timeout: 60_000 });

async function openPage(id: string, language: string, area = COUNTY) {
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
  await page.goto(`${server.url}/plan?area=${area}&lang=${language}&plan=${id}`);
  await page.waitForSelector(".plan-header");
  await mapIdle(page);
  return { context, page, seen, faults, look };
}

const isFound = (page: Page) =>
  page.waitForSelector('[data-testid="outcome"]', { timeout: 180_000 });

for (const language of ["zh-CN", "en"] as const) {
  const short = language === "en" ? "en" : "zh";
  test(`a planner has a county planned, reads why, accepts a township, takes it back (${language})`, async () => {
    const begun = await plan(`南丹 ${short}`, 900);
    const { id } = begun.plan;
    const { items } = await json<{ items: { code: string | null; households: number }[] }>(
      `/api/gaps?rule=drinking-water&area=${COUNTY}&status=unserved&limit=1000`,
    );
    const hamlets = items.filter(({ households }) => households > 0 && households < 20);
    const five = hamlets.flatMap(({ code }) => code ?? []).slice(0, 5);
    expect(five).toHaveLength(5);
    const { context, page, seen, faults, look } = await openPage(id, language);

    // Chooses five villages by their codes and locks them: whatever is proposed, they stay.
    await page.click(".plan-select .plan-buttons button >> nth=3");
    await page.click(".ant-modal textarea");
    await page.keyboard.insertText(five.join("\n"));
    await page.click(".ant-modal .ant-btn-primary");
    await page.waitForSelector(".plan-card");
    await page.click('[data-tool="auto"]');
    await page.waitForSelector('[data-testid="candidates"]');
    await page.click(".proposal-section >> nth=1 >> summary");
    await page.click('[data-testid="lock-chosen"]');
    await saved(page);
    const locked = await stored(id);
    expect(Object.keys(locked.document.locks ?? {}).sort()).toEqual(
      five.map((code) => `village:${code}`).sort(),
    );
    await look(`proposal-locks-${short}`);

    // One press looks for a plan; leaving the page does not end that.
    await page.click('[data-testid="propose"]');
    await page.waitForURL(/auto=[0-9a-f-]{36}/);
    await page.click(".plan-card-bar button >> nth=0");
    await page.waitForSelector('[data-testid="progress"], [data-testid="outcome"]');
    await look(`proposal-progress-${short}`);
    await page.goto(`${server.url}/plan?area=${COUNTY}&lang=${language}&plan=${id}`);
    await page.waitForSelector(".plan-header");
    await page.keyboard.press("a");
    await isFound(page);
    expect(await page.getAttribute('[data-testid="outcome"]', "data-status")).toMatch(
      /^(proven|feasible)$/,
    );
    await page.waitForSelector('[data-testid="difference"]');
    await mapIdle(page);
    await look(`proposal-result-${short}`);
    for (const tab of ["years", "binding", "cost"]) {
      await page.click(`.proposal-tabs [data-node-key="${tab}"]`);
      await page.waitForTimeout(300);
      await look(`proposal-${tab}-${short}`);
    }
    await page.click('.proposal-tabs [data-node-key="difference"]');

    // Why is this village not moved? The cheapest ways are there with what they cost; it is built for instead.
    await page.click(".proposal-difference > details:last-child > summary");
    await page.click(".proposal-difference > details:last-child li button >> nth=0");
    await page.waitForSelector('[data-testid="why"][data-verdict="built"] .proposal-ways li');
    expect(await page.locator('.proposal-ways li[data-chosen="true"]').count()).toBe(1);
    expect(await page.locator(".proposal-ways > li").count()).toBeGreaterThan(1);
    await mapIdle(page);
    await look(`proposal-why-${short}`);
    await page.click(".plan-card-bar button >> nth=0");

    // Accepts one township, and nothing else changes.
    await page.click(".proposal-fold >> nth=0");
    const offered = await page
      .locator(".proposal-villages > li[data-key]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-key")!));
    expect(offered.length).toBeGreaterThan(0);
    await page.click(".proposal-counties > li > ul > li >> nth=0 >> .proposal-group > .ant-btn");
    await page.waitForSelector(
      ".proposal-counties > li > ul > li >> nth=0 >> .proposal-group > .ant-btn[disabled]",
    );
    await saved(page);
    await expect.poll(async () => movesOf(await stored(id)).sort()).toEqual(offered.sort());
    const job = new URL(page.url()).searchParams.get("auto")!;
    for (const village of five) {
      const why = await json<{ verdict: string; leftOut: { code: string }[] }>(
        `/api/plans/${id}/proposals/${job}/why?village=${village}`,
      );
      expect([why.verdict, why.leftOut[0]?.code]).toEqual(["kept", "locked"]);
    }
    await look(`proposal-accepted-${short}`);

    // Ctrl+Z takes it back like any edit.
    await page.keyboard.press("Control+z");
    await expect.poll(async () => movesOf(await stored(id))).toEqual([]);
    await saved(page);
    await page.waitForSelector(
      ".proposal-counties > li > ul > li >> nth=0 >> .proposal-group > .ant-btn:not([disabled])",
    );
    expect((await stored(id)).document).toEqual(locked.document);

    expect(faults).toEqual([]);
    expect(seen.errors).toEqual([]);
    expect(seen.elsewhere).toEqual([]);
    await context.close();
  });
}

test("what cannot be planned says why, and a press makes it possible", async () => {
  const begun = await plan("南丹 无解", 6000);
  const { id } = begun.plan;
  const { context, page, seen, faults, look } = await openPage(id, "zh-CN");
  await page.keyboard.press("a");
  await page.waitForSelector('[data-testid="candidates"]');
  await page.click('[data-testid="propose"]');
  await page.waitForSelector('[data-testid="outcome"][data-status="infeasible"]');
  await look("proposal-impossible-zh");
  await page.click('[data-testid="relax"] >> nth=0');
  await page.waitForSelector('[data-testid="outcome"][data-status="infeasible"]', {
    state: "detached",
  });
  await isFound(page);
  expect(await page.getAttribute('[data-testid="outcome"]', "data-status")).toMatch(
    /^(proven|feasible)$/,
  );
  await look("proposal-relaxed-zh");
  expect(faults).toEqual([]);
  expect(seen.errors).toEqual([]);
  await context.close();
});

test("a proposal that is cancelled ends, and is told so", async () => {
  // A whole city: its proposal takes far longer than a hand needs to the button.
  const begun = await plan("河池 取消", 9000, CITY);
  const { context, page, seen } = await openPage(begun.plan.id, "zh-CN", CITY);
  await page.keyboard.press("a");
  await page.waitForSelector('[data-testid="candidates"]');
  await page.click('[data-testid="propose"]');
  await page.click('[data-testid="cancel"]');
  await page.waitForSelector('[data-testid="outcome"][data-status="cancelled"]');
  const { items } = await json<{ items: { state: string }[] }>(
    `/api/plans/${begun.plan.id}/proposals`,
  );
  expect(items.map(({ state }) => state)).toEqual(["cancelled"]);
  expect(seen.errors).toEqual([]);
  await context.close();
});
