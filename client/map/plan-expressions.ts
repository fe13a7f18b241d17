import type { ExpressionSpecification } from "maplibre-gl";
import { SECTORS } from "../../core/contract/rule.ts";
import { LABEL, NETWORK_COLOURS } from "./palette.ts";

/** Expressions that the layers of a plan share. */
export const flag = (name: string): ExpressionSpecification => [
  "boolean",
  ["feature-state", name],
  false,
];
export const property = (name: string): ExpressionSpecification => ["get", name];
export const isGeometry = (type: string): ExpressionSpecification => [
  "==",
  ["geometry-type"],
  type,
];
export const sectorColour = [
  "match",
  property("sector"),
  ...SECTORS.flatMap((sector) => [sector, NETWORK_COLOURS[sector]]),
  LABEL,
] as unknown as ExpressionSpecification;
export const byZoom = (...stops: (number | ExpressionSpecification)[]): ExpressionSpecification =>
  ["interpolate", ["linear"], ["zoom"], ...stops] as unknown as ExpressionSpecification;
