import type { Cell } from "../reading/reader.ts";

const DIRECTION = /^(?:[NSEW]|东经|西经|北纬|南纬)|(?:[NSEW])$/i;
const SEXAGESIMAL =
  /^(\d{1,3})\s*(?:[°º度:\s-])\s*(\d{1,2}(?:\.\d+)?)\s*(?:(?:['′’‘分:\s-])\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″”“秒]|''|′′)?)?)?$/;

/**
 * Degrees of a longitude or latitude: 109.2083, 109°12′30″, 109度12分30秒, 109 12 30, 109:12:30, E109°12.5′, 22°30′S.
 * Null when the text is none of these, or has 60 or more minutes or seconds.
 */
export function parseDegrees(value: Cell): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  let text = value.normalize("NFKC").trim();
  let sign = 1;
  for (let found = DIRECTION.exec(text); found !== null; found = DIRECTION.exec(text)) {
    if (/^[SW西南]/i.test(found[0])) sign = -sign;
    text = text.replace(DIRECTION, "").trim();
  }
  if (text.startsWith("-") || text.startsWith("−")) {
    sign = -sign;
    text = text.slice(1).trim();
  }
  if (/^\+?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*[°º度]?$/i.test(text))
    return sign * Number.parseFloat(text);
  const found = SEXAGESIMAL.exec(text);
  if (found === null) return null;
  const minutes = Number(found[2]);
  const seconds = Number(found[3] ?? 0);
  if (minutes >= 60 || seconds >= 60) return null;
  return sign * (Number(found[1]) + minutes / 60 + seconds / 3600);
}
