/** How far a figure can be relied on: an article of the law, read elsewhere, computed from figures read, unsure, or not confirmed. */
export const CONFIDENCES = ["article", "read", "divided", "low", "unverified"] as const;
type Confidence = (typeof CONFIDENCES)[number];

/**
 * A figure of policy: never a literal in code. `value` is in `unit`; a bound holds from `validFrom` to `validTo` (inclusive, null = still),
 * in the region with `regionCode` ("" = everywhere).
 */
export interface PolicyParameter {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly regionCode: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly confidence: Confidence;
}
