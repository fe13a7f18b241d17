import type { FacilityCause } from "../../core/planner/facility/problem.ts";
import type { FacilityFault } from "../../core/planner/facility/read.ts";

/** What is wrong with a file, where, and what mends it, as a sentence. */
export function faultText({ code, line, field, found, expected }: FacilityFault): string {
  const at = `line ${line}, ${field}`;
  switch (code) {
    case "empty":
      return `${at}: the file is empty. It must begin with the numbers of sites and customers.`;
    case "notANumber":
      return `${at}: "${found}" is not a number. Write digits with a decimal point.`;
    case "negative":
      return `${at}: ${found} is negative. Capacities, demands and costs are 0 or more.`;
    case "notWhole":
      return `${at}: ${found} is not a whole number.`;
    case "tooBig":
      return `${at}: ${found} is too much; ${expected}. Take a part of the instance.`;
    case "tooFew":
      return `${at}: the file ends early: ${found || "nothing"}, expected ${expected}. Correct the counts in line 1 or add what is missing.`;
    case "tooMany":
      return `${at}: "${found}" is more than expected: ${expected}. Correct the counts in line 1 or take it out.`;
    case "capacityNeeded":
      return `${at}: the file leaves the capacity open. Give it with --capacity N.`;
    case "capacityNotNeeded":
      return `${at}: the file says it itself (${found}). Leave out --capacity.`;
    case "formatUnclear":
      return `${at}: its lines do not tell how it is laid out (${found}). Say so with --format ${expected?.split(", ").join(" | ")}.`;
  }
}

/** Why nothing can serve everybody. */
export function causeText({ code, demand, capacity, customer }: FacilityCause): string {
  switch (code) {
    case "demandOverCapacity":
      return `All customers need ${demand}, all sites together hold ${capacity}: ${demand - capacity} too little.`;
    case "customerOverCapacity":
      return `Customer ${(customer ?? 0) + 1} needs ${demand}, the largest site holds ${capacity}. Without --single-source it can be divided.`;
    case "noPacking":
      return `All sites together hold ${capacity} and ${demand} is needed, but there is no way of dealing customers out whole. Without --single-source they can be divided.`;
  }
}
