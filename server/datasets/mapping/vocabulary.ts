import type { DatasetKind } from "../../../core/contract/dataset.ts";

type Words = Readonly<Record<string, readonly string[]>>;

const ROAD_CLASSES: Words = {
  trunk: [
    "高速公路",
    "高速",
    "国道",
    "国家高速",
    "motorway",
    "trunk",
    "expressway",
    "national",
    "national highway",
    "nh",
    "g",
  ],
  provincial: ["省道", "provincial", "state highway", "primary", "sh", "s"],
  county: ["县道", "county", "secondary", "mdr", "major district road", "x"],
  township: ["乡道", "township", "tertiary", "odr", "rr(odr)", "other district road", "y"],
  village: [
    "村道",
    "通屯道路",
    "通屯路",
    "屯级道路",
    "屯级路",
    "通村道路",
    "通村路",
    "village",
    "residential",
    "unclassified",
    "rr(vr)",
    "vr",
    "village road",
    "c",
  ],
  track: ["机耕路", "机耕道", "track", "rr(track)"],
};
const SURFACES: Words = {
  asphalt: [
    "沥青",
    "沥青混凝土",
    "柏油",
    "柏油路",
    "油路",
    "asphalt",
    "bitumen",
    "bt",
    "paved:asphalt",
  ],
  cement: ["水泥", "水泥混凝土", "混凝土", "水泥路", "cement", "concrete", "cc"],
  gravel: ["砂石", "砂石路", "碎石", "泥结石", "砂砾", "gravel", "wbm"],
  earth: ["土路", "土", "无路面", "earth", "dirt", "ground", "unpaved", "track"],
};
const ELECTRICITY_CLASSES: Words = {
  highVoltage: ["高压", "高压线路", "high voltage", "highvoltage", "transmission", "hv"],
  mediumVoltage: ["中压", "中压线路", "medium voltage", "mediumvoltage", "distribution", "mv"],
  lowVoltage: ["低压", "低压线路", "low voltage", "lowvoltage", "lv", "minor_line"],
  substation: ["变电站", "substation"],
  transformer: ["变压器", "配电变压器", "配变", "transformer"],
  transformerArea: ["台区", "台区供电范围", "供电范围", "transformerarea", "service area"],
};
const WATER_CLASSES: Words = {
  supplyArea: ["供水范围", "集中供水范围", "集中供水", "supplyarea", "supply area"],
  pipe: ["供水管道", "管道", "管线", "水管", "pipe", "pipeline"],
  plant: ["水厂", "plant", "water works", "waterworks"],
  source: ["水源", "水源点", "泉", "井", "泉水", "水井", "source", "spring", "well"],
  tank: ["水柜", "水窖", "水池", "tank", "cellar", "cistern"],
};
const BROADBAND_CLASSES: Words = {
  fibre: ["光缆", "光纤", "fibre", "fiber"],
  node: ["接入点", "宽带接入点", "node", "olt", "access node"],
  baseStation: ["基站", "通信基站", "basestation", "base station", "tower", "bts"],
};
const FACILITY_KINDS: Words = {
  clinic: [
    "卫生室",
    "村卫生室",
    "诊所",
    "clinic",
    "medical",
    "health",
    "health centre",
    "health center",
    "sub centre",
    "doctors",
  ],
  hospital: ["医院", "卫生院", "乡镇卫生院", "中心卫生院", "hospital"],
  school: ["学校", "小学", "中学", "初中", "高中", "教学点", "school", "education", "educational"],
  kindergarten: ["幼儿园", "kindergarten"],
  settlement: ["安置点", "settlement"],
};
const ZONE_KINDS: Words = {
  hazard: ["地质灾害", "地质灾害隐患", "地灾", "滑坡", "崩塌", "泥石流", "hazard", "landslide"],
  redLine: ["生态保护红线", "生态红线", "红线", "redline", "red line"],
  farmland: ["永久基本农田", "基本农田", "farmland"],
  flood: ["洪涝", "洪水", "蓄滞洪区", "淹没区", "flood", "flood plain"],
  karst: ["岩溶", "喀斯特", "石漠化", "石山", "karst"],
};

const VOLTAGE = /^(\d+(?:\.\d+)?)\s*(千伏|kv|伏|v)$/i;

/**
 * The system's word for a class, kind or surface as a file writes it, or null when it is not known. A road class in
 * letters is read as the highway standard writes it (G, S, X, Y, C); a voltage becomes its class.
 */
export function translate(
  kind: DatasetKind,
  field: "class" | "surface" | "kind",
  text: string,
): string | null {
  const words = wordsOf(kind, field);
  const wanted = text.normalize("NFKC").trim().toLowerCase();
  for (const [word, names] of Object.entries(words))
    if (word.toLowerCase() === wanted || names.includes(wanted)) return word;
  return kind === "electricity" && field === "class" ? classOfVoltage(wanted) : null;
}

function wordsOf(kind: DatasetKind, field: string): Words {
  if (field === "surface") return SURFACES;
  switch (kind) {
    case "roads":
      return ROAD_CLASSES;
    case "electricity":
      return ELECTRICITY_CLASSES;
    case "water":
      return WATER_CLASSES;
    case "broadband":
      return BROADBAND_CLASSES;
    case "facilities":
      return FACILITY_KINDS;
    case "zones":
      return ZONE_KINDS;
    case "boundaries":
    case "villages":
      return {};
  }
}

/** Above 35 kV high, 1 kV and more medium, below low; the bounds of ELECTRICITY_CLASSES. */
function classOfVoltage(text: string): string | null {
  const found = VOLTAGE.exec(text);
  if (found === null) return null;
  const kv = Number(found[1]) / (/k|千/i.test(found[2]!) ? 1 : 1000);
  return kv > 35 ? "highVoltage" : kv >= 1 ? "mediumVoltage" : "lowVoltage";
}
