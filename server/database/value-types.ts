import pg from "pg";

const DATE_OID = 1082;

/**
 * How values come back from either engine: as node-postgres does, except that a date stays the text "YYYY-MM-DD". As a
 * JavaScript Date it would be midnight in the time zone of the machine, and another day in the next zone.
 */
export const VALUE_TYPES = {
  getTypeParser(oid: number, format: string = "text"): (value: string) => unknown {
    if (oid === DATE_OID && format === "text") return (text) => text;
    return pg.types.getTypeParser(oid, format as "text") as (value: string) => unknown;
  },
};
