/** Colours of charts: told apart with every common colour blindness, each with a sign or a pattern of its own beside it. */
export const TODAY = "#7b8794";
export const WORKS = "#8d6e63";
export const MOVES = "#6b46c1";
export const BOTH = "#1f5d8c";
export const PLANNED = "#9dbbd3";
export const ACTUAL = "#1f5d8c";
export const TARGET = "#b35806";
/** Lines of money, in the order of the contract. */
export const FUNDS = ["#1f5d8c", "#5aa2cf", "#e08214", "#6b46c1", "#319795", "#a7b0ba"] as const;
