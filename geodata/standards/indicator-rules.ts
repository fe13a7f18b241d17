import type { z } from "zod";
import { IndicatorRule } from "../../core/contract/rule.ts";
import { HARDENED_SURFACES } from "../../core/policy/classes.ts";

/** Quantity and reliability of safe drinking water. */
const SAFE_WATER = { quantityLPerHeadDay: { min: 35 }, daysOffPerYear: { max: 36 } };
/** The same where water is scarce: 20 litres. */
const SCARCE_WATER = { quantityLPerHeadDay: { min: 20 }, daysOffPerYear: { max: 36 } };
/** Least width, thickness, curve and steepest grade of a road that counts without having been accepted. */
const RECOUNT_STANDARD = {
  roadbedWidthM: { min: 4.5 },
  surfaceWidthM: { min: 3.5 },
  gravelCm: { min: 15 },
  curveRadiusM: { min: 15 },
  gradePercent: { max: 10 },
};
const BROADBAND = { mbps: { min: 12 } };

const RULES: readonly z.input<typeof IndicatorRule>[] = [
  {
    id: "village-road",
    name: { zh: "通屯道路", en: "Village road" },
    sector: "road",
    unit: "naturalVillage",
    eligible: { minHouseholds: 20 },
    test: { kind: "distance", reachM: 500 },
    target: 0.95,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第18条（20户以上自然村通机动车路，95%）",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 18 (natural villages of 20 households and more, motor road, 95 %)",
    },
    confidence: {
      zh: "条文明确；500米为本系统默认值",
      en: "article; the reach of 500 m is this system's default",
    },
  },
  {
    id: "accepted-village-road",
    name: { zh: "通屯道路(验收或达标)", en: "Village road, accepted or up to standard" },
    sector: "road",
    unit: "naturalVillage",
    eligible: { minHouseholds: 20 },
    test: {
      kind: "any",
      of: [
        { kind: "distance", reachM: 500, accepted: true },
        { kind: "distance", reachM: 500, where: RECOUNT_STANDARD },
      ],
    },
    attested: false,
    target: 0.95,
    validFrom: "2014-01-01",
    source: {
      zh: "广西20户以上自然村通路复核口径：机动车到不了，或道路未经验收且低于路基4.5米、路面3.5米、砂石15厘米、弯道半径15米、纵坡10%的，不算通路",
      en: "Guangxi's recount of 20-household villages: not connected when no motor vehicle reaches it, or when the road was never accepted and is below roadbed 4.5 m, surface 3.5 m, gravel 15 cm, curve radius 15 m, grade 10 %",
    },
    confidence: {
      zh: "转引；500米为本系统默认值",
      en: "read; the reach of 500 m is this system's default",
    },
  },
  {
    id: "hardened-road",
    name: { zh: "建制村通硬化路", en: "Hardened road to the administrative village" },
    sector: "road",
    unit: "administrativeVillage",
    eligible: { attribute: "qualified" },
    test: { kind: "distance", reachM: 500, from: "seat", surfaces: [...HARDENED_SURFACES] },
    target: 1,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第18、33条（2015年具备条件的建制村通沥青或水泥路）",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 18 and 33 (asphalt or cement road to every qualified administrative village by 2015)",
    },
    confidence: {
      zh: "条文明确；距村委会500米为本系统默认值",
      en: "article; the reach of 500 m from the committee seat is this system's default",
    },
  },
  {
    id: "drinking-water",
    name: { zh: "安全饮水", en: "Safe drinking water" },
    sector: "water",
    unit: "naturalVillage",
    test: {
      kind: "any",
      of: [
        { kind: "inside", classes: ["supplyArea"], where: SAFE_WATER },
        { kind: "inside", classes: ["supplyArea"], where: SCARCE_WATER, onlyFor: "waterScarce" },
        { kind: "distance", reachM: 800, from: "seat", classes: ["source"], where: SAFE_WATER },
        {
          kind: "distance",
          reachM: 800,
          from: "seat",
          classes: ["source"],
          where: SCARCE_WATER,
          onlyFor: "waterScarce",
        },
        {
          kind: "distance",
          reachM: 800,
          from: "seat",
          classes: ["tank"],
          where: SAFE_WATER,
          onlyFor: "karst",
        },
        {
          kind: "distance",
          reachM: 800,
          from: "seat",
          classes: ["tank"],
          where: SCARCE_WATER,
          onlyFor: "waterScarce",
        },
      ],
    },
    target: 0.95,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第18、33条（“基本解决”按95%计）；县水利部门公布的评价标准：每人每天35升，缺水地区20升，取水距离800米（或往返20分钟、垂直高差80米），全年断水不超过36天；石山区水柜水窖计入",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 18 and 33 (basically solved = 95 %); assessment criteria as published by county water bureaus: 35 L a head and day, 20 where water is scarce, 800 m (or 20 minutes, or 80 m of height), at most 36 days off a year; tanks and cellars count in karst",
    },
    confidence: {
      zh: "转引；20分钟、高差80米两项不作测算，可由上报认定",
      en: "read; the alternatives of 20 minutes and 80 m of height are not computed but may be attested",
    },
  },
  {
    id: "electricity",
    name: { zh: "通电", en: "Electricity" },
    sector: "electricity",
    unit: "naturalVillage",
    test: {
      kind: "any",
      of: [
        { kind: "inside", classes: ["transformerArea"] },
        { kind: "distance", reachM: 500, classes: ["lowVoltage"] },
      ],
    },
    target: 1,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第18、33条（户户通电）",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 18 and 33 (every household)",
    },
    confidence: {
      zh: "条文明确；500米为农村低压线路通常供电半径",
      en: "article; the reach of 500 m is the usual supply radius of rural low-voltage lines",
    },
  },
  {
    id: "broadband-administrative-village",
    name: { zh: "行政村通宽带", en: "Broadband, administrative village" },
    sector: "broadband",
    unit: "administrativeVillage",
    test: {
      kind: "any",
      of: [
        { kind: "distance", reachM: 1000, classes: ["fibre", "node"], where: BROADBAND },
        { kind: "radius", classes: ["baseStation"], where: BROADBAND },
      ],
    },
    target: 1,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第37条（2015年行政村通宽带，12兆比特/秒）",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 37 (every administrative village by 2015, 12 Mbit/s)",
    },
    confidence: {
      zh: "条文明确；距光缆、节点1000米为本系统默认值",
      en: "article; the reach of 1,000 m from fibre and nodes is this system's default",
    },
  },
  {
    id: "broadband-natural-village",
    name: { zh: "自然村通宽带", en: "Broadband, natural village" },
    sector: "broadband",
    unit: "naturalVillage",
    eligible: { attribute: "qualified" },
    test: {
      kind: "any",
      of: [
        { kind: "distance", reachM: 1000, classes: ["fibre", "node"], where: BROADBAND },
        { kind: "radius", classes: ["baseStation"], where: BROADBAND },
      ],
    },
    target: 0.98,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第37条（2020年具备条件的自然村基本通宽带，按98%计，12兆比特/秒）",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 37 (qualified natural villages, basically all by 2020 = 98 %, 12 Mbit/s)",
    },
    confidence: {
      zh: "条文明确；距光缆、节点1000米为本系统默认值",
      en: "article; the reach of 1,000 m from fibre and nodes is this system's default",
    },
  },
  {
    id: "clinic",
    name: { zh: "行政村卫生室", en: "Clinic in the administrative village" },
    sector: "facility",
    unit: "administrativeVillage",
    test: {
      kind: "any",
      of: [
        { kind: "inside", facilityKinds: ["clinic", "hospital"] },
        { kind: "distance", reachM: 500, facilityKinds: ["clinic", "hospital"] },
      ],
    },
    target: 1,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第18、36条（每个行政村有标准化卫生室）",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 18 and 36 (a standard clinic per administrative village)",
    },
    confidence: {
      zh: "条文明确；村外500米以内的卫生室也计入，为本系统默认值",
      en: "article; a clinic up to 500 m outside the village counts by this system's default",
    },
  },
  {
    id: "hospital",
    name: { zh: "乡镇卫生院", en: "Hospital in the township" },
    sector: "facility",
    unit: "township",
    test: {
      kind: "any",
      of: [
        { kind: "inside", facilityKinds: ["hospital"] },
        { kind: "distance", reachM: 500, facilityKinds: ["hospital"] },
      ],
    },
    target: 1,
    validFrom: "2014-01-01",
    source: {
      zh: "广西2014年扶贫开发意见第36条（每个乡镇有卫生院）",
      en: "Guangxi 2014 opinions on poverty alleviation, Art. 36 (a hospital per township)",
    },
    confidence: {
      zh: "条文明确；乡镇外500米以内的卫生院也计入，为本系统默认值",
      en: "article; a hospital up to 500 m outside the township counts by this system's default",
    },
  },
  {
    id: "rural-access-index",
    name: { zh: "农村通达指数(RAI)", en: "Rural Access Index" },
    sector: "road",
    unit: "naturalVillage",
    eligible: { attribute: "rural" },
    test: { kind: "distance", reachM: 2000, allSeason: true },
    attested: false,
    target: null,
    headline: "persons",
    validFrom: "2015-01-01",
    source: {
      zh: "联合国可持续发展目标指标9.1.1：农村人口中距全天候道路2公里以内的比例",
      en: "SDG indicator 9.1.1, Rural Access Index: share of the rural population within 2 km of an all-season road",
    },
    confidence: {
      zh: "转引",
      en: "read",
    },
  },
];

/** The coverage rules that ship, in the order in which they are shown. Each is a version 1; a change is a new version, never an edit. */
export const SHIPPED_RULES: readonly IndicatorRule[] = RULES.map((rule) =>
  IndicatorRule.parse(rule),
);
