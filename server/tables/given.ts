type Given<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };

/** Only the fields that were said. */
export function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>;
}
