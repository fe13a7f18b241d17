import type { PolicyParameter } from "../../core/policy/parameter.ts";

type Default = readonly [
  id: string,
  zh: string,
  en: string,
  value: number,
  unit: string,
  source: string,
];

/** Figures that hold everywhere and that nobody has confirmed: each source says where it comes from and what should replace it. */
export function defaults(
  validFrom: string,
  validTo: string | null,
  figures: readonly Default[],
): PolicyParameter[] {
  return figures.map(([id, zh, en, value, unit, source]) => ({
    id,
    name: { zh, en },
    regionCode: "",
    validFrom,
    validTo,
    value,
    unit,
    source,
    confidence: "unverified",
  }));
}
