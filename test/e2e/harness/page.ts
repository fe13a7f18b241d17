import type { Browser, Page } from "playwright-core";
import { mapIdle, openBrowser, startServer, untilListening, untilReady, watch } from "../stage.ts";
import type { Harness } from "./main.tsx";
import { startHarness } from "./serve.ts";

export type Place = [number, number];
export type Pixel = [number, number];
/** Where the sample plan lies, see harness/plan.ts. */
export const MIDDLE: Place = [107.54, 24.98];

export interface Call {
  name: string;
  value: { geometry: { type: string; coordinates: unknown }; [key: string]: unknown };
}

/** A server, the page of the plan map and a browser, for the stories of one file. */
export async function startPlanMap(): Promise<{
  open: (query?: string) => Promise<{ page: Page; seen: ReturnType<typeof watch> }>;
  stop: () => Promise<void>;
}> {
  const server = await startServer();
  let harness: Awaited<ReturnType<typeof startHarness>> | undefined;
  let browser: Browser | undefined;
  const stop = async () => {
    await browser?.close();
    await harness?.stop();
    await server.stop();
  };
  try {
    await untilListening(server.url);
    await untilReady(server.url);
    harness = await startHarness(server.url);
    browser = await openBrowser();
  } catch (error) {
    await stop();
    throw error;
  }
  const [{ url }, opened] = [harness, browser];
  return {
    stop,
    open: async (query = "") => {
      const page = await opened.newPage({ viewport: { width: 1366, height: 768 } });
      page.setDefaultTimeout(120_000);
      const seen = watch(page, url);
      await page.goto(`${url}/${query}`);
      await page.waitForSelector('[data-testid="map"][data-ready="true"]').catch((cause) => {
        throw new Error(`the map of the plan is not there: ${seen.errors.join("; ")}`, { cause });
      });
      return { page, seen };
    },
  };
}

export const read = <Value>(page: Page, take: (harness: Harness) => Value): Promise<Value> =>
  page.evaluate(`(${take.toString()})(window.harness)`);

/** Waits until the page has drawn three frames: what a hand has done is then on the screen, however slow the machine. */
export const frames = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  });

/** Waits until the map has drawn all that has changed. */
export async function settled(page: Page): Promise<void> {
  await frames(page);
  await mapIdle(page);
  await frames(page);
  await mapIdle(page);
}

export async function goTo(page: Page, place: Place, zoom: number): Promise<void> {
  await page.evaluate(([at, z]) => window.harness.handle!.flyTo(at, z), [place, zoom] as const);
  await settled(page);
}

export const pixelOf = async (page: Page, place: Place): Promise<Pixel> => {
  const { x, y } = await page.evaluate((at) => window.harness.handle!.project(at), place);
  return [x, y];
};
export const pixelsOf = (page: Page, places: readonly Place[]): Promise<Pixel[]> =>
  Promise.all(places.map((place) => pixelOf(page, place)));

export async function click(page: Page, [x, y]: Pixel, options = {}): Promise<void> {
  await page.mouse.move(x - 2, y - 1);
  await page.mouse.move(x, y, { steps: 2 });
  await frames(page);
  await page.mouse.click(x, y, { delay: 30, ...options });
  await frames(page);
}

export async function drag(page: Page, path: readonly Pixel[], steps = 6): Promise<void> {
  await page.mouse.move(...path[0]!);
  await frames(page);
  await page.mouse.down();
  for (const point of path.slice(1)) await page.mouse.move(...point, { steps });
  await frames(page);
  await page.mouse.up();
  await frames(page);
}

export const lastCall = (page: Page) => read(page, ({ calls }) => calls.at(-1)) as Promise<Call>;

export const tool = (page: Page, name: string) =>
  page.click(`.harness-tools button:text-is("${name}")`);

/** Villages of the columns with their keys, for the truth that selections are compared with. */
export const villages = (page: Page) =>
  page.evaluate(() => {
    const { lng, lat, code, id } = window.harness.columns.villages;
    return code.map((each, i) => ({
      key: each ?? `#${id[i]}`,
      at: [lng[i]!, lat[i]!] as [number, number],
    }));
  });
