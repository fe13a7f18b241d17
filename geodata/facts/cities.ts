/** A city (设区市) of Guangxi with its class of Art. 17. */
export interface CityFacts {
  readonly code: string;
  readonly name: string;
  readonly cityClass: 1 | 2 | 3 | 4;
}

export const REGION = { code: "45", name: "广西壮族自治区" } as const;

/** The 14 cities in order of code. */
export const CITIES: readonly CityFacts[] = [
  { code: "450100", name: "南宁市", cityClass: 3 },
  { code: "450200", name: "柳州市", cityClass: 3 },
  { code: "450300", name: "桂林市", cityClass: 3 },
  { code: "450400", name: "梧州市", cityClass: 3 },
  { code: "450500", name: "北海市", cityClass: 4 },
  { code: "450600", name: "防城港市", cityClass: 4 },
  { code: "450700", name: "钦州市", cityClass: 4 },
  { code: "450800", name: "贵港市", cityClass: 4 },
  { code: "450900", name: "玉林市", cityClass: 4 },
  { code: "451000", name: "百色市", cityClass: 1 },
  { code: "451100", name: "贺州市", cityClass: 2 },
  { code: "451200", name: "河池市", cityClass: 1 },
  { code: "451300", name: "来宾市", cityClass: 2 },
  { code: "451400", name: "崇左市", cityClass: 2 },
];
