import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readView } from "../../../core/thematic/view.ts";
import { runCommand } from "../../../server/cli.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { readPdf } from "../../support/read-pdf.ts";
import { EAST, REGION, seedSmallRegion } from "../coverage/small-region.ts";
import { startPrints, type PrintTestService } from "./print-service.ts";

let database: TestDatabase;
let service: PrintTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPrints(database);
});
afterAll(async () => {
  await service.close();
  await database.close();
});

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${service.url}${path}`, { redirect: "manual", ...init });
const bytesOf = async (response: Response): Promise<Buffer> =>
  Buffer.from(await response.arrayBuffer());
const textsOf = async (path: string): Promise<string[]> => {
  const response = await get(path);
  expect(response.status).toBe(200);
  return readPdf(await bytesOf(response)).texts;
};
const codeIn = (text: string): string => /^[2-9a-hjkmnp-z]{7}$/m.exec(text)![0];

describe("a map over HTTP", () => {
  test("is a PDF with its title, its areas with values, source and rule", async () => {
    const response = await get(
      `/api/export/map?area=${REGION}&organisation=${encodeURIComponent("发改局")}`,
    );
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(decodeURIComponent(response.headers.get("content-disposition")!)).toContain(
      "试验区village-road覆盖率（自然村）.pdf",
    );
    const [text] = readPdf(await bytesOf(response)).texts;
    const lines = text!.split("\n");
    expect(lines).toEqual(
      expect.arrayContaining(["试验区village-road覆盖率（自然村）", "东县", "西县"]),
    );
    expect(text).toMatch(/目标 95%/);
    expect(text).toMatch(/编制单位：发改局/);
    expect(text).toMatch(/指标口径：village-road 第1版/);
    expect(service.logged).toEqual([]);
  });

  test("hexagons and dots are those of the villages, with a legend of their own", async () => {
    const [hexes] = await textsOf(
      `/api/export/map?area=${REGION}&style=hex&ind=rate:village-road:villages`,
    );
    expect(hexes).toMatch(/\d+ 格/);
    expect(hexes).not.toMatch(/改为分级填色/);
    const [dots] = await textsOf(`/api/export/map?area=${REGION}&style=dots&ind=persons`);
    expect(dots).toMatch(/每点 \d+ 人/);
    const [difference] = await textsOf(
      `/api/export/map?area=${REGION}&style=hex&ind=rate:village-road:villages&cmp=difference&ind2=rate:village-road:persons`,
    );
    expect(difference).toMatch(/改为分级填色/);
  });

  test("figures on the page are those of the database: who is not served in the county", async () => {
    const text = (
      await textsOf(`/api/export/map?area=${EAST}&by=township&ind=unserved:village-road:villages`)
    )[0]!;
    const counted = await get(`/api/gaps?rule=village-road&area=${EAST}`).then((answer) =>
      answer.json(),
    );
    expect(counted.total).toBeGreaterThan(0);
    expect(text.split("\n")).toContain(`合计 ${counted.total} 个`);
  });

  test("its code opens the same view again, and the same view has the same code", async () => {
    const query = `area=${EAST}&by=township&style=symbols&ind=persons&class=equal&n=4`;
    const [once, again] = [
      await textsOf(`/api/export/map?${query}`),
      await textsOf(`/api/export/map?${query}&paper=A3`),
    ];
    const code = codeIn(once[0]!);
    expect(codeIn(again[0]!)).toBe(code);
    for (const typed of [code, code.toUpperCase()]) {
      const opened = await get(`/v/${typed}`);
      expect(opened.status).toBe(302);
      const [path, shown] = opened.headers.get("location")!.split("?") as [string, string];
      expect(path).toBe("/thematic");
      expect(readView(shown, "").view).toEqual(readView(query, "").view);
    }
  });

  test("is a PNG of the size asked for", async () => {
    const response = await get(
      `/api/export/map?area=${REGION}&format=png&dpi=72&orientation=portrait`,
    );
    const png = await bytesOf(response);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([595, 842]);
  });

  test("English pages bear Latin names and English words", async () => {
    const [text] = await textsOf(`/api/export/map?area=${REGION}&lang=en`);
    expect(text).toMatch(/by county/);
    expect(text).toMatch(/Prepared by: ____/);
    expect(text).not.toMatch(/图例/);
  });

  test("two at once are both right", async () => {
    const path = `/api/export/map?area=${REGION}&format=png&dpi=60`;
    const [one, other] = await Promise.all([get(path).then(bytesOf), get(path).then(bytesOf)]);
    expect(one.equals(other)).toBe(true);
    expect(one.length).toBeGreaterThan(5000);
  });

  test("a client that leaves stops its print and no other", async () => {
    const leaving = new AbortController();
    const left = get(`/api/export/map?area=${REGION}&format=png&paper=A3`, {
      signal: leaving.signal,
    });
    const staying = get(`/api/export/map?area=${REGION}&format=png&dpi=60`);
    setTimeout(() => leaving.abort(), 250);
    await expect(left).rejects.toThrow(/abort/i);
    expect((await staying).status).toBe(200);
    expect(service.logged).toEqual([]);
  });

  test("more prints than may wait are asked to come again", async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => get(`/api/export/map?area=${REGION}&format=png&dpi=60`)),
    );
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(12);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers.get("retry-after")).toBe("10");
  });

  test("a print that is refused is not begun: no code is kept for what nobody got", async () => {
    const codes = async (): Promise<number> =>
      (await database.knex("short_links").select("code")).length;
    const before = await codes();
    expect((await get("/api/export/map?area=99")).status).toBe(404);
    expect((await get(`/api/export/map?area=${REGION}&ind=moved-persons`)).status).toBe(422);
    expect(await codes()).toBe(before);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        get(`/api/export/map?area=${REGION}&format=png&dpi=36&x=${90 + i}&y=24&z=6`),
      ),
    );
    const made = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(30 - made);
    expect([made >= 13, await codes()]).toEqual([true, before + made]);
  });

  test.each([
    ["area=../../etc/passwd", 404, "unknownArea"],
    [`area=${REGION}&area=${EAST}`, 400, "repeatedParameter"],
    [`area=${REGION}&script=1`, 400, "unknownParameter"],
    [`area=${REGION}&by=planet`, 400, "badParameter"],
    [`area=${REGION}&dpi=9999`, 400, "badParameter"],
    [`area=${REGION}&format=exe`, 400, "badParameter"],
    [`area=${REGION}&paper=A0`, 400, "badParameter"],
    [`area=${REGION}&title=a%0d%0aSet-Cookie:x`, 400, "badParameter"],
    [`area=${REGION}&title=%00`, 400, "badEncoding"],
    [`area=${REGION}&title=%E4%B8`, 400, "badEncoding"],
    [`area=${REGION}&organisation=${"x".repeat(101)}`, 400, "badParameter"],
    [`area=${REGION}&breaks=3,2,1&class=own`, 400, "badParameter"],
    [`area=${REGION}&n=1000000`, 400, "badParameter"],
    [`area=${REGION}&ind=rate:no-such-rule:villages`, 422, "unknownIndicator"],
    [`area=${REGION}&ind=__proto__`, 422, "unknownIndicator"],
    [`area=${REGION}&ind=moved-persons`, 422, "noPlan"],
    [`area=${REGION}&plan=00000000-0000-4000-8000-000000000000`, 404, "unknownPlan"],
  ])("%s is refused", async (query, status, code) => {
    const answer = await get(`/api/export/map?${query}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      status,
      code,
    ]);
    expect(service.logged).toEqual([]);
  });

  test("markup and brackets in the title are letters like others", async () => {
    const title = "</text><b>) Tj ET (河池 \\ 😀";
    const response = await get(`/api/export/map?area=${REGION}&title=${encodeURIComponent(title)}`);
    const bytes = await bytesOf(response);
    expect(readPdf(bytes).texts[0]!.replaceAll("\n", "").replaceAll(" ", "")).toContain(
      title.replaceAll(" ", ""),
    );
    expect(response.headers.get("x-missing-characters")).toBe("U+1F600");
  });

  test("is only read, and asked for by HEAD makes no file", async () => {
    expect((await get("/api/export/map", { method: "DELETE" })).status).toBe(405);
    expect((await get(`/api/export/map?area=${REGION}`, { method: "HEAD" })).status).toBe(200);
  });
});

describe("a code", () => {
  test.each(["zzzzzzz", "0o1lil0", "..%2f..", "k7m2xq", "'%20or%201=1"])(
    "%s opens nothing",
    async (code) => {
      const answer = await get(`/v/${code}`);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        404,
        "unknownCode",
      ]);
    },
  );
});

describe("an atlas", () => {
  const post = async (path: string, body: unknown): Promise<{ id: string }> => {
    const answer = await get(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
    });
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: string };
  };

  test("is one PDF with its pages in order, under their names", async () => {
    const names = ["第一张 道路", "第二张 人口"];
    const pages: string[] = [];
    for (const [i, name] of names.entries())
      pages.push(
        (
          await post("/api/maps", {
            name,
            author: "韦",
            query: `area=${REGION}${i === 1 ? "&ind=persons" : ""}`,
          })
        ).id,
      );
    const { id } = await post("/api/atlases", { name: "图集", area: REGION, pages, author: "韦" });
    const texts = await textsOf(`/api/export/atlas/${id}`);
    expect(texts).toHaveLength(2);
    names.forEach((name, i) => expect(texts[i]!.split("\n")).toContain(name));
    expect(codeIn(texts[0]!)).not.toBe(codeIn(texts[1]!));
  });

  test("without pages, and one that is not there, are refused", async () => {
    const { id } = await post("/api/atlases", {
      name: "空",
      area: REGION,
      pages: [],
      author: "韦",
    });
    const empty = await get(`/api/export/atlas/${id}`);
    expect([empty.status, ((await empty.json()) as { code: string }).code]).toEqual([
      422,
      "emptyAtlas",
    ]);
    expect((await get(`/api/export/atlas/${randomUUID()}`)).status).toBe(404);
    expect((await get("/api/export/atlas/x")).status).toBe(404);
  });
});

describe("a report", () => {
  test("as PDF holds coverage by every rule, the areas below, and of a county its exit card", async () => {
    const texts = await textsOf(`/api/export/report?area=${EAST}`);
    const text = texts.join("\n");
    expect(texts[0]).toContain("东县易地搬迁与基础设施情况报告");
    for (const heading of ["设施覆盖", "各乡镇覆盖率", "脱贫退出卡"])
      expect(text).toContain(heading);
    expect(texts.at(-1)).toContain("图例");
  });

  test.each([
    ["docx", "word/document.xml"],
    ["xlsx", "xl/workbook.xml"],
  ])("as %s is a file of its kind", async (format, part) => {
    const response = await get(`/api/export/report?area=${EAST}&format=${format}&lang=en`);
    const bytes = await bytesOf(response);
    expect(response.headers.get("content-type")).toMatch(/^application\/vnd\.openxmlformats/);
    expect(bytes.toString("latin1", 0, 2)).toBe("PK");
    expect(bytes.includes(part)).toBe(true);
  });

  test("of an area that is not there is refused", async () => {
    expect((await get("/api/export/report?area=nowhere")).status).toBe(404);
    expect((await get("/api/export/report")).status).toBe(400);
  });
});

test("the command line prints the same map, and says in its exit code whether it could", async () => {
  await service.close();
  await database.release();
  const folder = mkdtempSync(join(tmpdir(), "qiantu-print-"));
  const said: string[] = [];
  const run = (...args: string[]): Promise<number> =>
    runCommand(["export", ...args], {
      config: database.config,
      out: (text) => said.push(text),
      log: (text) => said.push(text),
    });
  try {
    const out = join(folder, "图.pdf");
    expect(await run("map", `area=${REGION}`, "--out", out, "--paper", "A3", "--json")).toBe(0);
    expect(JSON.parse(said.at(-1)!)).toMatchObject({ ok: true, pages: 1, missing: [] });
    const [text] = readPdf(readFileSync(out)).texts;
    expect(text).toContain("试验区通屯道路覆盖率");
    expect(await run("map", codeIn(text!), "--out", join(folder, "c.png"), "--dpi", "60")).toBe(0);
    expect(await run("atlas", "图集", "--out", join(folder, "a.pdf"))).toBe(0);
    expect(await run("report", "--area", EAST, "--out", join(folder, "r.xlsx"))).toBe(0);
    expect(await run("map", "area=nowhere", "--out", out)).toBe(1);
    expect(await run("map", "no such name", "--out", out)).toBe(1);
    expect(await run("atlas", "no such name", "--out", out)).toBe(1);
    expect(await run("map", `area=${REGION}`, "--out", join(folder, "none", "x.pdf"))).toBe(1);
    for (const wrong of [
      ["map", `area=${REGION}`],
      ["map"],
      ["poster", "x", "--out", out],
      ["map", `area=${REGION}`, "--out", join(folder, "x.gif")],
      ["map", `area=${REGION}`, "--out", out, "--paper", "A0"],
      ["map", `area=${REGION}`, "--out", out, "--portrait", "--landscape"],
      ["map", `area=${REGION}&foo=1`, "--out", out],
      ["map", `area=${REGION}&area=${EAST}`, "--out", out],
      ["map", `area=${REGION}`, "--out", out, "--address", "javascript:1"],
      ["report", "--out", out],
    ])
      expect([wrong, await run(...wrong)]).toEqual([wrong, 2]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
