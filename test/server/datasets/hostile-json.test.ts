import { afterAll, describe, expect, test } from "vitest";
import { DatasetRefused, ProblemLog } from "../../../server/datasets/problems.ts";
import { openInput } from "../../../server/datasets/reading/input.ts";
import type { RawRow } from "../../../server/datasets/reading/reader.ts";
import { Folder } from "./support/files.ts";

const folder = new Folder();
afterAll(() => folder.clear());

/** The names in a GeoJSON file, or the code of the problem that refuses it. */
async function read(text: string): Promise<unknown[] | string> {
  const path = folder.write("a.geojson", text);
  try {
    const input = await openInput(path);
    const opened = await input.reader.open(input.main, input.files, {}, new ProblemLog());
    const rows: RawRow[] = [];
    for await (const row of opened.rows(new ProblemLog())) rows.push(row);
    return rows.map((row) => row.values[0]);
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    return error.problems[0]!.code;
  }
}

const feature = (properties: string): string =>
  `{"type":"Feature","properties":${properties},"geometry":null}`;
const A = feature('{"name":"A"}');
const B = feature('{"name":"B"}');
const collection = (features: string): string => `{"type":"FeatureCollection",${features}}`;

describe("GeoJSON that a tolerant reader would guess at", () => {
  test("with two lists of features is refused, also when the first is empty or is no list", async () => {
    expect(await read(collection(`"features":[${A}],"features":[${B}]`))).toBe("duplicate-key");
    expect(await read(collection(`"features":[],"features":[${B}]`))).toBe("duplicate-key");
    expect(await read(collection(`"features":null,"features":[${B}]`))).toBe("duplicate-key");
    expect(await read(collection(`"features":[${A}],"f\\u0065atures":[${B}]`))).toBe(
      "duplicate-key",
    );
  });

  test("with one name written in two ways is refused", async () => {
    const twice = feature('{"name":"A","n\\u0061me":"B"}');
    expect(await read(collection(`"features":[${twice}]`))).toBe("duplicate-key");
    const nested = feature('{"name":"A","x":{"a":1,"\\u0061":2}}');
    expect(await read(collection(`"features":[${nested}]`))).toBe("duplicate-key");
  });

  test.each([
    ["a list closed by a brace", `"features":[${A}}`],
    ["a brace closed by a bracket", `"features":[${A}],"x":{"a":1]`],
    ["two commas between features", `"features":[${A},,${B}]`],
    ["a comma before the first feature", `"features":[,${A}]`],
    ["a comma after the last feature", `"features":[${A},]`],
    ["two commas between members", `"x":1,,"features":[${A}]`],
    ["a comma after the last member", `"features":[${A}],`],
    ["no comma after the features", `"features":[${A}]"x":1`],
    ["a member without a value", `"x":,"features":[${A}]`],
  ])("with %s is refused", async (_, members) => {
    expect(await read(collection(members))).toBe("not-json");
  });

  test("with a comma before the first member is refused", async () => {
    expect(await read(`{,"type":"FeatureCollection","features":[${A}]}`)).toBe("not-json");
  });

  test("that is plain is read, blanks and members after the features included", async () => {
    const spaced = `"features" : [ ${A} , ${B} ] , "x" : { "a" : [ ] , "b" : {} } `;
    expect(await read(collection(spaced))).toEqual(["A", "B"]);
    expect(await read(`{"features":[${A}],"type":"FeatureCollection"}`)).toEqual(["A"]);
    expect(await read(collection(`"features":[ ]`))).toEqual([]);
  });
});
