import { pointToLineDistance } from "@turf/turf";
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

test("a planner draws a site, reshapes it, and what the plan does not take springs back", async () => {
  const { page, seen } = await open();
  await settled(page);
  await picture(page, "plan-region-zh");
  await goTo(page, MIDDLE, 11.3);
  await picture(page, "plan-near-zh");
  expect(await faultsOf(page)).toEqual([]);

  // Four corners and a click on the first.
  await tool(page, "settlement");
  const corners: Pixel[] = [
    [620, 560],
    [720, 580],
    [700, 660],
    [610, 640],
  ];
  for (const corner of corners) await click(page, corner);
  await page.mouse.move(640, 610, { steps: 3 });
  await frames(page);
  expect(await page.textContent(".plan-hint-step")).toContain("完成");
  expect(await page.textContent(".plan-hint-measure")).toMatch(/亩/);
  await picture(page, "plan-drawing-zh");
  expect(await read(page, ({ drawings }) => drawings)).toBeGreaterThan(5);
  await click(page, corners[0]!);
  const drawn = await lastCall(page);
  expect(drawn).toMatchObject({ name: "drawn", value: { tool: "settlement" } });
  const ring = (drawn.value.geometry.coordinates as Place[][])[0]!;
  expect(ring).toHaveLength(5);
  for (const corner of await pixelsOf(page, ring.slice(0, 4))) {
    const nearest = Math.min(...corners.map(([x, y]) => Math.hypot(x - corner[0], y - corner[1])));
    expect(nearest).toBeLessThan(1);
  }
  await settled(page);

  // A click into the site selects it; its corners can then be dragged.
  await click(page, [660, 610]);
  expect(await lastCall(page)).toMatchObject({ name: "selectSettlement" });
  const id = (await read(page, ({ selection }) => selection.settlement))!;
  await settled(page);
  await picture(page, "plan-selected-zh");
  const before = await read(page, ({ calls }) => calls.length);
  await drag(page, [corners[1]!, [760, 540], [770, 530]]);
  const moved = await lastCall(page);
  expect(moved).toMatchObject({
    name: "reshape",
    value: { kind: "settlement", id, phase: "done" },
  });
  const movedRing = (moved.value.geometry.coordinates as Place[][])[0]!;
  const cornersNow = await pixelsOf(page, movedRing.slice(0, 4));
  expect(cornersNow.some(([x, y]) => Math.hypot(x - 770, y - 530) < 1.5)).toBe(true);
  const moving = await read(
    page,
    ({ calls }) => calls.filter(({ name }) => name === "moving").length,
  );
  expect(moving).toBeGreaterThan(1);
  // One change of the plan for the whole drag.
  const reshapes = await read(
    page,
    ({ calls }) => calls.filter(({ name }) => name === "reshape").length,
  );
  expect(reshapes).toBe(1);
  expect(await read(page, ({ calls }) => calls.length)).toBeGreaterThan(before);

  // A middle becomes a corner, a right click takes it away.
  const [a, b] = [cornersNow[2]!, cornersNow[3]!];
  const middle: Pixel = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  await drag(page, [middle, [middle[0] + 4, middle[1] + 34]]);
  expect(((await lastCall(page)).value.geometry.coordinates as Place[][])[0]).toHaveLength(6);
  expect(
    await read(page, ({ calls }) => calls.filter(({ name }) => name === "reshape").length),
  ).toBe(2);
  await settled(page);
  await click(page, [middle[0] + 4, middle[1] + 34], { button: "right" });
  expect(((await lastCall(page)).value.geometry.coordinates as Place[][])[0]).toHaveLength(5);

  // The whole site is dragged by its inside, and its sign goes along.
  const signBefore = await read(
    page,
    ({ plan, selection }) => plan.settlements.get(selection.settlement!)!.position,
  );
  await settled(page);
  await drag(page, [
    [650, 600],
    [610, 590],
  ]);
  const shifted = await lastCall(page);
  expect(shifted.name).toBe("reshape");
  expect(shifted.value["sign"]).not.toEqual(signBefore);

  // A plan that does not take a change, as a locked one, wins: the outline goes back.
  await page.evaluate((settlement) => {
    const { plan, set } = window.harness;
    set({ plan: { ...plan, locks: plan.locks.set(`settlement:${settlement}`, true) } });
  }, id);
  await settled(page);
  const count = await read(page, ({ calls }) => calls.length);
  await drag(page, [
    [610, 590],
    [680, 600],
  ]);
  expect(
    await read(page, ({ calls }) => calls.slice(0).filter(({ name }) => name === "reshape").length),
  ).toBe(4);
  expect(await read(page, ({ calls }) => calls.length)).toBe(count);
  expect(seen.elsewhere).toEqual([]);
  expect(seen.errors).toEqual([]);
  await page.close();
});

test("a road is drawn on to the roads there are, works are reshaped, notes and places are put and carried", async () => {
  const { page, seen } = await open("?lang=en");
  await goTo(page, MIDDLE, 13);
  // Two places on existing roads in view: a vertex, and a place between two.
  const roads = await page.evaluate(() => {
    const { coordinates, vertexOf, partOf, geometry, count } = window.harness.columns.features.road;
    const handle = window.harness.handle!;
    const found: { at: [number, number]; next: [number, number] }[] = [];
    for (let i = 0; i < count; i++) {
      if (geometry[i] !== 1) continue;
      for (let v = vertexOf[partOf[i]!]!; v + 1 < vertexOf[partOf[i]! + 1]!; v++) {
        const at: [number, number] = [coordinates[2 * v]!, coordinates[2 * v + 1]!];
        const next: [number, number] = [coordinates[2 * v + 2]!, coordinates[2 * v + 3]!];
        const [a, b] = [handle.project(at), handle.project(next)];
        const isSeen = a.x > 250 && a.x < 1100 && a.y > 200 && a.y < 620;
        if (isSeen && Math.hypot(a.x - b.x, a.y - b.y) > 14) found.push({ at, next });
      }
    }
    return found;
  });
  expect(roads.length).toBeGreaterThan(2);
  const first = roads[0]!;
  const far = roads.toSorted(
    (a, b) =>
      Math.hypot(b.at[0] - first.at[0], b.at[1] - first.at[1]) -
      Math.hypot(a.at[0] - first.at[0], a.at[1] - first.at[1]),
  )[0]!;
  const start = await pixelOf(page, first.at);
  const [p, q] = [await pixelOf(page, far.at), await pixelOf(page, far.next)];
  const end: Pixel = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  await tool(page, "works-line");
  await click(page, [start[0] + 5, start[1] - 4]);
  await click(page, [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 60]);
  await page.mouse.move(end[0] + 4, end[1] + 3, { steps: 4 });
  await frames(page);
  expect(await page.textContent(".plan-hint-measure")).toMatch(/km|m/);
  await picture(page, "plan-road-en");
  await click(page, [end[0] + 4, end[1] + 3]);
  await page.keyboard.press("Enter");
  await frames(page);
  const road = await lastCall(page);
  expect(road).toMatchObject({ name: "drawn", value: { tool: "works-line" } });
  const line = road.value.geometry.coordinates as Place[];
  expect(line).toHaveLength(3);
  expect(Math.hypot(line[0]![0] - first.at[0], line[0]![1] - first.at[1])).toBeLessThan(1e-7);
  const onRoad = { type: "LineString" as const, coordinates: [far.at, far.next] };
  expect(pointToLineDistance(line[2]!, onRoad, { units: "meters" })).toBeLessThan(0.05);

  // Double click ends a line; Backspace takes a vertex back, and with it the plan's own undo is not touched.
  await tool(page, "works-line");
  await click(page, [300, 640]);
  await click(page, [420, 650]);
  await page.keyboard.press("Control+z");
  await click(page, [400, 600]);
  await page.mouse.move(520, 610, { steps: 3 });
  await page.mouse.dblclick(520, 610, { delay: 30 });
  await frames(page);
  const twice = await lastCall(page);
  const ends = await pixelsOf(page, twice.value.geometry.coordinates as Place[]);
  expect(ends.map(([x, y]) => [Math.round(x), Math.round(y)])).toEqual([
    [300, 640],
    [400, 600],
    [520, 610],
  ]);
  await settled(page);
  const zoom = await read(
    page,
    ({ handle }) => handle!.project([107.5, 25]).x - handle!.project([107.4, 25]).x,
  );

  // Works are selected by a click on their line and reshaped by their vertices.
  await click(page, [350, 620]);
  expect(await lastCall(page)).toMatchObject({ name: "selectWorks" });
  await settled(page);
  await picture(page, "plan-works-en");
  await drag(page, [
    [400, 600],
    [430, 560],
  ]);
  const bent = await lastCall(page);
  expect(bent).toMatchObject({ name: "reshape", value: { kind: "works", phase: "done" } });
  expect(
    (await pixelsOf(page, bent.value.geometry.coordinates as Place[]))[1]!.map(Math.round),
  ).toEqual([430, 560]);
  // Neither the double click nor the drag has moved the map.
  expect(
    await read(
      page,
      ({ handle }) => handle!.project([107.5, 25]).x - handle!.project([107.4, 25]).x,
    ),
  ).toBe(zoom);

  // A shape that crosses itself is not taken, and the page says so.
  await tool(page, "works-area");
  for (const corner of [
    [900, 560],
    [1000, 640],
    [1000, 560],
    [900, 640],
  ] as Pixel[])
    await click(page, corner);
  await page.mouse.move(950, 700, { steps: 3 });
  const drawnBefore = await read(page, ({ calls }) => calls.length);
  await page.keyboard.press("Enter");
  await page.waitForSelector('.plan-hint-step[data-refused="true"]');
  await picture(page, "plan-crossing-en");
  expect(await read(page, ({ calls }) => calls.length)).toBe(drawnBefore);
  await page.keyboard.press("Escape");
  await frames(page);
  await page.waitForSelector('.plan-hint-step:has-text("first corner")');

  // A note, and where it is carried.
  await tool(page, "note");
  await click(page, [1150, 300]);
  expect(await lastCall(page)).toMatchObject({ name: "placeNote" });
  await settled(page);
  await drag(page, [
    [1150, 288],
    [1180, 400],
  ]);
  const note = await lastCall(page);
  expect(note).toMatchObject({ name: "reshape", value: { kind: "note", phase: "done" } });

  // A settlement of which only the place is known: one click and Enter; it is carried by its sign.
  await tool(page, "settlement");
  await click(page, [1150, 560]);
  await page.keyboard.press("Enter");
  await frames(page);
  expect(await lastCall(page)).toMatchObject({
    name: "drawn",
    value: { geometry: { type: "Point" } },
  });
  await settled(page);
  await click(page, [1150, 560]);
  expect(await lastCall(page)).toMatchObject({ name: "selectSettlement" });
  await drag(page, [
    [1150, 560],
    [1200, 600],
  ]);
  const carried = await lastCall(page);
  expect(carried).toMatchObject({ name: "reshape", value: { kind: "settlement", phase: "done" } });
  expect(
    (await pixelOf(page, carried.value.geometry.coordinates as Place)).map(Math.round),
  ).toEqual([1200, 600]);

  // Planned water works are a point.
  await tool(page, "works-point");
  await click(page, [250, 300]);
  expect(await lastCall(page)).toMatchObject({ name: "drawn", value: { tool: "works-point" } });
  await page.evaluate(() =>
    window.harness.set({ year: 2016, focus: { position: [107.54, 24.98], zoom: 11.3 } }),
  );
  await settled(page);
  await page.mouse.move(20, 400);
  expect(await faultsOf(page)).toEqual([]);
  await picture(page, "plan-year-en");
  const size = await page.evaluate(async () => (await window.harness.handle!.picture()).size);
  expect(size).toBeGreaterThan(50_000);
  expect(seen.elsewhere).toEqual([]);
  expect(seen.errors).toEqual([]);
  await page.close();
});
