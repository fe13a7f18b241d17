/**
 * A rate 0..1 as per cent with one decimal, without the sign: "86.5". Cut, never rounded up: 99.96 % must not read as 100.0 % while
 * somebody is not served, nor 94.96 % as a target of 95 %. Every place that writes a rate (page, command line, table) uses this.
 */
export function percentText(rate: number, decimals = 1): string {
  const scale = 10 ** decimals;
  // 1e-9 mends binary fractions such as 0.29 * 1000 = 289.99999999999994.
  return (Math.floor(rate * 100 * scale + 1e-9) / scale).toFixed(decimals);
}

/** Two rates as per cent that must be told apart: with as many more decimals, up to three, as show a difference. */
export function percentTexts(before: number, after: number): [string, string] {
  for (let decimals = 1; ; decimals++) {
    const texts: [string, string] = [percentText(before, decimals), percentText(after, decimals)];
    if (texts[0] !== texts[1] || before === after || decimals === 3) return texts;
  }
}

/** A target 0..1 as per cent without needless decimals and without the sign: "95", "99.5". */
export function targetText(target: number): string {
  return String(Number((target * 100).toFixed(1)));
}
