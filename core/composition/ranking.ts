import { INK } from "./map-items.ts";
import type { Box } from "./frame.ts";
import type { SheetRanking } from "./sheet-input.ts";
import type { Item, TextMeasure } from "./sheet.ts";
import { columnWidths, drawTable } from "./table.ts";
import { lineHeightMm, textItem } from "./text.ts";
import type { PrintWords } from "./words.ts";

/** A block of the table is no narrower, mm on A4. */
const BLOCK_MM = 54;

/**
 * The table of areas by rank in a box, in several blocks beside one another where it is wide. Where there is no room for all, the first and the
 * last are shown and it is said how many are left out.
 */
export function drawRanking(
  ranking: SheetRanking,
  box: Box,
  unit: number,
  measure: TextMeasure,
  words: PrintWords,
): Item[] {
  const sizePt = 7 * unit;
  const rowMm = 3.9 * unit;
  const head = lineHeightMm(9 * unit) * 0.8;
  const items: Item[] = [
    textItem(ranking.title, box.x, box.y + head, { sizePt: 9 * unit, weight: "bold", colour: INK }),
  ];
  const top = box.y + head + 1.6 * unit;
  const perBlock = Math.floor((box.y + box.heightMm - top) / rowMm) - 1;
  if (perBlock < 2 || ranking.rows.length === 0) return items;
  const most = Math.max(1, Math.floor((box.widthMm + 4 * unit) / ((BLOCK_MM + 4) * unit)));
  const blocks = Math.min(most, Math.ceil(ranking.rows.length / perBlock));
  const room = perBlock * blocks;
  const { rows, left } = shownRows(ranking.rows, room);
  const widthMm = Math.min(
    (box.widthMm - 4 * unit * (blocks - 1)) / blocks,
    Math.max(BLOCK_MM * 1.5 * unit, box.widthMm / most),
  );
  const widths = columnWidths({ columns: ranking.columns, rows }, widthMm, sizePt, measure, 1);
  const height = Math.ceil((rows.length + (left > 0 ? 1 : 0)) / blocks);
  const half = Math.ceil(rows.length / 2);
  const cells = rows.map(({ cells: texts, colour }) => ({ cells: texts, colour }));
  const shown =
    left > 0
      ? [
          ...cells.slice(0, half),
          { cells: [], note: `… ${words.others(left)} …` },
          ...cells.slice(half),
        ]
      : cells;
  for (let block = 0; block < blocks; block++)
    items.push(
      ...drawTable(
        { columns: ranking.columns, rows: shown.slice(block * height, (block + 1) * height) },
        widths,
        {
          x: box.x + block * (widthMm + 4 * unit),
          y: top,
          widthMm,
          rowMm,
          sizePt,
          measure,
        },
        2,
      ),
    );
  return items;
}

function shownRows<Row>(rows: readonly Row[], room: number): { rows: Row[]; left: number } {
  if (rows.length <= room) return { rows: [...rows], left: 0 };
  const first = Math.ceil((room - 1) / 2);
  const last = room - 1 - first;
  return {
    rows: [...rows.slice(0, first), ...(last > 0 ? rows.slice(-last) : [])],
    left: rows.length - first - last,
  };
}
