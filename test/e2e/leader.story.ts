import { readFileSync } from "node:fs";
import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mapIdle, openBrowser, picture, startServer, untilReady, watch } from "./stage.ts";

let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  await untilReady(server.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const headOf = async (download: Download): Promise<string> =>
  readFileSync(await download.path())
    .subarray(0, 5)
    .toString("latin1");

/** Presses what begins a download, and gives the file. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return download;
}

test("a leader presents an atlas by keys, goes into a county, opens its exit card and has both on paper", async () => {
  const page = await browser.newPage({
    viewport: { width: 1366, height: 768 },
    acceptDownloads: true,
  });
  page.setDefaultTimeout(60_000);
  const seen = watch(page, server.url);

  await page.goto(`${server.url}/thematic/atlas?area=451200&lang=zh-CN`);
  const atlas = page.locator('[data-testid="atlas"]:has-text("演示")').first();
  await atlas.locator(".ant-btn-primary").click();
  await page.waitForSelector('.presentation [data-testid="legend"]');
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector('.presentation[data-page="2"]');
  await page.keyboard.press("ArrowLeft");
  await page.waitForSelector('.presentation[data-page="1"]');
  await page.waitForSelector('.presentation [data-testid="legend"]');
  await mapIdle(page);

  await page.keyboard.press("ArrowUp");
  const county = (await page.textContent(".present-marked b"))!;
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("by") === "township");
  const code = new URL(page.url()).searchParams.get("area")!;
  expect(code).toMatch(/^4512\d\d$/);
  // It ends where it was begun.
  await page.keyboard.press("Escape");
  await page.waitForSelector(".presentation", { state: "detached" });
  await atlas.locator(".ant-btn-primary:focus").waitFor();

  // The county's map on paper.
  await page.click('.thematic-tabs a:has-text("地图")');
  await page.waitForSelector('#map[data-busy="false"]');
  await page.focus('.thematic-acts button:has-text("打")');
  await page.keyboard.press("Control+p");
  await page.waitForSelector(".ant-modal img");
  await picture(page, "leader-print-zh");
  const map = await downloaded(page, () => page.click(".ant-modal .ant-btn-primary"));
  expect(await headOf(map)).toBe("%PDF-");
  await page.waitForSelector(".ant-message-success");
  // The dialog stays for another print; Esc closes it alone and gives the focus back.
  await page.keyboard.press("Escape");
  await page.waitForSelector(".ant-modal", { state: "hidden" });
  await page.waitForSelector('.thematic-acts button:has-text("打"):focus');
  expect(new URL(page.url()).searchParams.get("area")).toBe(code);

  // Its exit card: the same county, each line with its standing, and the report that holds it.
  await page.click('a[href^="/thematic/exit"]');
  await page.waitForSelector("[data-standing]");
  expect(new URL(page.url()).searchParams.get("area")).toBe(code);
  expect(await page.textContent("h1")).toContain(county);
  await picture(page, "leader-exit-zh");
  const report = await downloaded(page, () => page.click('.report-links a:has-text("PDF")'));
  expect(await headOf(report)).toBe("%PDF-");
  expect(seen.errors).toEqual([]);
  expect(seen.elsewhere).toEqual([]);
  await page.close();
});
