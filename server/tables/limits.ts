/** Bounds on tables of returns and statistics: small beside map data, so that one in memory never weighs much. */
export const MAX_TABLE_BYTES = 64 * 1024 ** 2;
/** Records with anything in them; empty ones cost only the time to read over them. */
export const MAX_TABLE_ROWS = 200_000;
/** Text that a workbook keeps for all its cells together, in characters. */
export const MAX_SHARED_CHARACTERS = 50_000_000;
/** Rows of a sheet as Excel counts them. */
export const MAX_SHEET_ROWS = 1_048_576;
