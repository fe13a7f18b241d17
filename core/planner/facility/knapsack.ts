/**
 * The most that a site can earn at given prices: each customer pays its price less the cost of serving it, and takes room. The heart of
 * all bounds, for each site alone.
 */
export interface Earnings {
  /** An upper bound of what can be earned; reached by the choice unless the search for whole customers was cut short. */
  readonly most: number;
  /** Number of customers chosen; who and which share stands in `chosen` and `share` of the knapsack. */
  readonly count: number;
}

/** Nodes spent on one site; beyond, the bound with a divided customer stands in. */
const MOST_NODES = 4_000;

/** Working memory for problems of up to so many customers; one call's choice lasts until the next. */
export class Knapsack {
  readonly chosen: Int32Array;
  readonly share: Float64Array;
  #items: number[] = [];
  readonly #profit: Float64Array;
  readonly #ratio: Float64Array;
  readonly #taken: Uint8Array;
  readonly #best: Uint8Array;

  constructor(customers: number) {
    this.chosen = new Int32Array(customers);
    this.share = new Float64Array(customers);
    this.#profit = new Float64Array(customers);
    this.#ratio = new Float64Array(customers);
    this.#taken = new Uint8Array(customers);
    this.#best = new Uint8Array(customers);
  }

  /** Customers with a profit, in `#items`; returns their whole demand. */
  #gather(
    room: number,
    demand: Float64Array,
    price: Float64Array,
    cost: Float64Array,
    offset: number,
    isWhole: boolean,
  ): number {
    this.#items.length = 0;
    let total = 0;
    for (let i = 0; i < demand.length; i++) {
      const profit = price[i]! - cost[offset + i]!;
      if (profit <= 0) continue;
      const need = demand[i]!;
      if (need > room && (isWhole || room <= 0)) continue;
      this.#profit[i] = profit;
      this.#ratio[i] = need > 0 ? profit / need : Infinity;
      this.#items.push(i);
      total += need;
    }
    return total;
  }

  /** Customers may be divided. `offset` is where the site's costs begin. */
  divided(
    room: number,
    demand: Float64Array,
    price: Float64Array,
    cost: Float64Array,
    offset: number,
  ): Earnings {
    const total = this.#gather(room, demand, price, cost, offset, false);
    if (total > room) this.#sort();
    let left = room;
    let most = 0;
    let count = 0;
    for (const i of this.#items) {
      const need = demand[i]!;
      const share = need <= left ? 1 : left / need;
      if (share <= 0) break;
      this.chosen[count] = i;
      this.share[count++] = share;
      most += share * this.#profit[i]!;
      if (share < 1) break;
      left -= need;
    }
    return { most, count };
  }

  /** Each customer whole or not at all: depth first, best ratio first, cut off by the bound with a divided one. */
  whole(
    room: number,
    demand: Float64Array,
    price: Float64Array,
    cost: Float64Array,
    offset: number,
  ): Earnings {
    const total = this.#gather(room, demand, price, cost, offset, true);
    const items = this.#items;
    if (total <= room) {
      let most = 0;
      items.forEach((i, k) => {
        this.chosen[k] = i;
        this.share[k] = 1;
        most += this.#profit[i]!;
      });
      return { most, count: items.length };
    }
    this.#sort();
    const profit = this.#profit;
    const taken = this.#taken.fill(0, 0, items.length);
    const best = this.#best.fill(0, 0, items.length);
    const boundFrom = (from: number, room: number): number => {
      let value = 0;
      let left = room;
      for (let k = from; k < items.length; k++) {
        const i = items[k]!;
        if (demand[i]! <= left) {
          left -= demand[i]!;
          value += profit[i]!;
        } else return value + left * this.#ratio[i]!;
      }
      return value;
    };
    const root = boundFrom(0, room);
    let most = -1;
    let value = 0;
    let left = room;
    let k = 0;
    let nodes = 0;
    for (;;) {
      // Down: take what fits, as long as more than the best may come of it.
      let isOpen = true;
      while (k < items.length) {
        if (value + boundFrom(k, left) <= most * (1 + 1e-12)) {
          isOpen = false;
          break;
        }
        const i = items[k]!;
        if (demand[i]! <= left) {
          taken[k] = 1;
          left -= demand[i]!;
          value += profit[i]!;
        } else taken[k] = 0;
        k++;
      }
      if (isOpen && value > most) {
        most = value;
        best.set(taken.subarray(0, items.length));
      }
      if (++nodes > MOST_NODES) break;
      // Back: leave out the last one taken.
      k--;
      while (k >= 0 && taken[k] === 0) k--;
      if (k < 0) break;
      const i = items[k]!;
      taken[k] = 0;
      left += demand[i]!;
      value -= profit[i]!;
      k++;
    }
    let count = 0;
    for (let at = 0; at < items.length; at++) {
      if (best[at] === 0) continue;
      this.chosen[count] = items[at]!;
      this.share[count++] = 1;
    }
    return { most: nodes > MOST_NODES ? root : Math.max(0, most), count };
  }

  #sort(): void {
    const ratio = this.#ratio;
    // Ties by number, so that the same problem gives the same answer everywhere.
    this.#items.sort((a, b) => (ratio[a] === ratio[b] ? a - b : ratio[b]! - ratio[a]!));
  }
}
