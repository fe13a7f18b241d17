import { BUILD, LEAVE, NONE, paidIn, type Compiled } from "./compile.ts";

/** What breaking a row costs the search, in yuan-equivalents per person, yuan and mu. */
export interface Penalties {
  capacity: number;
  /** The yearly bands of counties, and of the region. */
  band: number;
  region: number;
  budget: number;
  land: number;
}

/** A plan while it is searched: the choice of each village, with what it adds up to, rows broken or not. */
export class SearchState {
  readonly c: Compiled;
  readonly penalties: Penalties;
  /** Arc, or BUILD or LEAVE; and the year of it. */
  readonly arc: Int32Array;
  readonly year: Int32Array;
  readonly load: Float64Array;
  readonly openYear: Int32Array;
  readonly spent: Float64Array;
  readonly moved: Float64Array;
  readonly movedInAll: Float64Array;
  readonly landUsed: Float64Array;
  readonly #perRun: Int32Array;
  readonly #perSite: Int32Array;
  /** Yuan-equivalents without penalties, and the penalties. */
  cost = 0;
  penalty = 0;

  /** The year in which each site opens once anybody comes; -1 = nobody may. */
  readonly #planned: Int32Array;

  constructor(c: Compiled, planned: Int32Array, penalties: Penalties) {
    this.c = c;
    this.#planned = planned;
    this.penalties = penalties;
    this.arc = new Int32Array(c.villages).fill(LEAVE);
    this.year = new Int32Array(c.villages).fill(-1);
    this.load = new Float64Array(c.sites);
    this.openYear = new Int32Array(c.sites).fill(-1);
    this.spent = new Float64Array(c.counties * c.years);
    this.moved = new Float64Array(c.counties * c.years);
    this.movedInAll = new Float64Array(c.years);
    this.landUsed = new Float64Array(c.counties);
    this.#perRun = new Int32Array(c.runs);
    this.#perSite = new Int32Array(c.sites);
    for (let s = 0; s < c.sites; s++) {
      if (c.isOpen[s] !== 1) continue;
      const county = c.siteCounty[s]!;
      this.openYear[s] = Math.min(c.earliest[s]!, c.years - 1);
      this.cost += c.open[s]!;
      this.landUsed[county]! += c.siteLand[s]!;
      this.spent[county * c.years + paidIn(this.openYear[s]!, c.lead[s]!)]! += c.open[s]!;
    }
    for (let v = 0; v < c.villages; v++) this.cost += this.choiceCost(v, LEAVE, -1);
    this.recount();
  }

  /** Yuan-equivalents of a choice by itself, without the site's opening and without splits. */
  choiceCost(v: number, arc: number, year: number): number {
    const { c } = this;
    let cost: number;
    if (arc >= 0) cost = c.arcMoney[arc]! + c.arcSoft[arc]! + c.wait[v]! * year;
    else if (arc === BUILD) cost = c.build[v]! + c.wait[v]! * year;
    else cost = c.mayLeave[v] === 1 ? c.leave[v]! : FORBIDDEN;
    const stays = c.currentArc[v]!;
    if (stays !== NONE) {
      const place = arc >= 0 ? c.arcPlace[arc]! : arc;
      if (place !== stays || year !== c.currentYear[v]) cost += c.stay[v]!;
    }
    return cost;
  }

  /** Puts a village on another choice, whatever rows it breaks. */
  choose(v: number, arc: number, year: number): void {
    const oldArc = this.arc[v]!;
    const oldYear = this.year[v]!;
    this.cost += this.choiceCost(v, arc, year) - this.choiceCost(v, oldArc, oldYear);
    if (oldArc >= 0) this.#leaveSite(v, oldArc, oldYear);
    else if (oldArc === BUILD)
      this.#spend(this.c.countyOf[v]! * this.c.years + oldYear, -this.c.build[v]!);
    this.arc[v] = arc;
    this.year[v] = year;
    if (arc >= 0) this.#enterSite(v, arc, year);
    else if (arc === BUILD)
      this.#spend(this.c.countyOf[v]! * this.c.years + year, this.c.build[v]!);
  }

  #enterSite(v: number, k: number, t: number): void {
    const { c } = this;
    const s = c.arcSite[k]!;
    const persons = c.persons[v]!;
    this.#take(s, persons);
    this.#move(c.countyOf[v]! * c.years + t, t, persons);
    this.#spend(c.countyOf[v]! * c.years + t, c.arcMoney[k]!);
    if (this.#perRun[c.runOfArc[k]!]!++ === 0) this.cost += c.split;
    if (this.#perSite[s]!++ === 0 && c.isOpen[s] !== 1) this.#open(s, 1);
  }

  #leaveSite(v: number, k: number, t: number): void {
    const { c } = this;
    const s = c.arcSite[k]!;
    const persons = c.persons[v]!;
    this.#take(s, -persons);
    this.#move(c.countyOf[v]! * c.years + t, t, -persons);
    this.#spend(c.countyOf[v]! * c.years + t, -c.arcMoney[k]!);
    if (--this.#perRun[c.runOfArc[k]!]! === 0) this.cost -= c.split;
    if (--this.#perSite[s]! === 0 && c.isOpen[s] !== 1) this.#open(s, -1);
  }

  /** Opens (1) a site in its year, or takes that back (-1). */
  #open(s: number, sign: 1 | -1): void {
    const { c } = this;
    const county = c.siteCounty[s]!;
    const year = this.#planned[s]!;
    this.openYear[s] = sign === 1 ? year : -1;
    this.cost += sign * c.open[s]!;
    this.#useLand(county, sign * c.siteLand[s]!);
    this.#spend(county * c.years + paidIn(year, c.lead[s]!), sign * c.open[s]!);
  }

  #take(s: number, persons: number): void {
    const room = this.c.capacity[s]!;
    const before = this.load[s]!;
    const now = (this.load[s] = before + persons);
    this.penalty += this.penalties.capacity * (over(now, room) - over(before, room));
  }

  #move(i: number, t: number, persons: number): void {
    const { c, penalties } = this;
    let before = this.moved[i]!;
    let now = (this.moved[i] = before + persons);
    let [low, high] = [c.low[i]!, c.high[i]!];
    const more = over(now, high) - over(before, high) + over(low, now) - over(low, before);
    before = this.movedInAll[t]!;
    now = this.movedInAll[t] = before + persons;
    [low, high] = [c.regionLow[t]!, c.regionHigh[t]!];
    const inAll = over(now, high) - over(before, high) + over(low, now) - over(low, before);
    this.penalty += penalties.band * more + penalties.region * inAll;
  }

  #spend(i: number, yuan: number): void {
    const limit = this.c.budget[i]!;
    const before = this.spent[i]!;
    const now = (this.spent[i] = before + yuan);
    this.penalty += this.penalties.budget * (over(now, limit) - over(before, limit));
  }

  #useLand(county: number, mu: number): void {
    const limit = this.c.land[county]! + 1e-9;
    const before = this.landUsed[county]!;
    const now = (this.landUsed[county] = before + mu);
    this.penalty += this.penalties.land * (over(now, limit) - over(before, limit));
  }

  /** Persons, yuan and mu by which rows are broken, by kind. */
  broken(): Penalties {
    const { c } = this;
    const sum = { capacity: 0, band: 0, region: 0, budget: 0, land: 0 };
    for (let s = 0; s < c.sites; s++) sum.capacity += over(this.load[s]!, c.capacity[s]!);
    for (let i = 0; i < c.counties * c.years; i++) {
      sum.band += over(this.moved[i]!, c.high[i]!) + over(c.low[i]!, this.moved[i]!);
      sum.budget += over(this.spent[i]!, c.budget[i]!);
    }
    for (let t = 0; t < c.years; t++)
      sum.region +=
        over(this.movedInAll[t]!, c.regionHigh[t]!) + over(c.regionLow[t]!, this.movedInAll[t]!);
    for (let county = 0; county < c.counties; county++)
      sum.land += over(this.landUsed[county]!, c.land[county]! + 1e-9);
    return sum;
  }

  /** Villages that can mend what is broken: all where a year's row of the region is, else those of the counties whose own rows are. */
  amongBroken(): Int32Array {
    const { c } = this;
    const all = Int32Array.from({ length: c.villages }, (_, v) => v);
    if (this.broken().region > 0) return all;
    const isBroken = new Uint8Array(c.counties);
    for (let county = 0; county < c.counties; county++) {
      if (over(this.landUsed[county]!, c.land[county]! + 1e-9) > 0) isBroken[county] = 1;
      for (let i = county * c.years; i < (county + 1) * c.years; i++) {
        const moved = this.moved[i]!;
        if (moved > c.high[i]! || moved < c.low[i]! || this.spent[i]! > c.budget[i]!)
          isBroken[county] = 1;
      }
    }
    for (let v = 0; v < c.villages; v++) {
      const site = this.arc[v]! >= 0 ? c.arcSite[this.arc[v]!]! : -1;
      if (site >= 0 && this.load[site]! > c.capacity[site]!) isBroken[c.countyOf[v]!] = 1;
    }
    return all.filter((v) => isBroken[c.countyOf[v]!] === 1);
  }

  /** Reckons cost and penalty anew: after weights changed, and against what adding and taking away leaves in the last digits. */
  recount(): void {
    const { c, penalties } = this;
    this.cost = 0;
    for (let v = 0; v < c.villages; v++)
      this.cost += this.choiceCost(v, this.arc[v]!, this.year[v]!);
    for (let r = 0; r < c.runs; r++) if (this.#perRun[r]! > 0) this.cost += c.split;
    for (let s = 0; s < c.sites; s++) if (this.openYear[s]! >= 0) this.cost += c.open[s]!;
    const sum = this.broken();
    this.penalty =
      penalties.capacity * sum.capacity +
      penalties.band * sum.band +
      penalties.region * sum.region +
      penalties.budget * sum.budget +
      penalties.land * sum.land;
  }
}

/** Yuan-equivalents that stand for what must not be chosen, large against any village and small enough for exact sums. */
export const FORBIDDEN = 1e11;
const over = (value: number, limit: number): number => (value > limit ? value - limit : 0);
