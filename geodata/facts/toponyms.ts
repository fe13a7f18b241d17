/** Characters and words that place names of Guangxi are made of, by the three landscapes of naming. */
export interface NameStyle {
  /** First characters that stand before a stem (那 field, 板 village, 弄 karst valley, 六 valley ...). */
  readonly heads: string;
  /** Stems. */
  readonly stems: string;
  /** Endings of a hamlet's name. */
  readonly tails: readonly string[];
  /** Names of townships and administrative villages are two characters from here when no head is used. */
  readonly pairs: string;
}

/** Zhuang names of the west and the middle. */
const ZHUANG: NameStyle = {
  heads:
    "那那那那板板板弄弄弄古百百六六渌岜岜陇巴布拉兰洞峒者坡龙平可多塘敢咘怀央念渠教甘定坛大上下内外伏叫念东",
  stems:
    "坡马练佐读良仲满楼造桑务丰料坝梅烈力劳社社荷宁堂沙黎怀林龙洋郎登律卜丁吉孔孟旺显厘必甲屋果雅仁腰弓朴谢莫美肖孚印塘峨豪京麻安竹色弯伦亮朝言达桃纳瑶才贵谷任六合乐棉敏禾康祥顶灵伍峰花茶沟汪黄",
  tails: ["屯", "屯", "屯", "屯", "", "", "上屯", "下屯"],
  pairs:
    "龙江乐平安化东兰凤山巴马都阳大板升三石保平安吉隆福坡月良明伦洛东川山川岩城厢水源华加友九圩怀远德胜北牙同乐向阳更新八腊三堡纳直岜暮岜木",
};

/** Cantonese, Pinghua and Hakka names of the east and south. */
const HAN: NameStyle = {
  heads: "大大小上下新旧黄石白长高平塘塘木竹沙坡岭茶禾榕樟枫荔龙福西东南北马牛石水双三六罗古陂垌仫",
  stems:
    "坡塘垌岭村江冲寨头湾坪田屋塱岽岗坑窝陂排桥岸口冲峡埇麓垠樟根步井洞塝尾围寮竹茅洋山水新吉旺龙",
  tails: ["", "", "", "村", "村", "屯", "坡", "垌", "塘", "冲", "岭", "寨"],
  pairs:
    "大安新和平石桥龙门沙河武利乐民松山容祖杨梅灵山水汶清湖太平金鸡埌南象棋岭景古龙桂东那林三里镇隆马皮宝圩东龙双凤沙田英桥江口白沙常乐公馆六万寨圩",
};

/** Kam (Dong), Miao and Yao names of the north-east mountains. */
const KAM: NameStyle = {
  heads: "高归岑独寨平程马同泗良梓洋江大小上下老新金龙林白石江冲界塘",
  stems: "寨岑冲团友洞界坪岩江勇求安文雷培秀盘露塘保亚坡雄朝头仁里竹林田岭水车木枫口山洋底湾坳背",
  tails: ["屯", "屯", "寨", "寨", "", "冲", "坪", "坳", "团"],
  pairs:
    "高基良口同乐富禄梅林独峒林溪八江老堡斗江丹洲和里程阳平等乐江瓢里泗水江底伟江马堤龙脊三门车田两水河口梅溪",
};

export const NAME_STYLES = { zhuang: ZHUANG, han: HAN, kam: KAM } as const;

/** Counties whose hamlets bear Kam, Miao or Yao names. */
export const KAM_COUNTIES: ReadonlySet<string> = new Set([
  "450225",
  "450226",
  "450328",
  "450329",
  "450332",
  "451324",
  "450325",
  "450327",
]);

/** Cities whose hamlets bear Zhuang names in the main. */
export const ZHUANG_CITIES: ReadonlySet<string> = new Set([
  "4501",
  "4502",
  "4506",
  "4510",
  "4512",
  "4513",
  "4514",
]);
