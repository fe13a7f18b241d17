/** Addresses that open what stands behind a rate of an area. */
export interface CoveragePages {
  /** Of the API: units not served. */
  readonly gaps: string;
  /** Of the pages: the same list beside its map, and the solver that closes the gap. */
  readonly page: string;
  readonly solver: string;
}

export function pagesOf(area: string, rule: string): CoveragePages {
  const query = new URLSearchParams({ rule, area }).toString();
  return {
    gaps: `/api/gaps?${query}&status=unserved`,
    page: `/coverage?${query}&tab=gaps`,
    solver: `/coverage?${query}&tab=cheapest`,
  };
}
