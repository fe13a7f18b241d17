import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import {
  ascii,
  featureCollection,
  point,
  shapefileOf,
  WGS84_PRJ,
  zipOf,
  type Shape,
} from "./support/files.ts";
import { errorCodes, ImportBench, problemOf } from "./support/import-bench.ts";

let database: TestDatabase;
let bench: ImportBench;
beforeAll(async () => {
  database = await withTestDatabase();
  bench = new ImportBench(database.knex);
});
afterAll(async () => {
  bench.folder.clear();
  await database.close();
});

const ONE = Buffer.from(
  featureCollection([{ properties: { name: "A" }, geometry: point(10, 10) }]),
);
const GBK = new Map([
  ["名称", "c3fbb3c6"],
  ["户数", "bba7cafd"],
  ["古龙屯", "b9c5c1facdcd"],
]);
const gbk = (text: string): Buffer => Buffer.from(GBK.get(text)!, "hex");
const utf8 = (text: string): Buffer => Buffer.from(text);

function pointShapes(cells: readonly (readonly Buffer[])[]): Shape[] {
  return cells.map((each, i) => ({ parts: [[[10 + i / 100, 10]]], cells: each }));
}

/** Writes a shapefile into a folder of its own and gives the folder. */
function shapeFolder(
  name: string,
  parts: Partial<Record<"shp" | "shx" | "dbf" | "prj" | "cpg", string | Buffer>>,
): string {
  mkdirSync(join(bench.folder.path, name));
  for (const [ending, content] of Object.entries(parts))
    bench.folder.write(`${name}/pts.${ending}`, content);
  return join(bench.folder.path, name);
}

describe("archives", () => {
  test("an honest archive of a GeoJSON file is read", async () => {
    const report = await bench.take("a.zip", zipOf([{ name: "a.geojson", content: ONE }]));
    expect(errorCodes(report)).toEqual([]);
    expect(report.rows).toBe(1);
  });

  test("a zip bomb is refused before it is unpacked, and nothing of it stays", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("qiantu-import-")).length;
    const content = Buffer.alloc(120 * 1024 * 1024, 0x20);
    const report = await bench.take("bomb.zip", zipOf([{ name: "a.geojson", content }]));
    expect(errorCodes(report)).toEqual(["zip-bomb"]);
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith("qiantu-import-")).length;
    expect(after).toBeLessThanOrEqual(before);
  });

  test("a zip bomb that claims to be small is refused", async () => {
    const content = Buffer.alloc(30 * 1024 * 1024, 0x20);
    const report = await bench.take(
      "forged.zip",
      zipOf([{ name: "a.geojson", content, claims: 10_000 }]),
    );
    expect(errorCodes(report)).toEqual(["zip-damaged"]);
  });

  test.each([
    "../../x.geojson",
    "/x.geojson",
    "C:\\x.geojson",
    "a\\..\\b.geojson",
    "a/../../b.geojson",
  ])("an entry named %s is refused", async (name) => {
    const report = await bench.take("path.zip", zipOf([{ name, content: ONE }]));
    expect(errorCodes(report)).toEqual(["zip-path"]);
  });

  test("two entries of one name are refused, whatever their case", async () => {
    const parts = [
      { name: "a.geojson", content: ONE },
      { name: "A.GeoJSON", content: ONE },
    ];
    expect(errorCodes(await bench.take("two.zip", zipOf(parts)))).toEqual(["zip-duplicate-name"]);
  });

  test("an archive in an archive is refused", async () => {
    const inner = zipOf([{ name: "a.geojson", content: ONE }]);
    const report = await bench.take("in.zip", zipOf([{ name: "inner.zip", content: inner }]));
    expect(errorCodes(report)).toEqual(["zip-in-zip"]);
  });

  test("60,000 entries are refused at once", async () => {
    const parts = Array.from({ length: 60_000 }, (_, i) => ({
      name: `${i}.txt`,
      content: new Uint8Array(0),
    }));
    const begin = performance.now();
    const archive = zipOf(parts);
    const made = performance.now();
    const report = await bench.take("many.zip", archive);
    expect(errorCodes(report)).toEqual(["zip-too-many-entries"]);
    expect(performance.now() - made).toBeLessThan(Math.max(2_000, made - begin));
  });

  test("an encrypted archive is refused", async () => {
    const report = await bench.take(
      "secret.zip",
      zipOf([{ name: "a.geojson", content: ONE, isEncrypted: true }]),
    );
    expect(errorCodes(report)).toEqual(["zip-encrypted"]);
  });

  test("what only calls itself a zip is refused", async () => {
    expect(errorCodes(await bench.take("no.zip", "not a zip at all"))).toEqual(["zip-damaged"]);
  });

  test("an archive cut off in the middle is refused", async () => {
    const archive = zipOf([{ name: "a.geojson", content: ONE }]);
    const report = await bench.take("cut.zip", archive.subarray(0, archive.length - 30));
    expect(errorCodes(report)).toEqual(["zip-damaged"]);
  });

  test("an archive of two datasets is refused with their names", async () => {
    const parts = [
      { name: "a.geojson", content: ONE },
      { name: "b.geojson", content: ONE },
    ];
    const report = await bench.take("both.zip", zipOf(parts));
    expect(problemOf(report, "several-files")?.message).toContain("b.geojson");
  });

  test("an archive without data and a file that is missing are refused", async () => {
    const empty = await bench.take("doc.zip", zipOf([{ name: "a.pdf", content: ONE }]));
    expect(errorCodes(empty)).toEqual(["unknown-format"]);
    const missing = await bench.run({ path: join(bench.folder.path, "gone.zip") });
    expect(errorCodes(missing)).toEqual(["no-such-file"]);
  });
});

test("parts of a shapefile in other folders of an archive are never put together", async () => {
  const named = (name: string): ReturnType<typeof shapefileOf> =>
    shapefileOf("point", [{ name: ascii("NAME"), length: 5 }], pointShapes([[ascii(name)]]));
  const prj = Buffer.from(WGS84_PRJ);
  const [old, now] = [named("OLD"), named("NEW")];
  const mixed = await bench.take(
    "mixed.zip",
    zipOf([
      { name: "old/a.dbf", content: old.dbf },
      { name: "old/a.shx", content: old.shx },
      { name: "new/a.shp", content: now.shp },
      { name: "new/a.prj", content: prj },
    ]),
  );
  expect(errorCodes(mixed)).toEqual(["missing-part"]);
  const whole = await bench.take(
    "whole.zip",
    zipOf([
      { name: "old/a.dbf", content: old.dbf },
      { name: "new/a.shp", content: now.shp },
      { name: "new/A.DBF", content: now.dbf },
      { name: "new/a.prj", content: prj },
    ]),
  );
  expect(errorCodes(whole)).toEqual([]);
  expect(whole.reading.preview[0]).toEqual({ NAME: "NEW" });
  const both = await bench.take(
    "both.zip",
    zipOf([
      { name: "old/a.shp", content: old.shp },
      { name: "new/a.shp", content: now.shp },
    ]),
  );
  expect(problemOf(both, "several-files")?.message).toContain("old/a.shp, new/a.shp");
});

describe("shapefiles", () => {
  const fields = [
    { name: ascii("NAME"), length: 20 },
    { name: ascii("CODE"), length: 12 },
  ];
  const whole = shapefileOf("point", fields, pointShapes([[ascii("A"), ascii("1")]]));

  test("a .shp without its .dbf is refused", async () => {
    const path = shapeFolder("no-dbf", { shp: whole.shp, shx: whole.shx, prj: WGS84_PRJ });
    expect(errorCodes(await bench.run({ path }))).toEqual(["missing-part"]);
  });

  test("a .shp without its .shx is read in order, and told", async () => {
    const path = shapeFolder("no-shx", { shp: whole.shp, dbf: whole.dbf, prj: WGS84_PRJ });
    const report = await bench.run({ path });
    expect(problemOf(report, "missing-part")?.severity).toBe("info");
    expect(report.rows).toBe(1);
  });

  test("a .dbf shorter or longer than the .shp is refused", async () => {
    const two = shapefileOf("point", fields, pointShapes([[ascii("A")], [ascii("B")]]));
    const longer = shapeFolder("longer", { shp: whole.shp, dbf: two.dbf, prj: WGS84_PRJ });
    expect(errorCodes(await bench.run({ path: longer }))).toEqual(["parts-disagree"]);
    const shorter = shapeFolder("shorter", { ...two, dbf: whole.dbf, prj: WGS84_PRJ });
    expect(errorCodes(await bench.run({ path: shorter }))).toEqual(["parts-disagree"]);
    const cut = two.dbf.subarray(0, two.dbf.length - 20);
    const path = shapeFolder("cut-dbf", { shp: two.shp, dbf: cut, prj: WGS84_PRJ });
    expect(errorCodes(await bench.run({ path }))).toEqual(["parts-disagree"]);
  });

  test("a .shp cut off in a record, or with impossible counts, is refused with the record", async () => {
    const cut = whole.shp.subarray(0, whole.shp.length - 4);
    const path = shapeFolder("cut-shp", { shp: cut, dbf: whole.dbf, prj: WGS84_PRJ });
    const report = await bench.run({ path });
    expect(problemOf(report, "damaged-file")?.rows).toEqual([1]);
    const line = shapefileOf("line", fields, [
      {
        parts: [
          [
            [1, 1],
            [2, 2],
          ],
        ],
        cells: [ascii("A")],
      },
    ]);
    line.shp.writeInt32LE(2_000_000_000, 100 + 8 + 40);
    const forged = shapeFolder("forged", { ...line, prj: WGS84_PRJ });
    expect(errorCodes(await bench.run({ path: forged, kind: "roads" }))).toEqual(["damaged-file"]);
  });

  test("no records at all are refused", async () => {
    const path = shapeFolder("none", { ...shapefileOf("point", fields, []), prj: WGS84_PRJ });
    expect(errorCodes(await bench.run({ path }))).toEqual(["empty-file"]);
  });

  test("a record deleted in the .dbf is left out and told", async () => {
    const two = shapefileOf("point", fields, pointShapes([[ascii("A")], [ascii("B")]]));
    two.dbf[33 + 2 * 32] = 0x2a;
    const report = await bench.run({ path: shapeFolder("deleted", { ...two, prj: WGS84_PRJ }) });
    expect(problemOf(report, "deleted-row")?.rows).toEqual([1]);
    expect(report.rows).toBe(1);
  });

  describe("text", () => {
    const chinese = (encode: (text: string) => Buffer): ReturnType<typeof shapefileOf> =>
      shapefileOf(
        "point",
        [
          { name: encode("名称"), length: 20 },
          { name: encode("户数"), length: 5 },
        ],
        pointShapes(Array.from({ length: 6 }, () => [encode("古龙屯"), ascii("30")])),
      );

    test("GBK without .cpg keeps both columns and the names", async () => {
      const path = shapeFolder("gbk", { ...chinese(gbk), prj: WGS84_PRJ });
      const { reading } = await bench.run({ path });
      expect(reading).toMatchObject({ encoding: "gb18030", encodingFrom: "contents" });
      expect(reading.columns).toEqual(["名称", "户数"]);
      expect(reading.preview[0]).toEqual({ 名称: "古龙屯", 户数: "30" });
    });

    test.each(["936", "CP936", "GBK", "GB2312", "gb18030\r\n"])(
      "a .cpg of %j is GBK",
      async (cpg) => {
        const path = shapeFolder(`cpg-${Buffer.from(cpg).toString("hex")}`, {
          ...chinese(gbk),
          prj: WGS84_PRJ,
          cpg,
        });
        const { reading } = await bench.run({ path });
        expect(reading).toMatchObject({ encoding: "gb18030", encodingFrom: "cpg" });
        expect(reading.preview[0]?.["名称"]).toBe("古龙屯");
      },
    );

    test("the language byte of GBK is heard", async () => {
      const parts = chinese(gbk);
      parts.dbf[29] = 0x4d;
      const { reading } = await bench.run({
        path: shapeFolder("ldid", { ...parts, prj: WGS84_PRJ }),
      });
      expect(reading).toMatchObject({ encoding: "gb18030", encodingFrom: "language byte" });
    });

    test("a .cpg that lies either way is told, and the names stay whole", async () => {
      const saysUtf8 = await bench.run({
        path: shapeFolder("lies-utf8", { ...chinese(gbk), prj: WGS84_PRJ, cpg: "UTF-8" }),
      });
      expect(problemOf(saysUtf8, "encoding-declared-wrong")?.severity).toBe("warning");
      expect(saysUtf8.reading.preview[0]?.["名称"]).toBe("古龙屯");
      const saysGbk = await bench.run({
        path: shapeFolder("lies-gbk", { ...chinese(utf8), prj: WGS84_PRJ, cpg: "GBK" }),
      });
      expect(problemOf(saysGbk, "encoding-declared-wrong")).toBeDefined();
      expect(saysGbk.reading.preview[0]?.["名称"]).toBe("古龙屯");
    });

    test("a .cpg of Windows-1252 over long Chinese text is told, over French it is believed", async () => {
      const named = (encode: (text: string) => Buffer, texts: string[]) =>
        shapefileOf(
          "point",
          [{ name: ascii("NAME"), length: 20 }],
          pointShapes(texts.map((text) => [encode(text)])),
        );
      const run = (name: string, parts: ReturnType<typeof shapefileOf>) =>
        bench.run({ path: shapeFolder(name, { ...parts, prj: WGS84_PRJ, cpg: "1252" }) });
      const villages = Array.from({ length: 6 }, () => "古龙屯");
      for (const [name, encode] of [
        ["1252-gbk", gbk],
        ["1252-utf8", utf8],
      ] as const) {
        const report = await run(name, named(encode, villages));
        expect(problemOf(report, "encoding-declared-wrong")?.mend).toContain("--encoding");
        expect(report.reading.preview[0]?.["NAME"]).toBe("古龙屯");
      }
      const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
      const towns = Array.from({ length: 40 }, () => "Pré à Été");
      const french = await run("1252-french", named(latin1, towns));
      expect(french.reading).toMatchObject({ encoding: "windows-1252", encodingFrom: "cpg" });
    });

    test("an encoding named wrongly is refused instead of writing replacement characters", async () => {
      const path = shapeFolder("named", { ...chinese(gbk), prj: WGS84_PRJ });
      const report = await bench.run({ path, encoding: "utf-8" });
      expect(errorCodes(report)).toEqual(["wrong-encoding"]);
      expect(errorCodes(await bench.run({ path, encoding: "klingon" }))).toEqual([
        "unknown-encoding",
      ]);
    });

    test("a mixture of encodings is refused", async () => {
      const mixed = shapefileOf(
        "point",
        [{ name: ascii("NAME"), length: 20 }],
        pointShapes([[gbk("古龙屯")], [Buffer.from("ff80ff", "hex")]]),
      );
      const path = shapeFolder("mixed", { ...mixed, prj: WGS84_PRJ });
      expect(errorCodes(await bench.run({ path }))).toEqual(["unknown-encoding"]);
    });

    test("a UTF-8 name cut at the end of its column is still read as UTF-8", async () => {
      const cut = shapefileOf(
        "point",
        [{ name: ascii("NAME"), length: 8 }],
        pointShapes([[utf8("古龙屯")]]),
      );
      const { reading } = await bench.run({
        path: shapeFolder("cut-name", { ...cut, prj: WGS84_PRJ }),
      });
      expect(reading.encoding).toBe("utf-8");
      expect(reading.preview[0]?.["NAME"]).toBe("古龙");
    });

    test("two columns of one name are refused", async () => {
      const twice = shapefileOf(
        "point",
        [
          { name: ascii("NAME"), length: 5 },
          { name: ascii("NAME"), length: 5 },
        ],
        pointShapes([[ascii("a"), ascii("b")]]),
      );
      const path = shapeFolder("twice", { ...twice, prj: WGS84_PRJ });
      expect(errorCodes(await bench.run({ path }))).toEqual(["colliding-columns"]);
    });

    test("U+FFFD, NUL inside text and control characters are errors with their rows", async () => {
      const bad = shapefileOf(
        "point",
        [{ name: ascii("NAME"), length: 12 }],
        pointShapes([[utf8("a\uFFFDb")], [utf8("ok")], [utf8("a\0b")]]),
      );
      const report = await bench.run({ path: shapeFolder("fffd", { ...bad, prj: WGS84_PRJ }) });
      expect(problemOf(report, "replacement-character")?.rows).toEqual([1]);
      expect(problemOf(report, "control-character")?.rows).toEqual([3]);
    });
  });

  describe("reference systems", () => {
    const at = (x: number, y: number, prj?: string): Record<string, string | Buffer> => ({
      ...shapefileOf("point", fields, [{ parts: [[[x, y]]], cells: [ascii("A")] }]),
      ...(prj === undefined ? {} : { prj }),
    });
    const GK108 =
      'PROJCS["CGCS2000_3_Degree_GK_CM_108E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",108.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';

    test("metres without a .prj are refused, and read once --crs names the system", async () => {
      const path = shapeFolder("metres", at(555_898.4, 2_540_000));
      expect(errorCodes(await bench.run({ path }))).toEqual(["metres-without-crs"]);
      const report = await bench.run({ path, crs: "EPSG:4545" });
      expect(errorCodes(report)).toEqual([]);
      expect(report.reading).toMatchObject({ crs: "EPSG:4545", datum: "wgs84" });
    });

    test("a .prj that lies is refused: degrees as metres, metres as degrees", async () => {
      const degrees = shapeFolder("lies-metres", at(108.5, 22.9, GK108));
      expect(errorCodes(await bench.run({ path: degrees }))).toEqual(["crs-disagrees"]);
      const metres = shapeFolder("lies-degrees", at(555_898, 2_540_000, WGS84_PRJ));
      expect(errorCodes(await bench.run({ path: metres }))).toEqual(["crs-disagrees"]);
    });

    test("a datum that lies off by an unknown amount, an unknown system and an unknown number are refused", async () => {
      const xian = shapeFolder("xian", at(108, 22, WGS84_PRJ.replaceAll("WGS_1984", "Xian_1980")));
      expect(errorCodes(await bench.run({ path: xian }))).toEqual(["unknown-datum"]);
      const nonsense = shapeFolder("nonsense", at(108, 22, 'LOCAL_CS["shed"]'));
      expect(errorCodes(await bench.run({ path: nonsense }))).toEqual(["unknown-crs"]);
      const path = shapeFolder("number", at(108, 22));
      expect(errorCodes(await bench.run({ path, crs: "EPSG:1" }))).toEqual(["unknown-crs"]);
    });
  });
});

describe("GeoJSON", () => {
  const refused = async (text: string): Promise<string[]> =>
    errorCodes(await bench.take("x.geojson", text));

  test("text cut off in the middle is refused", async () => {
    const text = ONE.toString();
    for (const length of [1, 20, 60, text.length - 2, text.length - 1])
      expect(await refused(text.slice(0, length))).toEqual(["json-cut-off"]);
  });

  test("nesting is counted before anything is parsed", async () => {
    expect(await refused(`{"type":"FeatureCollection","features":${"[".repeat(400_000)}`)).toEqual([
      "json-too-deep",
    ]);
    const nested = `${'{"type":"GeometryCollection","geometries":['.repeat(5_000)}${"]}".repeat(5_000)}`;
    expect(
      await refused(
        `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":${nested}}]}`,
      ),
    ).toEqual(["json-too-deep"]);
  });

  test("duplicate keys are refused, at the top and inside a feature", async () => {
    const feature = '{"type":"Feature","properties":{"name":"a","name":"b"},"geometry":null}';
    expect(await refused(`{"type":"FeatureCollection","features":[${feature}]}`)).toEqual([
      "duplicate-key",
    ]);
    expect(await refused(`{"type":"FeatureCollection","type":"Feature","features":[]}`)).toEqual([
      "duplicate-key",
    ]);
  });

  test("__proto__ is a property like any other and reaches no prototype", async () => {
    const text = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"__proto__":"x","constructor":"y","name":"a"},"geometry":{"type":"Point","coordinates":[10,10]}}]}`;
    const report = await bench.take("proto.geojson", text);
    expect(report.reading.unmapped).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  test("types are case-sensitive, elements must be features, text must be an object", async () => {
    expect(await refused('{"type":"featurecollection","features":[]}')).toEqual(["not-geojson"]);
    expect(await refused('{"type":"FeatureCollection","features":[{"type":"Point"}]}')).toEqual([
      "not-geojson",
    ]);
    expect(
      await refused(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"point","coordinates":[1,2]}}]}',
      ),
    ).toEqual(["bad-geometry"]);
    expect(
      await refused(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[1,2]}}]}',
      ),
    ).toEqual(["bad-geometry"]);
    expect(await refused("[1,2,3]")).toEqual(["not-json"]);
    expect(await refused("hello")).toEqual(["not-json"]);
    expect(await refused("")).toEqual(["not-json"]);
  });

  test("a feature without a geometry is an error with its row; no feature at all is refused", async () => {
    const report = await bench.take(
      "null.geojson",
      featureCollection([
        { properties: { name: "a" }, geometry: point(1, 1) },
        { properties: { name: "b" }, geometry: null },
      ]),
    );
    expect(problemOf(report, "no-geometry")?.rows).toEqual([2]);
    expect(await refused('{"type":"FeatureCollection","features":[]}')).toEqual(["empty-file"]);
  });

  test("GBK text and lone surrogates are refused", async () => {
    const bytes = Buffer.concat([
      Buffer.from(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"',
      ),
      gbk("古龙屯"),
      Buffer.from('"},"geometry":null}]}'),
    ]);
    expect(errorCodes(await bench.take("gbk.geojson", bytes))).toEqual(["wrong-encoding"]);
    const lone = featureCollection([{ properties: { name: "x" }, geometry: point(1, 1) }]).replace(
      '"x"',
      '"\\ud800"',
    );
    expect(await refused(lone)).toEqual(["control-character"]);
  });

  test("a byte-order mark, members after the features and a crs member are taken", async () => {
    const text = `\uFEFF{"features":[{"type":"Feature","properties":{"name":"古龙屯, {[\\"屯"},"geometry":{"type":"Point","coordinates":[555898.4,2540000]}}],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4545"}},"type":"FeatureCollection"}`;
    const report = await bench.take("bom.geojson", text);
    expect(errorCodes(report)).toEqual([]);
    expect(report.reading).toMatchObject({ crs: "EPSG:4545" });
    expect(report.reading.preview[0]?.["name"]).toBe('古龙屯, {["屯');
  });

  test("a single Feature is a file of one record", async () => {
    const text = JSON.stringify({
      type: "Feature",
      properties: { name: "a" },
      geometry: point(1, 1),
    });
    const report = await bench.take("one.geojson", text);
    expect(errorCodes(report)).toEqual([]);
    expect(report.rows).toBe(1);
  });
});

test("a folder reached by a link is read like the folder", async () => {
  const path = shapeFolder("target", {
    ...shapefileOf("point", [{ name: ascii("NAME"), length: 5 }], pointShapes([[ascii("A")]])),
    prj: WGS84_PRJ,
  });
  const link = join(bench.folder.path, "link");
  symlinkSync(path, link);
  expect((await bench.run({ path: link })).rows).toBe(1);
});
