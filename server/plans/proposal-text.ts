import {
  causeWords,
  stepWords,
  type ToldCause,
  type ToldStep,
  type Words,
} from "../../core/planner/infeasible/words.ts";

/** Why no plan is possible, by code of `causeWords`. */
const CAUSES: Readonly<Record<string, string>> = {
  capacity:
    "{{place}}: {{needed}} persons are asked for in {{years}}, the sites have room for {{available}}; {{short}} short",
  land: "{{place}}: the sites that are needed take {{needed}} mu of building land, the quota is {{available}}; {{short}} mu short",
  budget:
    "{{place}}: what is asked for in {{years}} costs at least {{needed}} yuan, the budget has {{available}}; {{short}} yuan short",
  band: "{{place}}: {{needed}} persons are asked for in {{years}}, no more than {{available}} are allowed",
  persons:
    "{{place}}: {{needed}} persons are asked for in {{years}}, there are only {{available}} to move",
  willing:
    "{{place}}: of the {{needed}} persons asked for in {{years}}, {{available}} can move; {{persons}} more in {{villages}} villages are not willing",
  candidates:
    "{{place}}: of the {{needed}} persons asked for in {{years}}, {{available}} can move; {{persons}} more in {{villages}} villages are no candidates",
  noSite:
    "{{place}}: of the {{needed}} persons asked for in {{years}}, {{available}} have somewhere to go; {{villages}} villages have no candidate site",
  frozenYear:
    "{{place}}: {{needed}} persons are asked for in {{years}}, which is frozen; {{available}} can move",
  leadTime:
    "{{place}}: {{needed}} persons are asked for in {{years}}, {{available}} can be received; {{site}} ({{sites}} in all) can take nobody before {{firstYear}}",
  lockCapacity:
    "{{villages}} villages ({{village}}) are locked to {{site}}, which needs room for {{needed}} and has {{available}}; {{short}} short",
  lockLeadTime:
    "{{villages}} villages ({{village}}) are locked to {{site}}, which takes nobody before {{firstYear}}",
  lockLand:
    "what {{villages}} villages ({{village}}) are locked to takes {{needed}} mu, the quota is {{available}}; {{short}} mu short",
  lockBudget:
    "{{place}}: what {{villages}} villages ({{village}}) are locked to costs {{needed}} yuan in {{years}}, the budget has {{available}}; {{short}} yuan short",
  lockBand:
    "{{place}}: what {{villages}} villages ({{village}}) with {{persons}} persons are locked to contradicts the numbers for {{years}}, by {{short}} persons",
  lockAlone: "{{villages}} villages ({{village}}) are locked to what cannot be done",
  mustActCapacity:
    "{{place}}: {{villages}} villages may not be left, which needs room for {{needed}}; the sites have {{available}}",
  mustActLeadTime:
    "{{place}}: {{villages}} villages ({{village}}) may not be left, but no site takes them before {{firstYear}}",
  mustActLand:
    "{{place}}: {{villages}} villages may not be left, which takes {{needed}} mu; the quota is {{available}}, {{short}} mu short",
  mustActBudget:
    "{{place}}: {{villages}} villages may not be left, which costs at least {{needed}} yuan in {{years}}; the budget has {{available}}, {{short}} yuan short",
  mustActBand:
    "{{place}}: {{villages}} villages ({{village}}) may not be left, which the numbers for {{years}} do not allow",
  mustActAlone:
    "{{place}}: {{villages}} villages ({{village}}) may not be left, and can neither move nor be built for",
  mustOpenCapacity: "{{site}} must open, but there is no room",
  mustOpenLeadTime: "{{site}} must open, but takes nobody before {{firstYear}}",
  mustOpenLand:
    "{{site}} must open, which takes {{needed}} mu; the quota is {{available}}, {{short}} mu short",
  mustOpenBudget:
    "{{site}} must open, which costs {{needed}} yuan in {{years}}; the budget has {{available}}, {{short}} yuan short",
  mustOpenBand: "{{site}} must open, which contradicts the numbers for {{years}}",
  mustOpenAlone: "{{site}} must open and cannot",
};

/** What would make a plan possible, by code of `stepWords`. */
const CHANGES: Readonly<Record<string, string>> = {
  budget: "raise the budget of {{place}} in {{year}} by {{amount}} yuan",
  land: "{{amount}} mu more land in {{place}}",
  capacity: "room for {{amount}} persons more at {{site}}",
  countyLow: "ask {{place}} for {{amount}} persons fewer in {{year}}",
  countyHigh: "allow {{place}} {{amount}} persons more in {{year}}",
  regionLow: "ask {{place}} as a whole for {{amount}} persons fewer in {{year}}",
  regionHigh: "allow {{place}} as a whole {{amount}} persons more in {{year}}",
  unfreeze: "thaw {{year}} in {{place}}",
  earlier: "have {{site}} ready {{amount}} years earlier",
  needNotOpen: "let {{site}} stay closed",
  newSite: "a further site for {{amount}} persons in {{place}} (its land and opening not counted)",
  unlock: "unlock {{village}}",
  unlockMany: "unlock {{villages}} villages ({{village}} and others)",
  mayLeave: "let {{village}} be left as it is",
  mayLeaveMany: "let {{villages}} villages be left as they are ({{village}} and others)",
  include: "{{village}} agrees, or is admitted as a candidate",
  includeMany: "{{villages}} villages agree or are admitted as candidates ({{village}} and others)",
};

const list = (names: readonly string[]): string => names.join(", ");

/** A cause in a sentence. */
export function causeSentence(cause: ToldCause): string {
  return filled(CAUSES, causeWords(cause, list));
}

/** The changes of a way out in a sentence each. */
export function stepSentences(steps: readonly ToldStep[]): string[] {
  return stepWords(steps, list).map((words) => filled(CHANGES, words));
}

function filled(texts: Readonly<Record<string, string>>, { code, params }: Words): string {
  const text = texts[code];
  if (text === undefined) throw new Error(`no text for ${code}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = params[name] ?? "";
    const isYear = name === "year" || name === "firstYear";
    return typeof value === "number" && !isYear ? value.toLocaleString("en") : String(value);
  });
}
