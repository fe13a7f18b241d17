import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { MapClass, PaintedMap, ThematicView } from "../../core/contract/thematic.ts";
import { classIndexOf } from "../../core/thematic/classify.ts";
import type { Indicator } from "../../core/thematic/indicator.ts";
import { coloursOf } from "../../core/thematic/palettes.ts";
import { fetchColumns } from "../api.ts";
import type { SceneParts } from "./scene.ts";

/** Dots or hexes of a map, with the classes of the hexes and what a dot stands for. */
export interface Spread {
  drawn: NonNullable<SceneParts["spread"]>;
  classes: readonly MapClass[] | null;
  perDot: number | null;
  /** By id, for whoever points at one. */
  hexes: ReadonlyMap<string, { value: number | null; places: number }>;
}

const NOTHING: Spread["drawn"] = { dots: [], hexes: [] };

/** What one side of a map shows, as far as it is known. */
export interface SpreadSide {
  indicator: Indicator | null;
  painted: PaintedMap;
  target: number | null;
}

/**
 * The villages of an area as dots or hexes, for each side of a map; null for other styles and while they are on their way. Hexes of two sides
 * that count the same are classed together. What draws them is loaded with them. `sides` must stay the same while they say the same.
 */
export function useSpread(question: {
  version: string;
  area: string;
  view: Pick<ThematicView, "style" | "classing" | "classes" | "breaks" | "palette" | "hidden">;
  sides: readonly SpreadSide[] | null;
  zoom: number;
  latitude: number;
}): { spreads: readonly Spread[] | null; isPending: boolean; error: unknown; retry: () => void } {
  const { version, area, view, sides } = question;
  const { style, classing, classes, palette, hidden, breaks } = view;
  const isShown = style === "dots" || style === "hex";
  const columns = useQuery({
    queryKey: ["columns", version, area],
    queryFn: ({ signal }) => fetchColumns(area, [], signal),
    enabled: isShown,
    gcTime: 60_000,
  });
  const tools = useQuery({
    queryKey: ["spread-tools"],
    queryFn: () => import("./spread.ts"),
    enabled: isShown,
  });
  const zoom = style === "hex" ? Math.floor(question.zoom) : 0;
  // Wide enough steps that hexes do not change their form while the map is dragged.
  const latitude = Math.round(question.latitude);
  const { data } = columns;
  const by = tools.data;
  const weighed = useMemo(
    () =>
      data && by && sides
        ? sides.map((side) => ({
            ...side,
            weights: side.indicator && by.weightsOf(side.indicator, data),
          }))
        : null,
    [data, by, sides],
  );
  const gathered = useMemo(
    () =>
      weighed?.map((side) => ({
        ...side,
        hexes:
          style === "hex" && data && by && side.weights !== null
            ? by.spreadHexes(data, side.weights, zoom, latitude)
            : null,
      })) ?? null,
    [style, data, by, weighed, zoom, latitude],
  );
  const spreads = useMemo<readonly Spread[] | null>(() => {
    if (!isShown || !data || !by || gathered === null) return null;
    const valuesOf = ({ hexes }: (typeof gathered)[number]) =>
      (hexes ?? []).map(({ value }) => value);
    return gathered.map((side): Spread => {
      const { weights, hexes, target, painted } = side;
      const others = gathered.filter(
        (other) => other !== side && other.indicator?.unit === side.indicator?.unit,
      );
      if (weights === null)
        return { drawn: NOTHING, classes: null, perDot: null, hexes: new Map() };
      if (hexes === null) {
        const { positions, perDot } = by.spreadDots(
          data,
          weights,
          others.flatMap((other) => other.weights ?? []),
        );
        const dots = by.dotFeatures(positions, coloursOf(palette, 5).at(-1)!);
        return { drawn: { dots, hexes: [] }, classes: null, perDot, hexes: new Map() };
      }
      const inClasses = by.hexClasses(
        valuesOf(side),
        { classing, classes, breaks, palette },
        target === null ? null : { classes: painted.classes, target },
        others.flatMap(valuesOf),
      );
      const drawn = by.hexFeatures(hexes, (value) => {
        const at = classIndexOf(value, inClasses);
        return at < 0 || hidden.includes(at) ? null : inClasses[at]!.colour;
      });
      return {
        drawn: { dots: [], hexes: drawn },
        perDot: null,
        classes: inClasses,
        hexes: new Map(hexes.map(({ id, value, places }) => [id, { value, places }])),
      };
    });
  }, [isShown, data, by, gathered, palette, classing, classes, breaks, hidden]);
  return {
    spreads,
    isPending: isShown && spreads === null,
    error: columns.error ?? tools.error,
    retry: () => void columns.refetch(),
  };
}
