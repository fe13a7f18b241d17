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

/** The villages of an area as dots or hexes; null for other styles and while they are on their way. What draws them is loaded with them. */
export function useSpread(question: {
  version: string;
  area: string;
  view: Pick<ThematicView, "style" | "classing" | "classes" | "breaks" | "palette" | "hidden">;
  indicator: Indicator | null;
  painted: PaintedMap | null;
  target: number | null;
  zoom: number;
  latitude: number;
}): { spread: Spread | null; isPending: boolean; error: unknown; retry: () => void } {
  const { version, area, view, indicator, painted, target } = question;
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
  const weights = useMemo(
    () => (data && by && indicator ? by.weightsOf(indicator, data) : null),
    [data, by, indicator],
  );
  const hexes = useMemo(
    () =>
      style === "hex" && data && by && weights !== null
        ? by.spreadHexes(data, weights, zoom, latitude)
        : null,
    [style, data, by, weights, zoom, latitude],
  );
  const spread = useMemo<Spread | null>(() => {
    if (!isShown || !data || !by || painted === null) return null;
    if (weights === null) return { drawn: NOTHING, classes: null, perDot: null, hexes: new Map() };
    if (hexes === null) {
      const { positions, perDot } = by.spreadDots(data, weights);
      const dots = by.dotFeatures(positions, coloursOf(palette, 5).at(-1)!);
      return { drawn: { dots, hexes: [] }, classes: null, perDot, hexes: new Map() };
    }
    const inClasses = by.hexClasses(
      hexes.map(({ value }) => value),
      { classing, classes, breaks, palette },
      target === null ? null : { classes: painted.classes, target },
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
  }, [
    isShown,
    data,
    by,
    painted,
    weights,
    hexes,
    palette,
    classing,
    classes,
    breaks,
    target,
    hidden,
  ]);
  return {
    spread,
    isPending: isShown && spread === null,
    error: columns.error ?? tools.error,
    retry: () => void columns.refetch(),
  };
}
