import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExitCardAnswer } from "../../core/contract/exit-card.ts";
import type { FiguresAnswer } from "../../core/contract/figures.ts";
import type { PlansAnswer } from "../../core/contract/plan-service.ts";
import type { ReturnsAnswer, SummaryAnswer } from "../../core/contract/progress.ts";
import {
  faultsOf,
  openBrowser,
  picture,
  startServer,
  untilListening,
  untilReady,
  watch,
} from "./stage.ts";

const CITY = "451200";
const COUNTY = "451224";
/** Years that the demonstration has no figures of: what is entered here is all that there is. */
const OPEN = 2018;
const YEAR = 2019;

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

async function ask<Answer>(
  path: string,
  write?: { body: unknown; version: number; key: string },
): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    headers: {
      accept: "application/json",
      ...(write === undefined
        ? {}
        : {
            "content-type": "application/json",
            "if-match": `"${write.version}"`,
            "idempotency-key": write.key,
          }),
    },
    ...(write === undefined ? {} : { method: "POST", body: JSON.stringify(write.body) }),
  });
  expect(`${response.status} ${path}`).toBe(`200 ${path}`);
  return (await response.json()) as Answer;
}

/** Without motion, so that nothing is looked at while it changes its colour. */
const leaderPage = () =>
  browser.newPage({ viewport: { width: 1366, height: 768 }, reducedMotion: "reduce" });
const count = (value: number) => value.toLocaleString("zh-CN");

async function open(page: Page, path: string, waitFor: string): Promise<void> {
  await page.goto(`${server.url}${path}`);
  await page.waitForSelector(waitFor, { timeout: 120_000 });
  await page.waitForSelector('.sheet-body[aria-busy="false"]');
}

/** A file as if it were chosen on the page. */
async function choose(page: Page, name: string, text: string): Promise<void> {
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

async function planOf(area: string): Promise<string> {
  const { items } = await ask<PlansAnswer>(`/api/plans?area=${area}`);
  return items.find((plan) => plan.area === area)!.id;
}

test("a leader reads the figures of a city, opens one to its villages and drills into a county", async () => {
  const page = await leaderPage();
  const seen = watch(page, server.url);
  const plan = await planOf(CITY);
  const figures = await ask<FiguresAnswer>(`/api/figures?area=${CITY}&plan=${plan}`);
  await open(page, `/thematic/figures?area=${CITY}&lang=zh-CN`, "[data-figure]");
  await page.waitForSelector(".chart svg", { timeout: 60_000 });
  expect(await page.locator("[data-figure]").count()).toBe(figures.figures.length);
  await picture(page, "figures-city");
  expect(await faultsOf(page)).toEqual([]);

  // A figure opens to what it was made of, and leads to the villages behind it.
  const road = figures.figures.find(({ id }) => id === "rate:village-road")!;
  const unserved = road.parts.find(({ code }) => code === "unserved")!.value!;
  await page.locator('[data-figure="rate:village-road"] button').click();
  await page.locator(".opened").getByText(count(unserved)).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "查看这些村屯" }).click();
  await page.waitForSelector(".gaps-total");
  expect(await page.locator(".gaps-total").innerText()).toContain(count(unserved));
  await open(page, `/thematic/figures?area=${CITY}&lang=zh-CN`, "[data-figure]");

  // The chart is a table too: the same persons as the service plans.
  const moves = page.getByRole("region", { name: "搬迁人口：计划、实际与年度任务" }).first();
  await moves.getByRole("button", { name: "看表格" }).click();
  const planned = await moves.locator("tbody tr td:nth-child(2)").allInnerTexts();
  expect(planned.map((text) => Number(text.replaceAll(/\D/g, "")))).toEqual(
    figures.series.moves.map(({ plannedPersons }) => plannedPersons),
  );
  expect(await faultsOf(page)).toEqual([]);

  await page.locator("table.ranks").getByRole("button", { name: "东兰县" }).click();
  await page.getByRole("heading", { level: 1, name: /东兰县/ }).waitFor();
  await page.waitForSelector('.sheet-body[aria-busy="false"]');
  expect(new URL(page.url()).searchParams.get("area")).toBe(COUNTY);
  await picture(page, "figures-county");

  await page.getByRole("link", { name: "脱贫退出卡" }).click();
  await page.waitForSelector("[data-line]");
  expect(new URL(page.url()).searchParams.get("area")).toBe(COUNTY);
  expect(seen).toEqual({ errors: [], elsewhere: [] });
  await page.close();
}, 600_000);

test("an officer enters a statistic, and the line of the exit card changes", async () => {
  const page = await leaderPage();
  const seen = watch(page, server.url);
  await open(page, `/thematic/exit?area=${COUNTY}&year=${OPEN}&lang=zh-CN`, "[data-line]");
  const line = page.locator('[data-line="education-retention"]');
  expect(await line.getAttribute("data-standing")).toBe("unknown");
  await picture(page, "exit-county-open");
  expect(await faultsOf(page)).toEqual([]);

  await line.getByRole("button").first().click();
  await line.getByRole("button", { name: /填报/ }).click();
  const dialog = page.getByRole("dialog");
  const value = dialog.getByRole("spinbutton", { name: "数值" });
  await value.fill("193.5");
  await dialog.getByRole("button", { name: /保\s*存/ }).click();
  await dialog.getByText("数值应在 0 到 100 之间。").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await value.fill("93.5");
  await dialog.getByLabel("资料来源").fill("2016年教育统计公报");
  await dialog.getByLabel("填报人").fill("韦明");
  await dialog.getByRole("button", { name: /保\s*存/ }).click();
  await page.waitForSelector('[data-line="education-retention"][data-standing="pass"]');
  expect(await line.innerText()).toContain("93.5%");
  const card = await ask<ExitCardAnswer>(`/api/exit-card?area=${COUNTY}&year=${OPEN}`);
  expect(card.lines.find(({ id }) => id === "education-retention")!.value).toBe(0.935);
  expect(await page.getByTestId("exit-counts").innerText()).toContain(`达标 ${card.passed}`);

  // What somebody else wrote meanwhile stands beside what is typed, and is not overwritten unseen.
  await line.getByRole("button", { name: /修改/ }).click();
  await dialog.getByText("现有数值 93.5%", { exact: false }).waitFor();
  const theirs = {
    area: COUNTY,
    year: OPEN,
    item: "compulsory-education-retention",
    value: 0.91,
    source: "教育局来函",
    author: "覃丽",
  };
  await ask("/api/statistics", { body: theirs, version: 1, key: "figures-story-theirs" });
  await value.fill("94");
  await dialog.getByRole("button", { name: /保\s*存/ }).click();
  await dialog.getByText("别人刚改过这个数").waitFor();
  expect(await dialog.locator(".entry-conflict").innerText()).toContain("91.0%");
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "保留对方的" }).click();
  await page.waitForSelector('[data-line="education-retention"][data-standing="fail"]');

  // A table with a fault is refused as a whole and says why; mended, it is taken in.
  await page.getByRole("button", { name: "导入统计数据" }).click();
  const table = (rate: string) =>
    `区划代码,年份,指标,数值,单位\r\n${COUNTY},${OPEN},新型农村合作医疗参合率,${rate},%\r\n`;
  await choose(page, "bad.csv", table("约九成"));
  await page.locator(".import-problems tbody tr").first().waitFor();
  expect(await page.getByRole("button", { name: /整表入库/ }).isDisabled()).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "exit-import-refused");
  await page.getByRole("button", { name: "换一个文件" }).click();
  await choose(page, "good.csv", table("98.6"));
  await page.getByTestId("import-summary").getByText("新增 1 条", { exact: false }).waitFor();
  await page.getByRole("button", { name: /整表入库/ }).click();
  await page.waitForSelector('[data-line="medical-insurance"][data-standing="pass"]');
  await picture(page, "exit-county");

  // The list of the city's counties tells the same, and a row opens the card.
  await page.locator(".sheet-path").getByRole("button", { name: "河池市" }).click();
  const row = page.locator(`.exit-counties tr[data-code="${COUNTY}"]`);
  await row.waitFor();
  const after = await ask<ExitCardAnswer>(`/api/exit-card?area=${COUNTY}&year=${OPEN}`);
  expect(await row.innerText()).toContain(`${after.passed} / ${after.lines.length}`);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "exit-counties");
  await page.getByRole("textbox", { name: "按名称或代码查找" }).fill("东兰");
  await page.getByTestId("exit-found").getByText("11 个县中的 1 个", { exact: false }).waitFor();
  await row.getByRole("button").click();
  await page.getByRole("heading", { level: 1, name: /东兰县/ }).waitFor();
  expect(seen.elsewhere).toEqual([]);
  // The conflict is an answer of the service that the browser tells of.
  expect(seen.errors.filter((text) => !/\b(412|422)\b/.test(text))).toEqual([]);
  await page.close();
}, 600_000);

test("what is missing to exit leads to the solver with area and rule in the address", async () => {
  const page = await leaderPage();
  await open(page, `/thematic/exit?area=${COUNTY}&year=${OPEN}&lang=zh-CN`, ".exit-missing");
  await page.locator(".exit-missing .exit-solver").first().click();
  await page.waitForSelector(".cheapest-ask");
  const { searchParams } = new URL(page.url());
  expect([searchParams.get("area"), searchParams.get("tab")]).toEqual([COUNTY, "cheapest"]);
  expect(searchParams.get("rule")).not.toBeNull();
  await page.close();
}, 600_000);

test("a county imports its returns, types others, and sees plan against actual", async () => {
  const page = await leaderPage();
  const seen = watch(page, server.url);
  const plan = await planOf(CITY);
  const before = await ask<SummaryAnswer>(`/api/plans/${plan}/progress/summary?area=${CITY}`);
  const at = before.planYears.indexOf(YEAR);
  const sites = before.settlements.filter(({ planned }) => planned[at]! > 0).slice(0, 4);
  await open(page, `/thematic/progress?area=${CITY}&year=${YEAR}&lang=zh-CN`, "#progress-entry");
  await picture(page, "progress-open");
  expect(await faultsOf(page)).toEqual([]);

  const line = (id: string, month: string, households: number, persons: number) =>
    `安置点,${id},${YEAR}-${month},在建,${households},${persons},0`;
  const table = (last: number) =>
    [
      "对象,编码,时期,状态,入住户数,入住人数,拆旧户数",
      line(sites[0]!.id, "01", 5, 21),
      line(sites[1]!.id, "02", 4, 18),
      line(sites[2]!.id, "03", 6, last),
    ].join("\r\n");
  await page.getByRole("button", { name: "导入上报" }).click();
  await choose(page, "returns.csv", table(2));
  await page.getByText("入住人数少于入住户数").waitFor();
  expect(await page.getByRole("button", { name: /整表入库/ }).isDisabled()).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "换一个文件" }).click();
  await choose(page, "returns.csv", table(27));
  await page.getByTestId("import-summary").getByText("新增 3 条", { exact: false }).waitFor();
  await page.getByRole("button", { name: /整表入库/ }).click();
  const standing = page.locator(".progress-standing");
  await standing.getByText("66", { exact: true }).first().waitFor();

  // A return typed in place, by keyboard alone: state, households, persons, saved by Ctrl+S.
  const entry = page.locator("#progress-entry");
  await entry.getByRole("textbox", { name: "按名称、乡镇或编码查找" }).fill(sites[3]!.name);
  const row = entry.locator(`tr[data-key="${sites[3]!.id}"]`);
  await row.locator("select").selectOption("movedIn");
  await row.getByRole("textbox", { name: /入住户数/ }).fill("10");
  await page.keyboard.press("Tab");
  await page.keyboard.type("4");
  await page.keyboard.press("Enter");
  await row.getByText("人数不应少于户数").waitFor();
  await row.getByRole("textbox", { name: /入住人数/ }).fill("44");
  await page.keyboard.press("Enter");
  await entry.getByRole("textbox", { name: "资料来源" }).fill("年报");
  await entry.getByRole("textbox", { name: "填报人" }).fill("韦明");
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Control+s");
  await entry.getByTestId("drafts").getByText("没有未保存的修改").waitFor();
  const returned = await ask<ReturnsAnswer>(
    `/api/plans/${plan}/progress?subject=settlement&key=${sites[3]!.id}&period=${YEAR}`,
  );
  expect(returned.items.map(({ period, persons }) => [period, persons])).toEqual([
    [String(YEAR), 44],
  ]);
  await standing.getByText("110", { exact: true }).first().waitFor();

  // Somebody else writes the same return while it is typed over: both stand side by side, and mine is chosen.
  await row.getByRole("textbox", { name: /入住人数/ }).fill("50");
  await page.keyboard.press("Enter");
  const theirs = {
    returns: [
      {
        subject: "settlement",
        key: sites[3]!.id,
        period: String(YEAR),
        state: "movedIn",
        households: 10,
        persons: 47,
        oldHousesDown: 0,
      },
    ],
    author: "覃丽",
    source: "电话",
  };
  await ask(`/api/plans/${plan}/progress`, {
    body: theirs,
    version: returned.version,
    key: "figures-story-return",
  });
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("别人同时改了这些上报").waitFor();
  const sides = await dialog.locator("tbody tr").innerText();
  expect(sides).toMatch(/50[\s\S]*47/);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "progress-conflict");
  await dialog.getByRole("radio", { name: "用我的" }).check();
  await dialog.getByRole("button", { name: "按选择保存" }).click();
  await standing.getByText("116", { exact: true }).first().waitFor();

  const after = await ask<SummaryAnswer>(
    `/api/plans/${plan}/progress/summary?area=${CITY}&year=${YEAR}`,
  );
  const year = after.years.find((each) => each.year === YEAR)!;
  expect(year.actual!.persons).toBe(116);
  const chart = page.getByRole("region", { name: "逐年计划与实际" }).first();
  await chart.getByRole("button", { name: "看表格" }).click();
  const shown = await chart.locator("tbody tr", { hasText: String(YEAR) }).innerText();
  expect(shown).toContain(count(year.planned.persons));
  expect(shown).toContain("116");
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "progress-city");
  expect(seen.elsewhere).toEqual([]);
  expect(seen.errors.filter((text) => !/\b(412|422)\b/.test(text))).toEqual([]);
  await page.close();
}, 600_000);

test("what is typed waits when the page is left, counts past belief are asked about, and the page prints", async () => {
  const page = await leaderPage();
  await open(page, `/thematic/progress?area=${CITY}&year=${YEAR}&lang=zh-CN`, "#progress-entry");
  const entry = page.locator("#progress-entry");
  const row = entry.locator("tbody tr").first();
  await row.locator("select").selectOption("movedIn");
  await row.getByRole("textbox", { name: /入住户数/ }).fill("1");
  await page.keyboard.press("Enter");
  await row.getByRole("textbox", { name: /入住人数/ }).fill("999999");
  await page.getByRole("link", { name: "地图", exact: true }).click();
  await page.waitForURL((url) => url.pathname === "/thematic");
  await page.getByRole("link", { name: "实际进度", exact: true }).click();
  await entry.getByTestId("drafts").getByText("1 行未保存").waitFor();
  expect(await row.getByRole("textbox", { name: /入住人数/ }).inputValue()).toBe("999999");

  await entry.getByRole("textbox", { name: "资料来源" }).fill("年报");
  await entry.getByRole("textbox", { name: "填报人" }).fill("韦明");
  await page.keyboard.press("Control+s");
  await page.getByTestId("doubts").getByText("超过安置容量", { exact: false }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "progress-doubt");
  await page.getByRole("button", { name: "返回修改" }).click();
  await entry.getByTestId("drafts").getByText("1 行未保存").waitFor();
  await entry.getByRole("button", { name: "全部放弃" }).click();

  await page.setViewportSize({ width: 703, height: 1000 });
  await page.emulateMedia({ media: "print" });
  const name = await row.locator("th").boundingBox();
  expect(name!.width).toBeGreaterThan(120);
  const [table, next] = [
    await entry.locator("table").boundingBox(),
    await page.locator("#progress-entry + section").boundingBox(),
  ];
  expect(table!.y + table!.height).toBeLessThan(next!.y);
  await page.close();
}, 600_000);

test("the same pages in English and on a phone, each without a fault", async () => {
  const page = await leaderPage();
  const seen = watch(page, server.url);
  const paths = [
    ["figures", `/thematic/figures?area=${COUNTY}&lang=en`, "[data-figure]"],
    ["exit", `/thematic/exit?area=${COUNTY}&lang=en`, "[data-line]"],
    ["counties", `/thematic/exit?area=${CITY}&lang=en`, ".exit-counties"],
    ["progress", `/thematic/progress?area=${CITY}&lang=en`, "#progress-entry"],
  ] as const;
  for (const [name, path, waitFor] of paths) {
    await open(page, path, waitFor);
    if (name === "figures" || name === "progress") await page.waitForSelector(".chart svg");
    expect({ name, faults: await faultsOf(page) }).toEqual({ name, faults: [] });
    await picture(page, `${name}-english`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [name, path, waitFor] of paths) {
    await open(page, path, waitFor);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect({ name, wide }).toEqual({ name, wide: 0 });
    expect({ name, faults: await faultsOf(page) }).toEqual({ name, faults: [] });
    await picture(page, `${name}-phone`);
  }
  expect(seen).toEqual({ errors: [], elsewhere: [] });
  await page.close();
}, 600_000);
