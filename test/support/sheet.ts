import encodeQR from "qr";
import type { Outline, Place, SheetInput, SheetMap } from "../../core/composition/sheet-input.ts";
import { geodesicDestination } from "../../core/geodesy/geodesic.ts";

/** South-west corner of the squares. */
const CORNER: Place = [107.9, 24.5];

/** Address and code of the sample page. */
export const SAMPLE_ADDRESS = "http://qiantu.example:3000/v/k7m2xqd";

/** A square on the ellipsoid of so many metres an edge, `east` and `north` metres from the corner of all. */
function groundSquare(east: number, north: number, edgeM: number): Outline {
  const at = (x: number, y: number): Place => {
    const beside = geodesicDestination(CORNER[0], CORNER[1], 90, x);
    const above = geodesicDestination(beside.lng, beside.lat, 0, y);
    return [above.lng, above.lat];
  };
  const corners = [
    at(east, north),
    at(east + edgeM, north),
    at(east + edgeM, north + edgeM),
    at(east, north + edgeM),
    at(east, north),
  ];
  return [[corners.flat()]];
}

/** A page with four counties, squares of 10 km, three of them with values. */
export function samplePage(
  change: Partial<SheetInput> = {},
  map: Partial<SheetMap> = {},
): SheetInput {
  const fills = ["#b35806", "#fdb863", "#5aa2cf", null];
  const names = ["金城江区", "罗城仫佬族自治县", "宜州区", "岜暮县"];
  const areas = fills.map((fill, i) => ({
    outline: groundSquare((i % 2) * 10_000, Math.floor(i / 2) * 10_000, 10_000),
    position: null,
    name: names[i]!,
    valueText: fill === null ? null : `${60 + i * 12}.5%`,
    fill,
    symbolFill: null,
    amount: null,
  }));
  return {
    paper: "A4",
    orientation: "landscape",
    language: "zh-CN",
    title: "河池市通屯道路覆盖率",
    subtitle: "按县（市、区） · 2020年",
    headline: "全市 82.3%，未通 3210 个屯",
    demonstration: true,
    maps: [
      {
        heading: null,
        style: "choropleth",
        areas,
        surroundings: [],
        borders: [],
        whole: groundSquare(0, 0, 20_000),
        flows: [],
        settlements: [],
        spread: null,
        symbolColour: "#6b46c1",
        labels: null,
        ...map,
      },
    ],
    legend: {
      parts: [
        {
          title: "通屯道路覆盖率",
          classes: [
            { label: "低于 70%", colour: "#b35806", counts: [1] },
            { label: "无数据", colour: null, counts: [1] },
          ],
        },
      ],
      countUnit: "个",
      amountUnit: null,
    },
    ranking: {
      title: "排名",
      columns: ["名次", "县（市、区）", "覆盖率"],
      rows: [{ cells: ["1", "宜州区", "84.5%"], colour: "#5aa2cf" }],
    },
    locator: {
      region: groundSquare(0, 0, 60_000),
      area: groundSquare(0, 0, 20_000),
      name: "广西壮族自治区",
    },
    imprint: {
      source: "县交通运输局通屯公路台账",
      dataDate: "2020-12-31",
      rule: "通屯道路 第1版",
      reviewNumber: "",
      organisation: "河池市发展和改革委员会",
      printedOn: "2020-12-31",
      remarks: [],
    },
    link: {
      address: SAMPLE_ADDRESS,
      code: "k7m2xqd",
      modules: encodeQR(SAMPLE_ADDRESS, "raw", { ecc: "medium", border: 1 }),
    },
    ...change,
  };
}
