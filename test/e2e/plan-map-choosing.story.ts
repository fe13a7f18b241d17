import { booleanPointInPolygon, pointToLineDistance } from "@turf/turf";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  click,
  drag,
  frames,
  goTo,
  lastCall,
  MIDDLE,
  pixelOf,
  pixelsOf,
  read,
  settled,
  startPlanMap,
  tool,
  villages,
  type Pixel,
  type Place,
} from "./harness/page.ts";
import { faultsOf, picture } from "./stage.ts";

let stage: Awaited<ReturnType<typeof startPlanMap>>;
const open = (query?: string) => stage.open(query);

beforeAll(async () => {
  stage = await startPlanMap();
});
afterAll(() => stage?.stop());

test("villages are chosen by click, lasso and rectangle, as the columns have them, and carried to a settlement", async () => {
  const { page, seen } = await open();
  await goTo(page, MIDDLE, 11.3);
  const every = await villages(page);
  const chosen = async () => new Set(await read(page, ({ selection }) => [...selection.villages]));
  // By lasso.
  await tool(page, "lasso");
  const lasso: Pixel[] = [
    [560, 240],
    [700, 220],
    [860, 330],
    [800, 480],
    [640, 500],
    [540, 400],
    [566, 250],
  ];
  await page.mouse.move(...lasso[0]!);
  await page.mouse.down();
  for (const point of lasso.slice(1)) await page.mouse.move(...point, { steps: 12 });
  await frames(page);
  const shown = await page.textContent(".plan-hint-measure");
  await picture(page, "plan-lasso-zh");
  await page.mouse.up();
  await frames(page);
  const byLasso = await chosen();
  expect(shown).toContain(String(byLasso.size));
  // The hand's path is known to a few pixels: all well inside are chosen, none well outside.
  const pixels = new Map(
    await page.evaluate(
      (all) =>
        all.map(({ key, at }) => {
          const { x, y } = window.harness.handle!.project(at);
          return [key, [x, y]] as [string, [number, number]];
        }),
      every,
    ),
  );
  const path = [...lasso, lasso[0]!];
  const edge = {
    type: "LineString" as const,
    coordinates: path.map(([x, y]) => [x / 1000, y / 1000]),
  };
  const area = { type: "Polygon" as const, coordinates: [edge.coordinates] };
  const wrong: string[] = [];
  for (const [key, [x, y]] of pixels) {
    const at = [x / 1000, y / 1000];
    if (pointToLineDistance(at, edge, { units: "degrees", method: "planar" }) < 0.007) continue;
    if (byLasso.has(key) !== booleanPointInPolygon(at, area)) wrong.push(key);
  }
  expect(wrong).toEqual([]);
  expect(byLasso.size).toBeGreaterThan(25);
  await settled(page);
  await picture(page, "plan-chosen-zh");

  // By rectangle, with Shift added to what is chosen; its corners are known exactly.
  await tool(page, "rectangle");
  await page.keyboard.down("Shift");
  await drag(page, [
    [900, 330],
    [1100, 480],
  ]);
  await page.keyboard.up("Shift");
  const both = await chosen();
  const box = [...pixels].filter(([, [x, y]]) => x >= 900 && x <= 1100 && y >= 330 && y <= 480);
  expect(box.length).toBeGreaterThan(5);
  expect(both).toEqual(new Set([...byLasso, ...box.map(([key]) => key)]));
  // Away with it again.
  await tool(page, "rectangle");
  await page.keyboard.down("Control");
  await drag(page, [
    [880, 320],
    [1120, 490],
  ]);
  await page.keyboard.up("Control");
  expect(await chosen()).toEqual(
    new Set([...byLasso].filter((key) => !box.some(([each]) => each === key))),
  );

  // By click: one, one more with Ctrl, and that one away again.
  await settled(page);
  const [one, other] = [...pixels]
    .filter(([, [x, y]]) => x > 950 && x < 1200 && y > 120 && y < 600)
    .filter(([key, [x, y]]) =>
      [...pixels].every(([each, [u, v]]) => each === key || Math.hypot(x - u, y - v) > 14),
    );
  await click(page, one![1]);
  expect(await chosen()).toEqual(new Set([one![0]]));
  await page.keyboard.down("Control");
  await click(page, other![1]);
  expect(await chosen()).toEqual(new Set([one![0], other![0]]));
  await click(page, other![1]);
  await page.keyboard.up("Control");
  expect(await chosen()).toEqual(new Set([one![0]]));

  // Pressed and carried to a settlement: a line follows, the settlement lights up, the plan has the move.
  const sign = await pixelOf(page, [MIDDLE[0] + 0.06, MIDDLE[1] + 0.03]);
  await page.mouse.move(...one![1]);
  await frames(page);
  await page.mouse.down();
  await page.mouse.move(one![1][0] + 20, one![1][1] + 12, { steps: 4 });
  await page.mouse.move(...sign, { steps: 8 });
  await frames(page);
  expect(await page.textContent(".plan-hint-step")).toContain("1 个村屯");
  await picture(page, "plan-carry-zh");
  await page.mouse.up();
  await frames(page);
  expect(await lastCall(page)).toEqual({ name: "dropVillages", value: "sample-site" });
  const move = await page.evaluate((key) => window.harness.plan.moves.get(key), one![0]);
  expect(move?.parts).toEqual([{ settlement: "sample-site", year: 2016, households: null }]);
  // Given up by Escape, nothing happens.
  const calls = await read(page, (now) => now.calls.length);
  await page.mouse.move(...one![1]);
  await frames(page);
  await page.mouse.down();
  await page.mouse.move(...sign, { steps: 8 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect(await read(page, (now) => now.calls.length)).toBe(calls);
  expect(seen.errors).toEqual([]);
  await page.close();
});

test("all of it goes by keyboard: drawing, choosing, reshaping, carrying", async () => {
  const { page, seen } = await open();
  await goTo(page, MIDDLE, 11.3);
  const press = async (key: string, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
    await frames(page);
  };
  const camera = () => read(page, ({ handle }) => handle!.project([107.54, 24.98]));

  // Arrow keys pan while nothing is in hand.
  await page.evaluate(() => window.harness.handle!.focus());
  const before = await camera();
  await press("ArrowRight");
  await page.waitForFunction(
    (x) => window.harness.handle!.project([107.54, 24.98]).x < x - 20,
    before.x,
  );
  await settled(page);
  expect((await camera()).x).toBeLessThan(before.x);
  await goTo(page, MIDDLE, 11.3);

  // A site: Space sets corners where the crosshair is, Enter ends.
  await tool(page, "settlement");
  await page.evaluate(() => window.harness.handle!.focus());
  const still = await camera();
  await press("ArrowDown");
  await press("Shift+ArrowDown", 3);
  await press(" ");
  await page.waitForSelector('[role="status"]:has-text("点击下一个顶点")');
  await press("Shift+ArrowRight", 2);
  await press(" ");
  await press("Shift+ArrowDown", 2);
  await press(" ");
  await press("Shift+ArrowLeft", 4);
  await press(" ");
  await press("Backspace");
  await press("Shift+ArrowRight", 1);
  await press(" ");
  await settled(page);
  await picture(page, "plan-keyboard-zh");
  expect(await faultsOf(page)).toEqual([]);
  await press("Enter");
  const drawn = await lastCall(page);
  expect(drawn).toMatchObject({ name: "drawn", value: { tool: "settlement" } });
  const ring = await pixelsOf(page, (drawn.value.geometry.coordinates as Place[][])[0]!);
  const [left, top] = [Math.min(...ring.map(([x]) => x)), Math.min(...ring.map(([, y]) => y))];
  const shape = ring.map(([x, y]) => `${Math.round(x - left)},${Math.round(y - top)}`);
  expect([...new Set(shape)].sort()).toEqual(["0,80", "40,0", "120,0", "120,80"].sort());
  expect(await camera()).toEqual(still);

  // Select it by the crosshair, go to a corner, take hold, move, let go: one change.
  await settled(page);
  await press("Shift+ArrowRight");
  await press("Shift+ArrowUp");
  await press("Enter");
  expect(await lastCall(page)).toMatchObject({ name: "selectSettlement" });
  expect(await read(page, ({ selection }) => selection.settlement)).not.toBeNull();
  await settled(page);
  await press("v");
  await press("g");
  await press("ArrowUp", 5);
  await press(" ");
  const reshaped = await lastCall(page);
  expect(reshaped).toMatchObject({ name: "reshape", value: { kind: "settlement", phase: "done" } });
  expect(reshaped.value.geometry.coordinates).not.toEqual(drawn.value.geometry.coordinates);
  // A corner fewer.
  await settled(page);
  await press("Delete");
  expect(((await lastCall(page)).value.geometry.coordinates as Place[][])[0]).toHaveLength(4);
  // Given up, a move leaves no trace.
  const count = await read(
    page,
    ({ calls }) => calls.filter(({ name }) => name === "reshape").length,
  );
  await settled(page);
  await press("v");
  await press("g");
  await press("ArrowLeft", 4);
  await press("Escape");
  expect(
    await read(page, ({ calls }) => calls.filter(({ name }) => name === "reshape").length),
  ).toBe(count);
  await press("Escape");

  // Villages by rectangle: two corners.
  await tool(page, "rectangle");
  await page.evaluate(() => window.harness.handle!.focus());
  await press("ArrowUp");
  await press(" ");
  await press("Shift+ArrowUp", 4);
  await press("Shift+ArrowRight", 4);
  await press("Enter");
  const chosen = await read(page, ({ selection }) => [...selection.villages]);
  expect(chosen.length).toBeGreaterThan(2);
  expect(seen.errors).toEqual([]);
  await page.close();
});

test("a plan that moves every village of Hechi to 600 settlements is drawn and edited without a stutter", async () => {
  const { page, seen } = await open("?large");
  await goTo(page, MIDDLE, 9.4);
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  const scriptMs = async () => {
    const { metrics } = await client.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "ScriptDuration")!.value;
  };
  const time = (make: string) =>
    page.evaluate(`(() => {
      const plan = ${make};
      const start = performance.now();
      window.harness.set({ plan });
      return performance.now() - start;
    })()`) as Promise<number>;
  await page.evaluate("window.large = window.harness.large()");
  const before = await scriptMs();
  const firstMs = await time("window.large");
  await settled(page);
  const firstScriptMs = (await scriptMs()) - before;
  await picture(page, "plan-large-zh");
  const moves = await read(page, ({ plan }) => plan.moves.size);
  expect(moves).toBeGreaterThan(25_000);

  const keys = await read(page, ({ columns }) => columns.villages.code.slice(0, 12) as string[]);
  const editsMs: number[] = [];
  for (const [i, key] of keys.entries()) {
    editsMs.push(await time(`window.harness.withOneMore(${JSON.stringify(key)}, "s${300 + i}")`));
    await frames(page);
  }
  const editMs = editsMs.toSorted((a, b) => a - b)[6]!;
  const start = await scriptMs();
  const yearMs = (await page.evaluate(() => {
    const begin = performance.now();
    window.harness.set({ year: 2016 });
    return performance.now() - begin;
  })) as number;
  await settled(page);
  const yearScriptMs = (await scriptMs()) - start;
  await picture(page, "plan-large-year-zh");
  const figures = { moves, firstMs, firstScriptMs, editMs, yearMs, yearScriptMs };
  console.log(JSON.stringify({ ...figures, editsMs }));
  expect(seen.errors).toEqual([]);
  await page.close();
});
