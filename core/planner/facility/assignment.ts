import type { FacilityProblem } from "./problem.ts";

/** Rounds of exchanges; each goes over all customers. */
const MOST_ROUNDS = 60;
/** Relative gain below which an exchange is rounding. */
const LEAST_GAIN = 1e-10;

/** Each customer at one site, changed in place. A site is open when somebody is at it. */
export class Assignment {
  readonly #problem: FacilityProblem;
  /** By customer: its site, -1 as long as it has none. */
  readonly site: Int32Array;
  readonly #room: Float64Array;
  readonly #guests: Int32Array;

  constructor(problem: FacilityProblem) {
    this.#problem = problem;
    this.site = new Int32Array(problem.demand.length).fill(-1);
    this.#room = problem.capacity.slice();
    this.#guests = new Int32Array(problem.capacity.length);
  }

  copy(): Assignment {
    const same = new Assignment(this.#problem);
    this.site.forEach((j, i) => {
      if (j >= 0) same.#put(i, j);
    });
    return same;
  }

  get isWhole(): boolean {
    return !this.site.includes(-1);
  }

  get objective(): number {
    const { fixedCost, cost } = this.#problem;
    let total = 0;
    this.#guests.forEach((guests, j) => {
      if (guests > 0) total += fixedCost[j]!;
    });
    this.site.forEach((j, i) => {
      if (j >= 0) total += cost[j * this.site.length + i]!;
    });
    return total;
  }

  #cost(customer: number, site: number): number {
    return this.#problem.cost[site * this.site.length + customer]!;
  }

  #put(customer: number, site: number): void {
    const from = this.site[customer]!;
    const need = this.#problem.demand[customer]!;
    if (from >= 0) {
      // Taking away and adding fractions drifts; an empty site has all its room.
      this.#room[from] =
        --this.#guests[from]! === 0 ? this.#problem.capacity[from]! : this.#room[from]! + need;
    }
    this.site[customer] = site;
    if (site >= 0) {
      this.#room[site]! -= need;
      this.#guests[site]!++;
    }
  }

  #fits(customer: number, site: number): boolean {
    return this.#problem.demand[customer]! <= this.#room[site]!;
  }

  /**
   * Puts everybody who has no site at one of these: first who would lose most by the second choice, and who needs much. False when
   * somebody is left over.
   */
  fill(sites: readonly number[]): boolean {
    const { demand } = this.#problem;
    const left: { customer: number; urgency: number }[] = [];
    const mean = demand.reduce((total, need) => total + need, 0) / Math.max(1, demand.length);
    this.site.forEach((at, customer) => {
      if (at >= 0) return;
      let [best, second] = [Infinity, Infinity];
      for (const j of sites) {
        const cost = this.#cost(customer, j);
        if (cost < best) [best, second] = [cost, best];
        else if (cost < second) second = cost;
      }
      const regret = Number.isFinite(second) ? second - best : 0;
      left.push({ customer, urgency: regret + (best * demand[customer]!) / Math.max(mean, 1e-9) });
    });
    left.sort((a, b) => b.urgency - a.urgency || a.customer - b.customer);
    return left.every(({ customer }) => {
      let best = -1;
      for (const j of sites) {
        if (
          this.#fits(customer, j) &&
          (best < 0 || this.#cost(customer, j) < this.#cost(customer, best))
        )
          best = j;
      }
      if (best < 0) return this.#squeeze(customer, sites);
      this.#put(customer, best);
      return true;
    });
  }

  /** Makes room by sending one guest elsewhere. */
  #squeeze(customer: number, sites: readonly number[]): boolean {
    const need = this.#problem.demand[customer]!;
    for (const j of sites) {
      if (need > this.#problem.capacity[j]!) continue;
      for (let guest = 0; guest < this.site.length; guest++) {
        const taken = this.#problem.demand[guest]!;
        if (this.site[guest] !== j || this.#room[j]! + taken < need) continue;
        const to = sites.find((k) => k !== j && this.#fits(guest, k));
        if (to === undefined) continue;
        this.#put(guest, to);
        // Fractions: the room may have come out a hair smaller.
        if (!this.#fits(customer, j)) continue;
        this.#put(customer, j);
        return true;
      }
    }
    return false;
  }

  /** Moves customers, exchanges pairs, closes and opens sites as long as that helps. */
  improve(shouldStop: () => boolean): void {
    for (let round = 0; round < MOST_ROUNDS && !shouldStop(); round++) {
      const before = this.objective;
      this.#moveEach();
      this.#exchangeEach(shouldStop);
      this.#closeEach(shouldStop);
      this.#openEach(shouldStop);
      if (this.objective > before * (1 - LEAST_GAIN)) return;
    }
  }

  /** What moving a customer changes, opening and closing included. */
  #change(customer: number, to: number): number {
    const from = this.site[customer]!;
    const { fixedCost } = this.#problem;
    return (
      this.#cost(customer, to) -
      this.#cost(customer, from) +
      (this.#guests[to] === 0 ? fixedCost[to]! : 0) -
      (this.#guests[from] === 1 ? fixedCost[from]! : 0)
    );
  }

  #moveEach(): void {
    for (let i = 0; i < this.site.length; i++) {
      let best = -1;
      let least = -LEAST_GAIN * (1 + this.#cost(i, this.site[i]!));
      for (let j = 0; j < this.#room.length; j++) {
        if (j === this.site[i] || !this.#fits(i, j)) continue;
        const change = this.#change(i, j);
        if (change < least) {
          least = change;
          best = j;
        }
      }
      if (best >= 0) this.#put(i, best);
    }
  }

  #exchangeEach(shouldStop: () => boolean): void {
    const { demand } = this.#problem;
    for (let a = 0; a < this.site.length; a++) {
      if ((a & 31) === 0 && shouldStop()) return;
      for (let b = a + 1; b < this.site.length; b++) {
        const [j, k] = [this.site[a]!, this.site[b]!];
        if (j === k) continue;
        const gain = this.#cost(a, j) + this.#cost(b, k) - this.#cost(a, k) - this.#cost(b, j);
        if (gain <= LEAST_GAIN * (1 + this.#cost(a, j) + this.#cost(b, k))) continue;
        const more = demand[a]! - demand[b]!;
        if (this.#room[k]! < more || this.#room[j]! < -more) continue;
        this.#put(a, k);
        this.#put(b, j);
      }
    }
  }

  /** Sends all guests of a site to where they cost least, as they fit. */
  #closeEach(shouldStop: () => boolean): void {
    for (let j = 0; j < this.#room.length; j++) {
      if (this.#guests[j] === 0 || shouldStop()) continue;
      const guests: number[] = [];
      this.site.forEach((at, i) => {
        if (at === j) guests.push(i);
      });
      guests.sort((a, b) => this.#problem.demand[b]! - this.#problem.demand[a]! || a - b);
      let change = -this.#problem.fixedCost[j]!;
      let isDone = true;
      for (const i of guests) {
        let best = -1;
        for (let k = 0; k < this.#room.length; k++) {
          if (k === j || this.#guests[k] === 0 || !this.#fits(i, k)) continue;
          if (best < 0 || this.#cost(i, k) < this.#cost(i, best)) best = k;
        }
        if (best < 0) {
          isDone = false;
          break;
        }
        change += this.#cost(i, best) - this.#cost(i, j);
        this.#put(i, best);
      }
      if (!isDone || change > -LEAST_GAIN * this.objective) for (const i of guests) this.#put(i, j);
    }
  }

  /** Opens a site for all who gain by it, those first who gain most for their need. */
  #openEach(shouldStop: () => boolean): void {
    const { fixedCost, capacity, demand } = this.#problem;
    for (let j = 0; j < this.#room.length; j++) {
      if (this.#guests[j]! > 0 || shouldStop()) continue;
      const winners: { i: number; gain: number }[] = [];
      for (let i = 0; i < this.site.length; i++) {
        const gain = this.#cost(i, this.site[i]!) - this.#cost(i, j);
        if (gain > 0 && demand[i]! <= capacity[j]!) winners.push({ i, gain });
      }
      const worth = ({ i, gain }: { i: number; gain: number }): number =>
        gain / Math.max(demand[i]!, 1e-9);
      winners.sort((a, b) => worth(b) - worth(a) || a.i - b.i);
      let room = capacity[j]!;
      let gained = -fixedCost[j]!;
      const chosen = winners.filter(({ i, gain }) => {
        if (demand[i]! > room) return false;
        room -= demand[i]!;
        gained += gain;
        return true;
      });
      if (gained > LEAST_GAIN * this.objective) for (const { i } of chosen) this.#put(i, j);
    }
  }

  /** Brings to a site those who gain most by it for their need, as many as fit. */
  gather(site: number): void {
    const { demand } = this.#problem;
    const gain = (i: number): number => {
      const from = this.site[i]!;
      return (
        (from < 0 ? 1e15 : this.#cost(i, from) - this.#cost(i, site)) / Math.max(demand[i]!, 1e-9)
      );
    };
    const order = Array.from(this.site.keys()).filter((i) => gain(i) > 0);
    order.sort((a, b) => gain(b) - gain(a) || a - b);
    for (const i of order) if (this.#fits(i, site)) this.#put(i, site);
  }

  /** Puts a customer at a site; false when it does not fit. */
  put(customer: number, site: number): boolean {
    if (!this.#fits(customer, site)) return false;
    this.#put(customer, site);
    return true;
  }
}
