/**
 * What an answer may not do that the rows of the solver do not say: learnt from the checks of the plan, round by round, until an answer
 * passes them. A value; nothing in it is ever taken back.
 */
export interface Narrowing {
  /** Yuan, as the solver counts them, that may be spent at most, by "COUNTY:YEAR". */
  readonly budgetYuan: ReadonlyMap<string, number>;
  /** Persons fewer in a settlement. */
  readonly room: ReadonlyMap<string, number>;
  /** Ways that are closed, by `wayKey`. */
  readonly ways: ReadonlySet<string>;
  /** Settlements that take nobody new. */
  readonly sites: ReadonlySet<string>;
  /** Households of the last answer that move, by county and year: what is paid for old houses in later years. */
  readonly households: ReadonlyMap<string, readonly number[]> | null;
}

export const NO_NARROWING: Narrowing = {
  budgetYuan: new Map(),
  room: new Map(),
  ways: new Set(),
  sites: new Set(),
  households: null,
};

/** Names the way of a village to a settlement. */
export function wayKey(village: string, settlement: string): string {
  return `${village} ${settlement}`;
}
