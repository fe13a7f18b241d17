import { useTranslation } from "react-i18next";
import { formatPlace } from "../format.ts";
import type { ThematicPointed } from "../map/thematic-map.tsx";
import type { Language } from "../view-state.ts";
import { rankAreas } from "./rank.ts";
import type { MapSide, ShownMap } from "./use-map.ts";
import { partText, subjectName, type Wording } from "./words.ts";

/** A few words beside the pointer: the value of what it points at, its rank and its parts. The ranking says the same without a pointer. */
export function MapTooltip(props: {
  shown: ShownMap;
  side: MapSide;
  pointed: ThematicPointed;
  at: { x: number; y: number };
  language: Language;
  wording: Wording;
}) {
  const { t } = useTranslation();
  const { shown, side, pointed, at, language } = props;
  const lines = linesOf();
  if (lines === null) return null;
  return (
    <div
      className="tooltip"
      aria-hidden="true"
      data-testid="tooltip"
      style={{ transform: `translate(${at.x + 14}px, ${at.y + 14}px)` }}
    >
      <strong>{lines.title}</strong>
      {lines.lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );

  function linesOf(): { title: string; lines: string[] } | null {
    if (pointed.type === "hex") {
      const hex = side.spread?.hexes.get(pointed.id);
      if (hex === undefined) return null;
      return {
        title: side.textOf(hex.value),
        lines: [`${t("thematic.part.villages")} ${hex.places}`],
      };
    }
    if (pointed.type === "settlement") {
      const sign = side.scene.features.settlements.find(
        ({ properties }) => properties?.["id"] === pointed.id,
      );
      if (sign === undefined) return null;
      const persons = Number(sign.properties?.["persons"]);
      return {
        title: String(sign.properties?.["name"]),
        lines: [`${t("thematic.part.arrivingPersons")} ${persons.toLocaleString(language)}`],
      };
    }
    const ranked = rankAreas(shown.areas, side);
    const row = ranked.find(({ area }) => area.id === pointed.id);
    if (row === undefined) return { title: pointed.name, lines: [] };
    const of = ranked.filter(({ rank }) => rank !== null).length;
    return {
      title: `${formatPlace(row.area, language)}  ${side.textOf(row.value)}`,
      lines: [
        ...(shown.sides.length > 1 ? [subjectName(side.subject, props.wording)] : []),
        ...(row.rank === null ? [] : [t("thematic.rank.of", { n: row.rank, of })]),
        ...row.parts.map(
          ({ code, value }) =>
            `${t(`thematic.part.${code}`)} ${partText(code, value, side, { t, language })}`,
        ),
      ],
    };
  }
}
