import { expect, test } from "vitest";
import { fileNameIn, printAddress } from "../../client/print/print-api.ts";
import { MAP_WORDS } from "../../core/composition/map-words.ts";
import { MapPrintQuery } from "../../core/contract/print.ts";
import { listIndicators } from "../../core/thematic/indicators.ts";

const choice = {
  paper: "A3",
  orientation: "portrait",
  format: "pdf",
  title: " 河池市 & 县 ",
  organisation: "",
  review: "桂S(2020)1号",
} as const;

test("the address of a print holds the map's own query and how it is printed, and the service understands it", () => {
  const address = printAddress(
    "?area=451200&ind=rate:village-road:villages&lang=en&map=y&atlas=x&page=2&present=1",
    choice,
    "zh-CN",
  );
  const given = Object.fromEntries(new URLSearchParams(address.split("?")[1]));
  expect(address).toMatch(/^\/api\/export\/map\?/);
  expect(given).toEqual({
    area: "451200",
    ind: "rate:village-road:villages",
    lang: "zh-CN",
    paper: "A3",
    orientation: "portrait",
    format: "pdf",
    title: "河池市 & 县",
    review: "桂S(2020)1号",
  });
  expect(MapPrintQuery.safeParse(given).success).toBe(true);
});

test("a preview is a small picture of the same page", () => {
  const given = new URLSearchParams(printAddress("area=45", choice, "en", 80).split("?")[1]);
  expect([given.get("format"), given.get("dpi"), given.get("paper")]).toEqual(["png", "80", "A3"]);
});

test("a file is saved under the name that the service gives it", () => {
  expect(
    fileNameIn(
      "attachment; filename=\"qiantu.pdf\"; filename*=UTF-8''%E6%B2%B3%E6%B1%A0.pdf",
      "pdf",
    ),
  ).toBe("河池.pdf");
  expect(fileNameIn("attachment; filename*=UTF-8''%E6%B2", "pdf")).toBe("map.pdf");
  expect(fileNameIn(null, "png")).toBe("map.png");
});

test("every indicator has a name on paper, in both languages", () => {
  const plain = listIndicators([]).map(({ id }) => id);
  expect(plain.length).toBeGreaterThan(20);
  for (const { indicator } of Object.values(MAP_WORDS))
    expect(plain.filter((id) => indicator[id] === undefined)).toEqual([]);
});
