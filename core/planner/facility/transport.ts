import type { FacilityProblem, FacilityShare } from "./problem.ts";

/** Everybody served from given open sites at least cost, and the prices that prove it. */
export interface Transport {
  readonly shares: readonly FacilityShare[];
  /** By customer: what serving it costs with the price of the room that it takes. */
  readonly price: Float64Array;
}

/** Units of demand below which nothing is left, relative to a customer's whole demand. */
const LEAST_SHARE = 1e-12;

/**
 * Serves customer after customer along the cheapest way: to a site with room, or to a full one that sends a guest on to another. Sites
 * are few and customers many, so the ways are sought among sites only.
 *
 * Source: successive shortest paths for the transportation problem; R. K. Ahuja, T. L. Magnanti, J. B. Orlin: Network Flows (1993), 9.7.
 */
export function transport(
  { capacity, demand, cost }: FacilityProblem,
  open: readonly number[],
): Transport | null {
  const count = open.length;
  const customers = demand.length;
  const room = Float64Array.from(open, (j) => capacity[j]!);
  /** Units that a site serves of a customer, and whom it serves. */
  const units = open.map(() => new Float64Array(customers));
  const guests = open.map((): number[] => []);
  /** Cheapest change, by unit, of sending one guest of a site on to another, and who that is. */
  const change = new Float64Array(count * count).fill(Infinity);
  const sent = new Int32Array(count * count).fill(-1);
  const rate = (k: number, i: number): number => cost[open[k]! * customers + i]! / demand[i]!;

  const offer = (from: number, guest: number): void => {
    const here = rate(from, guest);
    for (let to = 0; to < count; to++) {
      const more = rate(to, guest) - here;
      if (to === from || more >= change[from * count + to]!) continue;
      change[from * count + to] = more;
      sent[from * count + to] = guest;
    }
  };
  const take = (site: number, guest: number, amount: number): void => {
    if (units[site]![guest] === 0) {
      guests[site]!.push(guest);
      offer(site, guest);
    }
    units[site]![guest]! += amount;
  };
  const give = (site: number, guest: number, amount: number): void => {
    const left = units[site]![guest]! - amount;
    units[site]![guest] = left > LEAST_SHARE * demand[guest]! ? left : 0;
    if (units[site]![guest]! > 0) return;
    guests[site] = guests[site]!.filter((other) => other !== guest);
    change.fill(Infinity, site * count, (site + 1) * count);
    sent.fill(-1, site * count, (site + 1) * count);
    for (const other of guests[site]) offer(site, other);
  };

  const way = new Float64Array(count);
  const before = new Int32Array(count);
  for (let i = 0; i < customers; i++) {
    let left = demand[i]!;
    while (left > LEAST_SHARE * demand[i]!) {
      let end = -1;
      for (let k = 0; k < count; k++) {
        way[k] = rate(k, i);
        if (end < 0 || way[k]! < way[end]!) end = k;
      }
      before.fill(-1);
      // No way on from a full site to one with room earns anything: where the cheapest has room there is nothing to seek.
      if (end >= 0 && room[end]! <= 0) {
        spread(change, count, way, before);
        end = -1;
        for (let k = 0; k < count; k++)
          if (room[k]! > 0 && (end < 0 || way[k]! < way[end]!)) end = k;
      }
      if (end < 0) return null;
      let amount = Math.min(left, room[end]!);
      for (let k = end; before[k]! >= 0; k = before[k]!)
        amount = Math.min(amount, units[before[k]!]![sent[before[k]! * count + k]!]!);
      room[end]! -= amount;
      let at = end;
      // Read the guests on the way before moving any of them.
      const steps: [from: number, to: number, guest: number][] = [];
      for (; before[at]! >= 0; at = before[at]!)
        steps.push([before[at]!, at, sent[before[at]! * count + at]!]);
      for (const [from, to, guest] of steps) {
        take(to, guest, amount);
        give(from, guest, amount);
      }
      take(at, i, amount);
      left -= amount;
    }
  }

  const shares: FacilityShare[] = [];
  guests.forEach((list, k) => {
    for (const customer of list)
      shares.push({
        customer,
        site: open[k]!,
        share: Math.min(1, units[k]![customer]! / demand[customer]!),
      });
  });
  const isUnused = guests.map((list, k) => list.length === 0 && room[k]! <= 0);
  const prices = pricesOfRoom(change, room, isUnused);
  const price = demand.map((need, i) => {
    let least = Infinity;
    let nearest = -1;
    for (let k = 0; k < count; k++) {
      const asked = cost[open[k]! * customers + i]! + (need > 0 ? need * prices[k]! : 0);
      if (asked >= least) continue;
      least = asked;
      nearest = k;
    }
    if (need === 0) shares.push({ customer: i, site: open[nearest]!, share: 1 });
    return least;
  });
  return { shares, price };
}

/** Shortens ways through sites that send guests on, until none gets shorter. */
function spread(change: Float64Array, count: number, way: Float64Array, before: Int32Array): void {
  const queue = Array.from({ length: count }, (_, k) => k);
  const isQueued = new Uint8Array(count).fill(1);
  // Rounding could let two ways undercut each other for ever.
  let steps = count * count * 4;
  for (let next = 0; next < queue.length && steps-- > 0; next++) {
    const from = queue[next]!;
    isQueued[from] = 0;
    const slack = 1e-12 * Math.abs(way[from]!);
    for (let to = 0; to < count; to++) {
      const through = way[from]! + change[from * count + to]!;
      if (!(through < way[to]! - slack) || leadsBack(before, from, to)) continue;
      way[to] = through;
      before[to] = from;
      if (isQueued[to] === 1) continue;
      isQueued[to] = 1;
      queue.push(to);
    }
  }
}

/** True when the way to `from` passes `to`: a ring, by rounding. */
function leadsBack(before: Int32Array, from: number, to: number): boolean {
  for (let k = from; k >= 0; k = before[k]!) if (k === to) return true;
  return false;
}

/**
 * What a unit more of room is worth: as much as the cheapest way out to a site with room costs; 0 where there is room. Any price holds
 * where nobody can be: the highest proves most.
 */
function pricesOfRoom(
  change: Float64Array,
  room: Float64Array,
  isUnused: readonly boolean[],
): Float64Array {
  const count = room.length;
  const hasRoom = room.some((left) => left > 0);
  const price = room.map((left, k) => (left > 0 || (!hasRoom && !isUnused[k]) ? 0 : Infinity));
  for (let round = 0; round < count; round++) {
    let isChanged = false;
    for (let from = 0; from < count; from++) {
      for (let to = 0; to < count; to++) {
        const out = price[to]! + change[from * count + to]!;
        if (!(out < price[from]!)) continue;
        price[from] = out;
        isChanged = true;
      }
    }
    if (!isChanged) break;
  }
  // Where no site has room, only differences count.
  const least = hasRoom ? 0 : price.reduce((a, b) => Math.min(a, b), 0);
  return price.map((value) => Math.max(0, value - least));
}
