import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { planApi } from "../../client/plan/plan-api.ts";
import { PlanSession, type PlanState } from "../../client/plan/session.ts";
import type { Kept } from "../../client/plan/undo-stack.ts";
import type { PlanChange } from "../../core/contract/plan.ts";
import { equalPlans } from "../../core/relocation/plan.ts";
import { settlement } from "../core/relocation/support/arbitrary-changes.ts";
import { REGION, seedSmallRegion } from "../server/coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../server/plans/plan-service.ts";
import { withTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let service: PlanTestService;
let id: string;
const open: PlanSession[] = [];

beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, REGION);
});
afterAll(async () => {
  await service.close();
  await database.close();
});
beforeEach(async () => {
  id = await service.make();
});
afterEach(() => {
  for (const session of open.splice(0)) session.stop();
});

/** What a browser keeps over a reload. */
function memory(): Kept {
  const values = new Map<string, string>();
  return {
    read: (name) => JSON.parse(values.get(name) ?? "null") as unknown,
    write: (name, value) => void values.set(name, JSON.stringify(value)),
  };
}

async function sit(author: string, store = memory(), url = service.url): Promise<PlanSession> {
  const session = new PlanSession(planApi(url), id, `page-${crypto.randomUUID()}`, store);
  session.rename(author);
  open.push(session);
  await session.start();
  return session;
}

/** Waits until what a page shows is as wanted. */
async function until(session: PlanSession, holds: (state: PlanState) => boolean): Promise<void> {
  const limit = Date.now() + 20_000;
  while (!holds(session.read())) {
    if (Date.now() > limit) throw new Error(`never came: ${JSON.stringify(session.read().plan)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const saved = (session: PlanSession): Promise<void> =>
  until(session, ({ saving }) => saving === "saved");
const site = (key: string, set: Parameters<typeof settlement>[0] = {}): PlanChange => ({
  settlements: { [key]: settlement(set) },
});
const nameOf = (session: PlanSession, key: string): string | undefined =>
  session.read().plan!.settlements.get(key)?.name;

describe("a page on a plan", () => {
  test("shows an edit at once and then has it saved", async () => {
    const session = await sit("韦");
    expect(session.edit(site("s1"))).toEqual([]);
    expect(session.read().plan!.settlements.has("s1")).toBe(true);
    expect(session.read().saving).toBe("saving");
    await saved(session);
    expect(session.read().version).toBe(1);
    expect(session.read().savedAt).toBeInstanceOf(Date);
    const stored = await service.get(`/api/plans/${id}`);
    expect(stored.json.document.settlements.s1.name).toBe("新村");
  });

  test("tells at once what stands against an edit, and then nothing has happened", async () => {
    const session = await sit("韦");
    const problems = session.edit({ settlements: { s9: { name: "甲" } } });
    expect(problems.map(({ code }) => code)).toEqual(["notThere"]);
    expect(session.read().plan!.settlements.size).toBe(0);
    expect(session.read().saving).toBe("saved");
  });

  test("shows a preview that is never sent", async () => {
    const session = await sit("韦");
    session.edit(site("s1"));
    await saved(session);
    session.preview({ settlements: { s1: { position: [1, 2] } } });
    expect(session.read().plan!.settlements.get("s1")!.position).toEqual([1, 2]);
    session.preview(null);
    expect(session.read().plan!.settlements.get("s1")!.position).toEqual([107.5, 24.5]);
    expect(session.read().version).toBe(1);
  });

  test("takes back what the server wrote for it by an operation of its own, and edits made meanwhile wait", async () => {
    const session = await sit("韦");
    session.edit(site("s1"));
    await saved(session);
    await session.write(async (version) => {
      const who = { author: "韦", client: session.client };
      const out = { key: crypto.randomUUID(), change: site("s2"), reason: null };
      const event = await planApi(service.url).send(id, version, out, who);
      session.edit(site("s3"));
      return event.version;
    });
    await session.settled();
    const settlements = () => [...session.read().plan!.settlements.keys()].sort();
    expect([settlements(), session.read().version]).toEqual([["s1", "s2", "s3"], 3]);
    for (let steps = 0; steps < 3; steps++) {
      expect(await session.undo()).toEqual([]);
      await saved(session);
    }
    expect([settlements(), session.read().canUndo]).toEqual([[], false]);
    const stored = await service.get(`/api/plans/${id}`);
    expect(stored.json.document.settlements ?? {}).toEqual({});
  });

  test("writes by no operation while an edit is not saved, and goes on after one that failed", async () => {
    const session = await sit("韦");
    session.edit(site("s1"));
    await expect(session.write(() => Promise.resolve(1))).rejects.toMatchObject({ code: "saving" });
    await session.settled();
    await expect(session.write(() => Promise.reject(new Error("refused")))).rejects.toThrow(
      "refused",
    );
    expect(session.edit(site("s2"))).toEqual([]);
    await session.settled();
    expect([session.read().version, session.read().saving]).toEqual([2, "saved"]);
  });

  test("undoes and redoes all, step by step, also after a reload", async () => {
    const store = memory();
    const session = await sit("韦", store);
    for (const key of ["s1", "s2", "s3"]) session.edit(site(key));
    session.edit({ settlements: { s1: { name: "甲" } } });
    await saved(session);
    await session.undo();
    expect(nameOf(session, "s1")).toBe("新村");
    await saved(session);
    session.stop();

    const later = await sit("韦", store);
    expect(later.read().canUndo && later.read().canRedo).toBe(true);
    while (later.read().canUndo) {
      expect(await later.undo()).toEqual([]);
      await saved(later);
    }
    expect(later.read().plan!.settlements.size).toBe(0);
    while (later.read().canRedo) {
      expect(await later.redo()).toEqual([]);
      await saved(later);
    }
    expect([later.read().plan!.settlements.size, nameOf(later, "s1")]).toEqual([3, "甲"]);
  });
});

describe("two pages on one plan", () => {
  test("see each other's edits within a second, and who is there", async () => {
    const [a, b] = [await sit("韦"), await sit("黄")];
    a.edit(site("s1", { name: "巴马新村" }));
    const began = Date.now();
    await until(b, ({ plan }) => plan!.settlements.has("s1"));
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(b.read().news?.author).toBe("韦");
    a.lookAt("settlement:s1");
    await until(b, ({ others }) => others.some(({ at }) => at === "settlement:s1"));
  });

  test("both keep what they did where it does not contradict", async () => {
    const [a, b] = [await sit("韦"), await sit("黄")];
    a.edit(site("s1"));
    await until(b, ({ plan }) => plan!.settlements.has("s1"));
    a.edit({ settlements: { s1: { name: "甲" } } });
    b.edit({ settlements: { s1: { capacityPersons: 7 } } });
    await Promise.all([saved(a), saved(b)]);
    await until(a, ({ version }) => version === 3);
    await until(b, ({ version }) => version === 3);
    for (const { plan } of [a.read(), b.read()])
      expect(plan!.settlements.get("s1")).toMatchObject({ name: "甲", capacityPersons: 7 });
    expect([a.read().conflicts, b.read().conflicts]).toEqual([[], []]);
  });

  test("choose where they contradict; nothing is overwritten unseen", async () => {
    const [a, b] = [await sit("韦"), await sit("黄")];
    a.edit(site("s1"));
    await until(b, ({ plan }) => plan!.settlements.has("s1"));
    // Both at one moment: one of them is too late.
    a.edit({ settlements: { s1: { name: "甲" } } });
    b.edit({ settlements: { s1: { name: "乙" } } });
    await until(a, ({ saving }) => saving === "saved");
    await until(b, ({ saving }) => saving === "saved");
    const [late, first] = a.read().conflicts.length > 0 ? [a, b] : [b, a];
    expect(late.read().conflicts).toHaveLength(1);
    const [conflict] = late.read().conflicts;
    expect(conflict!.fields).toEqual(["settlements.s1.name"]);
    expect(nameOf(late, "s1")).toBe(nameOf(first, "s1"));
    const mine = conflict!.mine.settlements!["s1"]!.name!;
    late.resolve(conflict!.key, "mine");
    expect(nameOf(late, "s1")).toBe(mine);
    await saved(late);
    await until(first, () => nameOf(first, "s1") === mine);
  });

  test("may not undo what somebody else has changed since", async () => {
    const store = memory();
    const [a, b] = [await sit("韦", store), await sit("黄")];
    a.edit(site("s1"));
    a.edit({ settlements: { s1: { name: "甲" } } });
    await saved(a);
    a.stop();
    await until(b, () => nameOf(b, "s1") === "甲");
    b.edit({ settlements: { s1: { name: "乙" } } });
    await saved(b);
    const later = await sit("韦", store);
    expect((await later.undo()).map(({ code }) => code)).toEqual(["changedSince"]);
    expect(nameOf(later, "s1")).toBe("乙");
  });
});

test("edits made while the service cannot be reached are kept over a reload and sent when it can", async () => {
  const store = memory();
  let reachable = true;
  const api = planApi(service.url);
  const shaky = {
    ...api,
    send: ((...args) =>
      reachable ? api.send(...args) : Promise.reject(new TypeError("cut off"))) as typeof api.send,
  };
  const wrapped = {
    ...shaky,
    send: ((...args) =>
      shaky.send(...args).catch(async (error: unknown) => {
        if (!(error instanceof TypeError)) throw error;
        const { ApiError } = await import("../../client/api.ts");
        throw new ApiError(0, "unreachable");
      })) as typeof api.send,
  };
  const session = new PlanSession(wrapped, id, "page-a", store);
  session.rename("韦");
  open.push(session);
  await session.start();
  reachable = false;
  session.edit(site("s1"));
  await until(session, ({ saving }) => saving === "offline");
  session.stop();

  const later = await sit("韦", store);
  await saved(later);
  expect(later.read().plan!.settlements.has("s1")).toBe(true);
  const stored = await service.get(`/api/plans/${id}`);
  expect(stored.json.plan.version).toBe(1);
});

test("four pages edit at random and all end with the plan of the database", async () => {
  const pages = await Promise.all(["韦", "黄", "覃", "莫"].map((name) => sit(name)));
  for (let round = 0; round < 25; round++) {
    pages.forEach((page, i) => {
      const key = `s${(round * 7 + i * 3) % 5}`;
      const has = page.read().plan!.settlements.has(key);
      page.edit(has ? { settlements: { [key]: { capacityPersons: round * 10 + i } } } : site(key));
    });
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await Promise.all(pages.map(saved));
  const { json } = await service.get(`/api/plans/${id}`);
  await Promise.all(
    pages.map((page) => until(page, ({ version }) => version === json.plan.version)),
  );
  const fresh = await sit("看");
  for (const page of pages) expect(equalPlans(page.read().plan!, fresh.read().plan!)).toBe(true);
});
