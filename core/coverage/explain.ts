import { lineString, nearestPointOnLine } from "@turf/turf";
import type { Position } from "geojson";
import { REASONS, type Reason } from "../contract/coverage.ts";
import type { IndicatorRule } from "../contract/rule.ts";
import { WGS84 } from "../geodesy/ellipsoid.ts";
import { frameDistanceM } from "../geodesy/segment-distance.ts";
import { closestPieces } from "./nearest-outline.ts";
import { buildSegmentGrid } from "./segment-grid.ts";
import { edgesOf, segmentsOf, type Segments } from "./segments.ts";
import type { Snapshot, Verdicts } from "./snapshot.ts";
import { hasOutline, unitsOf, type Units } from "./units.ts";

/** Why a verdict is what it is, with what to draw. */
export interface Explanation {
  readonly reason: Reason;
  /** The verdict's own distance: metres on WGS 84, null when none was measured. */
  readonly distanceM: number | null;
  /** Index of the feature in the sector's columns, null when there is none. */
  readonly feature: number | null;
  /** The place on the feature nearest to the unit; null when there is no feature or the unit lies in it. */
  readonly footPoint: Position | null;
  /** From the unit (its point, or the nearest place of its outline) to the foot point; null when there is nothing to draw. */
  readonly link: Position[] | null;
}

type Piece = readonly [ax: number, ay: number, bx: number, by: number];

function pieceAt(segments: Segments, k: number): Piece {
  const { ends } = segments;
  return [ends[4 * k]!, ends[4 * k + 1]!, ends[4 * k + 2]!, ends[4 * k + 3]!];
}

/** The piece nearest to a place, null when there is none. */
function nearestPiece(segments: Segments, lng: number, lat: number): Piece | null {
  let winner: Piece | null = null;
  let least = Infinity;
  for (let k = 0; k < segments.count; k++) {
    const piece = pieceAt(segments, k);
    const metres = frameDistanceM(lng, lat, ...piece, WGS84);
    if (metres >= least) continue;
    least = metres;
    winner = piece;
  }
  return winner;
}

/** Pieces shorter than this in degrees (1 cm) are points. */
const POINT_DEGREES = 1e-7;

/**
 * The place of a piece nearest to a place, by Turf. Turf crosses the directions of both ends, which loses all digits on a piece of
 * nanometres (it gave a foot 484 km away) and fails on one of no length: such a piece is its own foot.
 */
function footOn(piece: Piece, place: Position): Position {
  const [ax, ay, bx, by] = piece;
  if (Math.abs(ax - bx) + Math.abs(ay - by) < POINT_DEGREES) return [ax, ay];
  const line = lineString([
    [ax, ay],
    [bx, by],
  ]);
  return nearestPointOnLine(line, place).geometry.coordinates;
}

/** The shortest way between an outline and a feature: one of its ends is a corner. */
interface Way {
  readonly distanceM: number;
  readonly ends: [onOutline: Position, onFeature: Position];
}

function wayFromOutline(edges: Segments, pieces: Segments): Way | null {
  const closest = closestPieces(buildSegmentGrid(pieces), edges, WGS84);
  if (!closest) return null;
  const edge = pieceAt(edges, closest.edge);
  const piece = pieceAt(pieces, closest.segment);
  let ends: Way["ends"] | null = null;
  let least = Infinity;
  const tryCorner = (lng: number, lat: number, other: Piece, onEdge: boolean): void => {
    const metres = frameDistanceM(lng, lat, ...other, WGS84);
    if (metres >= least) return;
    least = metres;
    const foot = footOn(other, [lng, lat]);
    ends = onEdge ? [[lng, lat], foot] : [foot, [lng, lat]];
  };
  tryCorner(edge[0], edge[1], piece, true);
  tryCorner(edge[2], edge[3], piece, true);
  tryCorner(piece[0], piece[1], edge, false);
  tryCorner(piece[2], piece[3], edge, false);
  return ends && { distanceM: least, ends };
}

function wayFromPoint(lng: number, lat: number, pieces: Segments): Way | null {
  const piece = nearestPiece(pieces, lng, lat);
  if (!piece) return null;
  const distanceM = frameDistanceM(lng, lat, ...piece, WGS84);
  return { distanceM, ends: [[lng, lat], footOn(piece, [lng, lat])] };
}

/** Of the ways from the outline and from the point, the one that is as long as the verdict says: tests measure from either. */
function wayOf(
  units: Units,
  position: number,
  pieces: Segments,
  distanceM: number,
): Way["ends"] | null {
  const ways = [wayFromPoint(units.lng[position]!, units.lat[position]!, pieces)];
  if (hasOutline(units, position)) {
    ways.push(wayFromOutline(edgesOf(units.outline, units.index[position]!), pieces));
  }
  const off = (way: Way): number => Math.abs(way.distanceM - distanceM);
  const known = ways.filter((way) => way !== null).sort((a, b) => off(a) - off(b));
  return known[0]?.ends ?? null;
}

/**
 * Explains the verdict at a position of `verdicts` (not the index of the unit). The foot point and the link are Turf's, on the piece of
 * the feature that is nearest; the distance is the verdict's own. Nothing is drawn at 0 m: the unit lies in the feature or holds it.
 */
export function explainVerdict(
  snapshot: Snapshot,
  rule: IndicatorRule,
  verdicts: Verdicts,
  position: number,
): Explanation {
  const index = verdicts.feature[position]!;
  const distanceM = verdicts.distanceM[position]!;
  const plain = {
    reason: REASONS[verdicts.reason[position]!]!,
    distanceM: Number.isNaN(distanceM) ? null : distanceM,
    feature: index < 0 ? null : index,
    footPoint: null,
    link: null,
  };
  const features = snapshot.features[rule.sector];
  if (index < 0 || index >= features.count || distanceM === 0) return plain;
  const units = unitsOf(snapshot, rule.unit);
  const unit = units.index.indexOf(verdicts.units[position]!);
  if (unit < 0) return plain;
  const ends = wayOf(units, unit, segmentsOf(features, [index]), distanceM);
  return ends ? { ...plain, footPoint: ends[1], link: ends } : plain;
}
