/** Peoples that an autonomous county or region names after its place ("Luocheng Mulaozu Zizhixian" is called Luocheng). */
const PEOPLES = /(?:zhuangzu|yaozu|miaozu|dongzu|mulaozu|maonanzu|yizu|huizu|gezu)+$/;

/**
 * The Latin half of a place name: its pinyin without the generic end ("Hechi Shi" is called Hechi), which only names of a single
 * character keep ("Heng Xian"). Null when the name holds no Chinese.
 */
export function latinName(place: { name: string; pinyin: string | null }): string | null {
  if (place.pinyin === null || place.pinyin === "" || place.pinyin === place.name) return null;
  const [own = "", ...generic] = place.pinyin.split(" ");
  if (generic.length === 0 || Array.from(place.name).length <= 2) return place.pinyin;
  const short = place.name.includes("族自治") ? own.replace(PEOPLES, "") : own;
  return short === "" ? own : short;
}
