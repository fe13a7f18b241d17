import { BUILD, LEAVE, type Compiled } from "./compile.ts";
import type { PlannerChoice, PlannerPlan } from "./problem.ts";
import type { Uses } from "./relax.ts";

/** Arc (or BUILD or LEAVE) and year of each village. */
export interface Choices {
  readonly arc: Int32Array;
  readonly year: Int32Array;
}

/** The choice of each village that was used most. */
export function mostUsed(c: Compiled, uses: Uses): Choices {
  const { years } = c;
  const arc = new Int32Array(c.villages).fill(LEAVE);
  const year = new Int32Array(c.villages).fill(-1);
  for (let v = 0; v < c.villages; v++) {
    let most = c.mayLeave[v] === 1 ? uses.leave[v]! : -1;
    for (let t = 0; t < years; t++) {
      const i = v * years + t;
      if (c.mayBuild[v] !== 1 || c.mayIn[i] !== 1 || !(uses.build[i]! > most)) continue;
      most = uses.build[i]!;
      arc[v] = BUILD;
      year[v] = t;
    }
    for (let n = c.villageStart[v]!; n < c.villageStart[v + 1]!; n++) {
      const k = c.villageArcs[n]!;
      for (let t = 0; t < years; t++) {
        if (c.arcMay[k * years + t] !== 1 || !(uses.arc[k * years + t]! > most)) continue;
        most = uses.arc[k * years + t]!;
        arc[v] = k;
        year[v] = t;
      }
    }
  }
  return { arc, year };
}

/** A plan as choices by arc number; of a village whose choice is no longer possible the other one given. */
export function choicesOf(c: Compiled, plan: PlannerPlan, other: Choices): Choices {
  const arc = other.arc.slice();
  const year = other.year.slice();
  for (let v = 0; v < c.villages; v++) {
    const choice = plan.choices[v];
    if (choice === undefined) continue;
    if (choice.kind === "leave") {
      if (c.mayLeave[v] === 1) [arc[v], year[v]] = [LEAVE, -1];
    } else if (choice.kind === "build") {
      if (c.mayBuild[v] === 1 && c.mayIn[v * c.years + choice.year] === 1)
        [arc[v], year[v]] = [BUILD, choice.year];
    } else
      for (let n = c.villageStart[v]!; n < c.villageStart[v + 1]!; n++) {
        const k = c.villageArcs[n]!;
        if (c.arcPlace[k] === choice.arc && c.arcMay[k * c.years + choice.year] === 1)
          [arc[v], year[v]] = [k, choice.year];
      }
  }
  return { arc, year };
}

/** Choices as a plan, with the sites that they open in the years planned. */
export function planOf(c: Compiled, { arc, year }: Choices, planned: Int32Array): PlannerPlan {
  const openYear = Array.from({ length: c.sites }, (_, s) =>
    c.isOpen[s] === 1 ? Math.min(c.earliest[s]!, c.years - 1) : -1,
  );
  const choices = Array.from(arc, (k, v): PlannerChoice => {
    if (k === LEAVE) return { kind: "leave" };
    if (k === BUILD) return { kind: "build", year: year[v]! };
    const s = c.arcSite[k]!;
    if (c.isOpen[s] !== 1) openYear[s] = planned[s]!;
    return { kind: "move", arc: c.arcPlace[k]!, year: year[v]! };
  });
  return { choices, openYear };
}

/** The choices of some villages by place among their arcs. */
export function placesOf(c: Compiled, choices: Choices, villages: Int32Array): Int32Array {
  return villages.map((v) => {
    const k = choices.arc[v]!;
    return k >= 0 ? c.arcPlace[k]! : k;
  });
}

/** The arc of a village at a place of its list; BUILD and LEAVE stay what they are. */
export function arcAt(c: Compiled, v: number, place: number): number {
  if (place < 0) return place;
  for (let n = c.villageStart[v]!; n < c.villageStart[v + 1]!; n++)
    if (c.arcPlace[c.villageArcs[n]!] === place) return c.villageArcs[n]!;
  throw new Error(`village ${v} has no arc ${place}`);
}
