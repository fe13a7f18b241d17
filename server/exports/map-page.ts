import encodeQR from "qr";
import type { MapPrintQuery } from "../../core/contract/print.ts";
import type {
  MapSubject,
  PaintedMap,
  ThematicView,
  ValuePart,
} from "../../core/contract/thematic.ts";
import {
  classText,
  differenceText,
  indicatorName,
  measureName,
  momentOf,
  ruleName,
  unitText,
  valueText,
  wordingOf,
  type Wording,
} from "../../core/composition/map-texts.ts";
import type {
  SheetArea,
  SheetClass,
  SheetInput,
  SheetMap,
  SheetRanking,
} from "../../core/composition/sheet-input.ts";
import { targetText } from "../../core/policy/rate-text.ts";
import type { MapColumns } from "../../core/thematic/columns.ts";
import type { Indicator } from "../../core/thematic/indicator.ts";
import { differenceMap, paintMap, valuesOf } from "../../core/thematic/paint-map.ts";
import { levelOf } from "../boundaries/area-tree.ts";
import { findPlace } from "../coverage/questions.ts";
import type { RegionState } from "../coverage/state.ts";
import { problem } from "../http/problem.ts";
import type { PlanContext } from "../plans/context.ts";
import { findRow } from "../plans/service.ts";
import type { PlanRow } from "../plans/queries.ts";
import { drawnFlows } from "./map-flows.ts";
import { groundOf, locatorOf, printName } from "./map-areas.ts";
import { columnsOfSubject, indicatorOf } from "./map-columns.ts";
import { originOfData } from "./origin.ts";
import { outlineOf } from "./outlines.ts";
import { planOfArea } from "./plan-of-map.ts";

/** How a page is printed, and where its code leads. */
export interface PageOptions extends Pick<
  MapPrintQuery,
  "paper" | "orientation" | "lang" | "organisation" | "review" | "title"
> {
  /** Address and code that open the view again. */
  link: { address: string; code: string } | null;
  /** Date of printing, YYYY-MM-DD. */
  printedOn: string;
}

/** Land under symbols, flows and dots. */
const GROUND = "#f6f7f8";
/** Symbols, flows and dots without classes. */
const SYMBOL = "#6b46c1";

/** One side of a map, reckoned. */
interface Side {
  subject: MapSubject;
  indicator: Indicator;
  columns: MapColumns;
  plan: PlanRow | null;
  painted: PaintedMap;
  isDifference: boolean;
}

/** Everything that stands on the printed page of a view. Throws a problem for a view that the data cannot show. */
export async function mapPage(
  context: PlanContext,
  view: ThematicView,
  options: PageOptions,
): Promise<SheetInput> {
  const { state, area } = findPlace(context.regions, view.area);
  const wording = wordingOf(options.lang, state.rules);
  const { words } = wording;
  const sides = await sidesOf(context, state, area, view);
  const [first] = sides as [Side, ...Side[]];
  const style = view.style === "hex" ? "choropleth" : view.style;
  const codes = first.columns.today.areas.map(({ code }) => state.areaIndex(code)!);
  const ground = groundOf(state, area, view.by, codes, options.lang);
  const flows =
    style === "flows" && first.plan
      ? await drawnFlows(context, first.plan.id, view, first.columns)
      : null;
  const maps = sides.map((side): SheetMap => ({
    ...ground,
    heading: sides.length > 1 ? sideName(side, sides, wording) : null,
    style,
    areas: sheetAreas(state, side, view, codes, style, wording),
    flows: flows?.flows ?? [],
    settlements: flows?.settlements ?? [],
    symbolColour: SYMBOL,
  }));
  const origin = originOfData(state, words);
  const name = indicatorName(first.indicator, wording);
  const level = levelOf(state.snapshot.areas, codes[0] ?? area);
  const remarks = [
    ...(view.style === "hex" ? [words.noHexes] : []),
    ...(flows && flows.leftOut > 0 ? [words.leftOut(flows.leftOut)] : []),
  ];
  return {
    paper: options.paper,
    orientation: options.orientation,
    language: options.lang,
    title: options.title || words.title(printName(state, area, options.lang), name),
    subtitle: subtitleOf(sides, view, wording),
    headline: sides.length > 1 ? null : headlineOf(first, view, wording),
    demonstration: origin.demonstration,
    maps,
    legend: {
      title: first.isDifference ? `${name} · ${words.difference}` : name,
      classes: style === "flows" || style === "dots" ? [] : legendClasses(sides, view, wording),
      countUnit: words.areas(level),
      amountUnit: unitText(style === "flows" ? "persons" : first.indicator.unit, wording) || null,
    },
    ranking: rankingOf(state, sides, view, codes, wording),
    locator: locatorOf(state, area, options.lang),
    imprint: {
      source: origin.source,
      dataDate: origin.dataDate,
      rule: basisOf(first, wording),
      reviewNumber: options.review,
      organisation: options.organisation,
      printedOn: options.printedOn,
      remarks,
    },
    link: options.link && {
      ...options.link,
      modules: encodeQR(options.link.address, "raw", { ecc: "medium", border: 1 }),
    },
  };
}

async function sidesOf(
  context: PlanContext,
  state: RegionState,
  area: number,
  view: ThematicView,
): Promise<Side[]> {
  const rules = state.rules.map(({ id }) => id);
  const load = async (subject: MapSubject): Promise<Omit<Side, "painted" | "isDifference">> => {
    const indicator = indicatorOf(subject, rules);
    const needsPlan =
      view.style === "flows" ||
      indicator.needsOf(subject.basis).some((need) => need === "plan" || need === "ruleYears");
    const plan =
      needsPlan || subject.plan !== null ? await planOf(context, state, area, subject) : null;
    if (needsPlan && plan === null)
      throw problem(
        422,
        "noPlan",
        "There is no plan for this area; name another indicator.",
        "plan",
        {
          area: view.area,
        },
      );
    const place = { area: view.area, by: view.by, plan: plan?.id ?? null };
    return {
      subject,
      indicator,
      plan,
      columns: await columnsOfSubject(context, subject, indicator, place),
    };
  };
  const first = await load(view);
  if (first.columns.today.areas.length === 0)
    throw problem(422, "nothingToPrint", "There are no areas of this level.", "by", {
      by: view.by,
    });
  const other = view.other && view.compare !== "none" ? await load(view.other) : null;
  if (!other) return [{ ...first, painted: paintMap(view, first.columns), isDifference: false }];
  if (view.compare === "difference") {
    const painted = differenceMap(view, first.columns, other);
    return [{ ...first, painted, isDifference: true }];
  }
  // Both sides are classed together, so that one colour means one thing.
  const isAlike = first.indicator.unit === other.indicator.unit;
  const values = (side: typeof first): (number | null)[] => valuesOf(side.subject, side.columns);
  const paint = (side: typeof first, beside: typeof first): Side => ({
    ...side,
    isDifference: false,
    painted: paintMap({ ...view, ...side.subject }, side.columns, {
      others: isAlike ? values(beside) : [],
    }),
  });
  return [paint(first, other), paint(other, first)];
}

async function planOf(
  context: PlanContext,
  state: RegionState,
  area: number,
  subject: MapSubject,
): Promise<PlanRow | null> {
  const db = context.database();
  return subject.plan === null ? planOfArea(db, state, area) : findRow(db, subject.plan);
}

const isHidden = (view: ThematicView, classIndex: number): boolean =>
  view.hidden.includes(classIndex);

/** The value in words, as a map and its table have it. */
function sayValue(value: number | null, side: Side, wording: Wording): string {
  const { unit } = side.indicator;
  return side.isDifference ? differenceText(value, unit, wording) : valueText(value, unit, wording);
}

function sheetAreas(
  state: RegionState,
  side: Side,
  view: ThematicView,
  codes: readonly number[],
  style: SheetMap["style"],
  wording: Wording,
): SheetArea[] {
  return side.columns.today.areas.map((area, i): SheetArea => {
    const { value, classIndex } = side.painted.areas[i]!;
    const isOff = classIndex < 0 || isHidden(view, classIndex);
    const colour = isOff ? null : side.painted.classes[classIndex]!.colour;
    const isFilled = style === "choropleth";
    return {
      outline: outlineOf(state.snapshot.areas, codes[i]!),
      position: area.position,
      name: printName(state, codes[i]!, wording.language),
      valueText:
        value === null || isOff || style === "flows" ? null : sayValue(value, side, wording),
      fill: isFilled ? (colour ?? (classIndex < 0 ? null : GROUND)) : GROUND,
      symbolFill: colour,
      amount: isFilled || style === "flows" || isOff || value === null ? null : Math.abs(value),
    };
  });
}

function legendClasses(sides: readonly Side[], view: ThematicView, wording: Wording): SheetClass[] {
  const [first] = sides as [Side, ...Side[]];
  const { indicator, painted, columns, isDifference } = first;
  const target = isDifference ? null : indicator.targetOf(columns);
  const options = { unit: indicator.unit, isDifference, target };
  const counts = (at: number): number =>
    painted.areas.filter(({ classIndex }) => classIndex === at).length;
  const classes = painted.classes
    .map((each, i): SheetClass => ({
      label: classText(each, options, wording),
      colour: each.colour,
      count: counts(i),
    }))
    .filter((_, i) => !isHidden(view, i));
  const without = painted.areas.filter(({ value }) => value === null);
  if (without.length === 0) return classes;
  const isNothing = without.every(({ parts }) => countsNothing(parts));
  return [
    ...classes,
    {
      label: isNothing ? wording.words.nothing : wording.words.unknown,
      colour: null,
      count: without.length,
    },
  ];
}

/** True where everything is known and there was nothing to count; false where it is not known. */
function countsNothing(parts: readonly ValuePart[]): boolean {
  const unknown = parts.find(({ code }) => code === "unknown")?.value ?? 0;
  return parts.length > 0 && parts.every(({ value }) => value !== null) && unknown === 0;
}

function rankingOf(
  state: RegionState,
  sides: readonly Side[],
  view: ThematicView,
  codes: readonly number[],
  wording: Wording,
): SheetRanking | null {
  const { words, language } = wording;
  const [first, second] = sides as [Side, ...Side[]];
  const isClassed = view.style !== "flows" && view.style !== "dots";
  const turn = first.indicator.better === "low" && !first.isDifference ? -1 : 1;
  const rows = first.painted.areas
    .map((area, i) => ({ ...area, i }))
    .filter(({ value, classIndex }) => value !== null && !isHidden(view, classIndex))
    .sort((a, b) => turn * (b.value! - a.value!));
  if (rows.length < 2) return null;
  const counted = first.indicator.kind === "rate" && !first.isDifference ? [words.notServed] : [];
  let place = 0;
  return {
    title: words.ranking,
    columns: [
      words.rank,
      words.column(levelOf(state.snapshot.areas, codes[0]!)),
      ...(second ? sides.map((side) => shortMoment(side, wording)) : [words.value]),
      ...(second ? [] : counted),
    ],
    rows: rows.map(({ value, classIndex, parts, i }, at) => {
      if (at === 0 || rows[at - 1]!.value !== value) place = at + 1;
      const unserved = parts.find(({ code }) => code === "unserved")?.value ?? null;
      return {
        colour: isClassed ? (first.painted.classes[classIndex]?.colour ?? null) : null,
        cells: [
          String(place),
          printName(state, codes[i]!, language),
          sayValue(value, first, wording),
          ...(second ? [sayValue(second.painted.areas[i]!.value, second, wording)] : []),
          ...(second || counted.length === 0 ? [] : [unserved?.toLocaleString(language) ?? "—"]),
        ],
      };
    }),
  };
}

/** What tells one side from the other in the head of a column. */
function shortMoment(side: Side, wording: Wording): string {
  return momentOf(side.subject, wording).join(" ") || wording.words.value;
}

function sideName(side: Side, sides: readonly Side[], wording: Wording): string {
  const isOne = (of: (each: Side) => unknown): boolean =>
    sides.every((each) => of(each) === of(side));
  const plans = sides.flatMap(({ plan }) => (plan ? [plan.id] : []));
  return [
    ...(isOne(({ indicator }) => indicator.id) ? [] : [indicatorName(side.indicator, wording)]),
    ...momentOf(side.subject, wording),
    ...(side.plan && new Set(plans).size > 1 ? [side.plan.name] : []),
  ].join(" · ");
}

function subtitleOf(sides: readonly Side[], view: ThematicView, wording: Wording): string {
  const { words } = wording;
  const [first] = sides as [Side, ...Side[]];
  const by = words.by(view.by);
  if (sides.length > 1) {
    const plans = new Map(sides.flatMap(({ plan }) => (plan ? [[plan.id, plan] as const] : [])));
    const [plan, ...more] = plans.values();
    return plan && more.length === 0 ? [by, words.plan(plan.name, plan.version)].join(" · ") : by;
  }
  const moment = momentOf(first.subject, wording);
  if (first.isDifference && view.other) moment.push(`→ ${momentOf(view.other, wording).join(" ")}`);
  const plan = first.plan ? [words.plan(first.plan.name, first.plan.version)] : [];
  return [by, ...moment, ...plan].join(" · ");
}

/** The figure of the whole: its rate with who is not served, or the sum of what adds up. */
function headlineOf(side: Side, view: ThematicView, wording: Wording): string | null {
  const { indicator, painted, columns } = side;
  const { words } = wording;
  if (side.isDifference) return null;
  const sum = (code: string): number =>
    painted.areas.reduce(
      (total, { parts }) => total + (parts.find((part) => part.code === code)?.value ?? 0),
      0,
    );
  if (indicator.kind === "rate") {
    const [served, unserved] = [sum("served"), sum("unserved")];
    if (served + unserved === 0) return null;
    const target = indicator.targetOf(columns);
    return words.headline({
      rate: valueText(served / (served + unserved), "share", wording),
      unserved: unserved.toLocaleString(wording.language),
      unit: measureName(indicator, wording),
      target: target === null ? null : `${targetText(target)}%`,
    });
  }
  if (indicator.kind === "ratio") return null;
  const values = painted.areas.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  const total = values.reduce((all, value) => all + value, 0);
  const unit = unitText(indicator.unit, wording);
  return words.total(`${valueText(total, indicator.unit, wording)} ${unit}`.trim());
}

/** By what it is judged: the rule with its version and source, or the plan. */
function basisOf({ indicator, plan }: Side, wording: Wording): string | null {
  const { words, rules, language } = wording;
  const rule = rules.find(({ id }) => id === indicator.rule);
  if (rule) {
    const source =
      typeof rule.source === "string"
        ? rule.source
        : language === "en"
          ? rule.source.en
          : rule.source.zh;
    return words.rule(ruleName(rule.id, wording), rule.version, source);
  }
  return plan ? words.plan(plan.name, plan.version) : null;
}
