/** The query of an address with some parameters changed; null takes one out. The rest stays as it is, also what this page does not know. */
export function addressAt(
  query: string,
  change: Readonly<Record<string, string | number | null>>,
): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) next.delete(name);
    else next.set(name, String(value));
  }
  return `?${next.toString()}`;
}
