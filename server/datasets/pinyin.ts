import { customPinyin, pinyin } from "pinyin-pro";

/** Names of places whose reading differs from the everyday word. */
customPinyin({
  都安: "dū ān",
  乐业: "lè yè",
  百色: "bǎi sè",
  阳朔: "yáng shuò",
  蒙山: "méng shān",
});

/** Generic endings that are written as a word of their own: 河池市 = Hechi Shi. Longest first. */
const ENDINGS = [
  "自治区",
  "自治州",
  "自治县",
  "街道",
  "村委会",
  "社区",
  "省",
  "市",
  "县",
  "区",
  "乡",
  "镇",
  "村",
  "屯",
  "寨",
  "庄",
];
const HAN = /\p{Script=Han}/u;

export interface Reading {
  /** "Hechi Shi", or null when the name holds no Chinese. */
  pinyin: string | null;
  /** First letters of the syllables, lower case ("hcs"), for search; null when the name holds no Chinese. */
  initials: string | null;
}

/** How a place name is read aloud, for search and for the English screens. Tones are left out. */
export function readAloud(name: string): Reading {
  if (!HAN.test(name)) return { pinyin: null, initials: null };
  const ending = ENDINGS.find((each) => name.length > each.length && name.endsWith(each)) ?? "";
  const syllables = pinyin(name, {
    toneType: "none",
    type: "array",
    v: false,
    nonZh: "consecutive",
  })
    .map((each) => each.trim())
    .filter(Boolean);
  const own = syllables.slice(0, syllables.length - ending.length);
  const words = [capital(own.join(""))];
  if (ending !== "") words.push(capital(syllables.slice(-ending.length).join("")));
  return {
    pinyin: words.join(" "),
    initials: syllables.map((each) => each[0]!.toLowerCase()).join(""),
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
