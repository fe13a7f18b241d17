import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemOf, TileService } from "./tile-service.ts";

const service = new TileService();
beforeAll(() => service.start());
afterAll(() => service.stop());

describe("addresses that are no tiles", () => {
  test.each([
    ["/tiles/villages/30/0/0?region=45", 404, "outsidePyramid"],
    ["/tiles/villages/10/1024/0?region=45", 404, "outsidePyramid"],
    ["/tiles/villages/10/0/99999999999999999999?region=45", 404, "outsidePyramid"],
    ["/tiles/villages/10/0/-1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0.5/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/1e1/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0/1/2?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10/0/1.png?region=45", 400, "badTileAddress"],
    ["/tiles/../10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages%2F10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages/10%2f0/1?region=45", 400, "badTileAddress"],
    ["/tiles/%ff/10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/%2e%2e/%2e%2e/10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/villages\\10/0/1?region=45", 400, "badTileAddress"],
    ["/tiles/", 400, "badTileAddress"],
    ["/tiles", 400, "badTileAddress"],
    ["/tiles/palaces/10/0/1?region=45", 404, "unknownLayer"],
    ["/tiles/constructor/10/0/1?region=45", 404, "unknownLayer"],
    ["/tiles/villages,/10/0/1?region=45", 404, "unknownLayer"],
    ["/tiles/villages,villages/10/0/1?region=45", 400, "badParameter"],
    ["/tiles/villages/10/0/1", 400, "missingParameter"],
    ["/tiles/villages/10/0/1?region=", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=99", 404, "unknownRegion"],
    ["/tiles/villages/10/0/1?region=%ff", 400, "badEncoding"],
    ["/tiles/villages/10/0/1?region=45&region=45", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&x=1", 400, "unknownParameter"],
    ["/tiles/villages/10/0/1?region=45&__proto__=1", 400, "unknownParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=none", 404, "unknownRule"],
    ["/tiles/villages/10/0/1?region=45&rule=toString", 404, "unknownRule"],
    ["/tiles/villages/10/0/1?region=45&reachM=500", 400, "missingParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=water&reachM=500", 400, "reachNotApplicable"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=0", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=-5", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=NaN", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&reachM=1e999", 400, "badParameter"],
    ["/tiles/villages/10/0/1?region=45&rule=village-road&minHouseholds=2.5", 400, "badParameter"],
    [
      "/tiles/villages/10/0/1?region=45&rule=village-road&minHouseholds=1&minHouseholds=2",
      400,
      "badParameter",
    ],
  ])("%s is refused with %i %s", async (path, status, code) => {
    const answer = await service.get(path);
    expect([
      answer.status,
      answer.headers["content-type"],
      problemOf(answer).status,
      problemOf(answer).code,
    ]).toEqual([status, "application/problem+json; charset=utf-8", status, code]);
  });

  test("after all of them the service still answers", async () => {
    expect((await service.get("/tiles/villages/10/817/441?region=45")).status).toBe(200);
  });
});
