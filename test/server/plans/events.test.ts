import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { PlanEvent, type Presence } from "../../../core/contract/plan-service.ts";
import { openDatabase } from "../../../server/database/open.ts";
import { PresenceList } from "../../../server/plans/presence.ts";
import { ENGINE, withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, REGION, seedSmallRegion, store, VILLAGES } from "../coverage/small-region.ts";
import { Listener } from "./listener.ts";
import { startPlans, type PlanTestService } from "./plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
const listeners: Listener[] = [];
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST);
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) listener.stop();
});
afterAll(async () => {
  await service.close();
  await database.close();
});

async function listen(
  id: string,
  query = "",
  headers: Record<string, string> = {},
  url = service.url,
): Promise<Listener> {
  const listener = await Listener.open(`${url}/api/events?plan=${id}${query}`, headers);
  listeners.push(listener);
  return listener;
}

const versions = (listener: Listener): number[] =>
  listener.of("change").map(({ data }) => PlanEvent.parse(data).version);
const capacity = (capacityPersons: number): PlanChange => ({
  settlements: { s1: { capacityPersons } },
});
const soon = { timeout: 5000, interval: 20 };

/** A plan at a version, changed one by one. */
async function planAt(version: number): Promise<string> {
  const id = await service.make();
  for (let v = 0; v < version; v++)
    await service.change(id, v, v === 0 ? { settlements: { s1: settlement() } } : capacity(v));
  return id;
}

describe("a stream of events", () => {
  it("tells every change at once, with its version as the id", async () => {
    const id = await planAt(1);
    const [one, other] = [await listen(id, "&client=a"), await listen(id, "&client=b")];
    expect(one.response.headers.get("content-type")).toContain("text/event-stream");
    expect(one.response.headers.get("cache-control")).toContain("no-store");
    const begin = performance.now();
    const answer = await service.change(id, 1, capacity(7), { client: "a" });
    await expect.poll(() => versions(one), soon).toEqual([2]);
    await expect.poll(() => versions(other), soon).toEqual([2]);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(other.of("change")[0]).toMatchObject({ id: "2", data: answer.json });
  });

  it("brings what was missed since the version that the page loaded, or the last event that it heard", async () => {
    const id = await planAt(5);
    const loaded = await listen(id, "&since=3");
    await expect.poll(() => versions(loaded), soon).toEqual([4, 5]);
    const back = await listen(id, "&since=1", { "Last-Event-ID": "4" });
    await expect.poll(() => versions(back), soon).toEqual([5]);
    await service.change(id, 5, capacity(7));
    await expect.poll(() => versions(back), soon).toEqual([5, 6]);
    const fresh = await listen(id);
    await service.change(id, 6, capacity(8));
    await expect.poll(() => versions(fresh), soon).toEqual([7]);
  });

  it("keeps the order and leaves out nothing when many write at once", async () => {
    const id = await planAt(1);
    const listener = await listen(id);
    let version = 1;
    // Each writer asks again until it is let through.
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let n = 0; n < 6; n++)
          for (;;) {
            const answer = await service.change(id, version, capacity(writer * 10 + n));
            if (answer.status === 200) {
              version = Math.max(version, answer.json.version as number);
              break;
            }
            version = Math.max(version, answer.json.params.version as number);
          }
      }),
    );
    await expect
      .poll(() => versions(listener), soon)
      .toEqual(Array.from({ length: 36 }, (_, i) => i + 2));
  });

  it("orders the page to load the plan again where it is astray", async () => {
    const id = await planAt(2);
    const future = await listen(id, "&since=50");
    await expect.poll(() => future.of("reload"), soon).toMatchObject([{ data: { version: 2 } }]);
    await service.change(id, 2, capacity(7));
    await expect.poll(() => versions(future), soon).toEqual([3]);
  });

  it("orders the page to load the plan again instead of sending it megabytes", async () => {
    const id = await planAt(1);
    const listener = await listen(id);
    const moves = Object.fromEntries(
      Array.from({ length: 25_000 }, (_, i) => [
        `v${i}`,
        { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null },
      ]),
    );
    await service.change(id, 1, { moves });
    await expect
      .poll(() => listener.of("reload"), soon)
      .toMatchObject([{ id: "2", data: { version: 2 } }]);
    await service.change(id, 2, capacity(7));
    await expect.poll(() => versions(listener), soon).toEqual([3]);
  });

  it("tells that the data in force changed", async () => {
    const id = await planAt(0);
    const listener = await listen(id);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await store(database.knex, "villages", REGION, VILLAGES);
    await service.regions.refresh(database.knex);
    const { dataVersion } = service.regions.get(REGION)!.snapshot;
    await expect.poll(() => listener.of("data"), soon).toMatchObject([{ data: { dataVersion } }]);
  });

  it("needs a plan, and refuses what it does not know", async () => {
    for (const [query, status] of [
      ["", 400],
      [`?plan=${randomUUID()}`, 404],
      ["?plan=1", 404],
      [`?plan=${await planAt(0)}&since=x`, 400],
      [`?plan=${await planAt(0)}&role=x`, 400],
    ] as const) {
      const response = await fetch(`${service.url}/api/events${query}`);
      expect([query, response.status]).toEqual([query, status]);
      await response.body?.cancel();
    }
    const head = await fetch(`${service.url}/api/events?plan=${await planAt(0)}`, {
      method: "HEAD",
    });
    expect(head.status).toBe(200);
  });

  it("is open six times for one page and no more, and closed ones make room", async () => {
    const id = await planAt(0);
    const six = await Promise.all(Array.from({ length: 6 }, () => listen(id, "&client=busy")));
    expect(six.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect((await listen(id, "&client=busy")).status).toBe(429);
    expect((await listen(id, "&client=other")).status).toBe(200);
    six[0]!.stop();
    await expect.poll(async () => (await listen(id, "&client=busy")).status, soon).toBe(200);
  });

  it("finds no room after two hundred, and the service answers everything else", async () => {
    const id = await planAt(1);
    const many = await Promise.all(
      Array.from({ length: 210 }, (_, i) => listen(id, `&client=c${i}`)),
    );
    const statuses = many.map(({ status }) => status);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(10);
    expect((await service.change(id, 1, capacity(7))).status).toBe(200);
    const open = many.filter(({ status }) => status === 200);
    await expect.poll(() => open.every((each) => versions(each).length === 1), soon).toBe(true);
  });
});

describe("presence", () => {
  const say = (id: string, client: string, at: string | null = null) =>
    service.send("POST", `/api/plans/${id}/presence`, { client, author: `人${client}`, at });
  const last = (listener: Listener): Presence[] => listener.of("presence").at(-1)?.data ?? [];

  it("tells who is there and what they are at, also to who comes later, until their page is closed", async () => {
    const id = await planAt(0);
    const [a, b] = [await listen(id, "&client=a"), await listen(id, "&client=b")];
    const answer = await say(id, "a");
    expect([answer.status, answer.text]).toEqual([204, ""]);
    await say(id, "b", "settlement:s1");
    const both = [
      { client: "a", author: "人a", at: null },
      { client: "b", author: "人b", at: "settlement:s1" },
    ];
    await expect.poll(() => last(a), soon).toEqual(both);
    const late = await listen(id, "&client=c");
    await expect.poll(() => last(late), soon).toEqual(both);
    const told = a.of("presence").length;
    await say(id, "a");
    b.stop();
    await expect.poll(() => last(a), soon).toEqual([both[0]]);
    expect(a.of("presence").length).toBe(told + 1);
  });

  it("forgets who is silent for half a minute, and does not grow without end", () => {
    let now = 0;
    const list = new PresenceList(() => now);
    const person = (client: string): Presence => ({ client, author: "韦", at: null });
    expect(list.say("p", person("a"))).toBe(true);
    now = 20_000;
    expect(list.say("p", person("b"))).toBe(true);
    expect(list.sweep()).toEqual([]);
    now = 31_000;
    expect(list.sweep()).toEqual(["p"]);
    expect(list.of("p").map(({ client }) => client)).toEqual(["b"]);
    for (let i = 0; i < 1000; i++) list.say("p", person(`c${i}`));
    expect(list.of("p")).toHaveLength(200);
  });
});

describe("another process", () => {
  it.runIf(ENGINE === "server")(
    "on the same database is followed within a second, and its writes are never overwritten",
    async () => {
      const opened = await openDatabase(database.config);
      const other = await startPlans({ ...database, ...opened }, EAST, { withRegions: false });
      const id = await planAt(1);
      const [here, there] = [await listen(id), await listen(id, "", {}, other.url)];
      expect((await other.change(id, 1, capacity(2))).status).toBe(200);
      await expect.poll(() => versions(here), { timeout: 2000, interval: 20 }).toEqual([2]);
      expect((await service.change(id, 1, capacity(3))).status).toBe(412);
      expect((await service.change(id, 2, capacity(3))).status).toBe(200);
      await expect.poll(() => versions(there), { timeout: 2000, interval: 20 }).toEqual([2, 3]);
      const [one, two] = await Promise.all([
        service.get(`/api/plans/${id}`),
        other.get(`/api/plans/${id}`),
      ]);
      expect(one.json).toEqual(two.json);
      expect(one.json.document.settlements.s1.capacityPersons).toBe(3);
      await other.close();
      await opened.close();
    },
  );
});

it("a stream beats while nothing happens, and ends when the service stops", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const stopping = await startPlans(database, EAST, { withRegions: false });
  try {
    const id = await planAt(0);
    const listener = await listen(id, "", {}, stopping.url);
    vi.advanceTimersByTime(15_000);
    vi.useRealTimers();
    await expect.poll(() => listener.beats, soon).toBe(1);
    await stopping.close();
    await listener.ended;
  } finally {
    vi.useRealTimers();
  }
});
