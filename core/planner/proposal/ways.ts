import { geodesicBetween } from "../../geodesy/geodesic.ts";
import { PLAN_PARAMETERS } from "../../policy/plan-policy.ts";
import { severityOf } from "../../relocation/finding.ts";
import type { PlanOn } from "../../relocation/ledger.ts";
import type { Candidate, ProposalInputs } from "./candidates.ts";
import type { Destination } from "./destinations.ts";

/** A way from a village to a settlement. */
export interface Way {
  /** Index of the settlement. */
  readonly site: number;
  readonly distanceKm: number;
  readonly border: "none" | "township" | "county";
}

/** A little less than the shortest degree of latitude: nothing within reach is passed over. */
const LEAST_KM_PER_DEGREE = 110.5;

/** Finds the settlements that a village may go to, by its straight way. */
export class WayFinder {
  readonly #sites: readonly Destination[];
  readonly #maxKm: number;
  readonly #forbids: { readonly township: boolean; readonly county: boolean };
  /** Indices of settlements that take more people, by county; all of them under "". */
  readonly #byCounty = new Map<string, number[]>();

  constructor({ on, question }: ProposalInputs, sites: readonly Destination[]) {
    const { acrossCounties, maxDistanceKm } = question.destinations;
    const isHard = (code: "crossesTownship" | "crossesCounty"): boolean =>
      severityOf(on.plan, code) === "hard";
    this.#sites = sites;
    this.#forbids = {
      township: isHard("crossesTownship"),
      county: !acrossCounties || isHard("crossesCounty"),
    };
    this.#maxKm = Math.min(maxDistanceKm, usualKm(on));
    sites.forEach((site, s) => {
      if (!site.takesMore) return;
      for (const key of [site.county, ""]) {
        const list = this.#byCounty.get(key);
        if (list === undefined) this.#byCounty.set(key, [s]);
        else list.push(s);
      }
    });
  }

  /** All settlements within reach that take more people, nearest first. */
  within(village: Candidate): Way[] {
    const [lng, lat] = village.position;
    const near = this.#maxKm / LEAST_KM_PER_DEGREE;
    const ways: Way[] = [];
    for (const s of this.#byCounty.get(this.#forbids.county ? village.county : "") ?? []) {
      if (Math.abs(this.#sites[s]!.settlement.position[1] - lat) > near) continue;
      const way = wayTo(this.#sites, s, village, [lng, lat]);
      if (way.distanceKm > this.#maxKm) continue;
      if (this.#forbids.township && way.border !== "none") continue;
      ways.push(way);
    }
    return ways.sort((a, b) => a.distanceKm - b.distanceKm || a.site - b.site);
  }

  /** The way to one settlement, whether it is within reach or not. */
  to(village: Candidate, site: number): Way {
    return wayTo(this.#sites, site, village, village.position);
  }
}

/** Where a way that is farther than usual fails a hard check, no way is. */
function usualKm(on: PlanOn): number {
  if (severityOf(on.plan, "farAway") !== "hard") return Infinity;
  const { from } = on.context.frame.years;
  return Math.min(
    ...on.context.money.map(
      (_, y) => on.context.policy.at(PLAN_PARAMETERS.usualDistanceKm, from + y)?.value ?? Infinity,
    ),
  );
}

function wayTo(
  sites: readonly Destination[],
  s: number,
  village: Candidate,
  from: readonly [number, number],
): Way {
  const site = sites[s]!;
  const { distanceM } = geodesicBetween(...from, ...site.settlement.position);
  const border =
    site.county !== village.county
      ? "county"
      : site.township === null || village.township === null || site.township === village.township
        ? "none"
        : "township";
  return { site: s, distanceKm: distanceM / 1000, border };
}
