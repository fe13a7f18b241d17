import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiError } from "../../../client/api.ts";
import { changePages, PageGone, type AtlasDesk } from "../../../client/thematic/change-pages.ts";
import { moveTo, refsOf } from "../../../client/thematic/page-edits.ts";
import { Atlas, SavedMap } from "../../../core/contract/thematic.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST);
});
afterAll(async () => {
  await service.close();
  await database.close();
});

/** What the page does with the service, by the service's own answers. */
const desk: AtlasDesk = {
  read: async (id) => Atlas.parse((await service.get(`/api/atlases/${id}`)).json),
  write: async ({ id, version }, pages) => {
    const body = { pages, author: "黄" };
    const { status, json } = await service.send("PATCH", `/api/atlases/${id}`, body, { version });
    if (status !== 200) throw new ApiError(status, String(json.code));
    return Atlas.parse(json);
  },
};

async function atlasOf(names: string): Promise<Atlas> {
  const pages: string[] = [];
  for (const name of names) {
    const map = { name, query: `area=${EAST}`, author: "韦" };
    pages.push(SavedMap.parse((await service.send("POST", "/api/maps", map)).json).id);
  }
  const body = { name: "图集", area: EAST, author: "韦", pages };
  return Atlas.parse((await service.send("POST", "/api/atlases", body)).json);
}
const idsOf = (atlas: Atlas) => atlas.pages.map(({ id }) => id);
const namesOf = (atlas: Atlas) => atlas.pages.map(({ name }) => name).join("");

test("two who move different pages of one atlas at once both get their way, and each is told where the page is", async () => {
  const seen = await atlasOf("甲乙丙丁");
  const first = await changePages(seen, moveTo(idsOf(seen), 3, 0)!, desk);
  expect([namesOf(first.atlas), first.at]).toEqual(["丁甲乙丙", 0]);
  const second = await changePages(seen, moveTo(idsOf(seen), 2, 1)!, desk);
  expect([namesOf(second.atlas), second.at]).toEqual(["丁甲丙乙", 2]);
  expect(namesOf(await desk.read(seen.id))).toBe("丁甲丙乙");
});

test("a page that the other one took out is told as gone, and nothing is written", async () => {
  const seen = await atlasOf("甲乙丙");
  const [, page] = refsOf(idsOf(seen));
  const { atlas } = await changePages(seen, { type: "take", page: page! }, desk);
  await expect(changePages(seen, { type: "take", page: page! }, desk)).rejects.toThrow(PageGone);
  await expect(changePages(seen, moveTo(idsOf(seen), 1, 0)!, desk)).rejects.toThrow(PageGone);
  expect(await desk.read(seen.id)).toEqual(atlas);
});
