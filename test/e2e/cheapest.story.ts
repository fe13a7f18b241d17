import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheapestAnswer } from "../../core/contract/cheapest.ts";
import type { CoverageAnswer } from "../../core/contract/coverage.ts";
import type { PlanAnswer, PlanRatesAnswer, PlansAnswer } from "../../core/contract/plan-service.ts";
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

const COUNTY = "451224";
const RULE = "village-road";

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

async function open(page: Page, lang: string): Promise<void> {
  await page.goto(`${server.url}/coverage?area=${COUNTY}&rule=${RULE}&tab=cheapest&lang=${lang}`);
  await page.waitForSelector(".cheapest-ask");
  await mapIdle(page);
}

const proposed = (page: Page, count: number) =>
  page.waitForSelector(`[data-testid="map"][data-proposed="${count}"]`);

test("an officer finds the cheapest roads to 95 %, walks the budget and takes them into a plan", async () => {
  const answered = await fetch(`${server.url}/api/plans`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "cheapest-story" },
    body: JSON.stringify({
      name: "最省",
      area: COUNTY,
      years: { from: 2014, to: 2020 },
      author: "韦",
    }),
  });
  expect([200, 201]).toContain(answered.status);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const seen = watch(page, server.url);
  await open(page, "zh-CN");
  await page.getByRole("button", { name: "计算" }).click();
  await page.waitForSelector('[data-testid="cheapest-wan"]', { timeout: 400_000 });
  await page.waitForSelector('[data-testid="cheapest-bound"][data-proving="false"]', {
    timeout: 400_000,
  });
  const answer = await ask<CheapestAnswer>("/api/cheapest", { area: COUNTY, rule: RULE });
  expect(answer.outcome).toBe("reached");
  expect(answer.bound).not.toBeNull();
  await proposed(page, answer.optimum.lines.length);
  await mapIdle(page);
  await picture(page, "cheapest-optimum");
  expect(await faultsOf(page)).toEqual([]);

  // The nested list begins at the target; one step less on the slider is short of it.
  await page.getByText("按预算逐步").click();
  await page.waitForSelector('[data-testid="cheapest-steps"]');
  const goal = answer.picks.findIndex(({ reachesTarget }) => reachesTarget) + 1;
  const linesOf = (steps: number) =>
    answer.picks.slice(0, steps).reduce((sum, { lines }) => sum + lines.length, 0);
  await proposed(page, linesOf(goal));
  await page.locator(".cheapest-steps .ant-slider-handle").focus();
  await page.keyboard.press("ArrowLeft");
  await proposed(page, linesOf(goal - 1));
  await page.waitForSelector("text=离目标还差");
  await page.getByTestId("cheapest-steps").locator("li").nth(9).getByRole("button").click();
  await proposed(page, linesOf(10));
  await mapIdle(page);
  await picture(page, "cheapest-nested");

  await page.getByText("费用最省").click();
  await proposed(page, answer.optimum.lines.length);
  await page.getByRole("button", { name: /加入规划/ }).click();
  await page.waitForSelector('[data-testid="what-if-added"]');
  const { items } = await ask<PlansAnswer>(`/api/plans?area=${COUNTY}`);
  const plan = items.find(({ name }) => name === "最省")!;
  const { document } = await ask<PlanAnswer>(`/api/plans/${plan.id}`);
  const works = Object.values(document.works ?? {});
  expect(works.length).toBe(answer.optimum.lines.length);
  expect(works.reduce((sum, one) => sum + (one?.costYuan ?? 0), 0)).toBe(answer.optimum.total.yuan);
  // The plan's own rates, computed elsewhere, agree.
  const rates = await ask<PlanRatesAnswer>(`/api/plans/${plan.id}/rates?area=${COUNTY}`);
  const last = rates.rules.find(({ rule }) => rule === RULE)!;
  expect(JSON.stringify(last)).toContain(`"served":${answer.verified.served}`);
  const today = await ask<CoverageAnswer>(`/api/coverage?area=${COUNTY}&rule=${RULE}`);
  expect(today.total.villages.served).toBe(answer.today.served);
  expect(seen).toEqual({ errors: [], elsewhere: [] });
  await page.close();
}, 1_500_000);

test("the same in English, and a rule that lines cannot serve says so", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await open(page, "en");
  await page.getByRole("button", { name: "Find" }).click();
  await page.waitForSelector('[data-testid="cheapest-wan"]', { timeout: 400_000 });
  await page.getByText("Step by step").click();
  await mapIdle(page);
  await picture(page, "cheapest-english");
  await page.goto(`${server.url}/coverage?area=${COUNTY}&rule=drinking-water&tab=cheapest&lang=en`);
  await page.waitForSelector(".cheapest-ask");
  await page.getByRole("button", { name: "Find" }).click();
  const refusal = page.getByText("New lines cannot serve by this indicator.");
  await refusal.waitFor();
  expect(await refusal.count()).toBe(1);
  await page.close();
}, 1_500_000);
