const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const WHOLE = new Intl.NumberFormat('en');

/** For reading: all digits below ten thousand, then "12.3K"; the exact count belongs in a title. */
export function compact(count: number): string {
  return Math.abs(count) < 10_000 ? WHOLE.format(count) : COMPACT.format(count);
}

/** All digits, grouped. */
export function whole(count: number): string {
  return WHOLE.format(count);
}

/** A share of a whole: "12.3 %", and "–" of nothing. */
export function percent(part: number, of: number): string {
  if (of === 0) {
    return '–';
  }
  const share = (100 * part) / of;
  return `${share.toFixed(share > 0 && share < 10 ? 1 : 0).replace(/\.0$/, '')} %`;
}

/** Change from one period to the next: "+12 %", "−3 %"; nothing where there was none before. */
export function change(now: number, before: number): string | undefined {
  if (before === 0) {
    return undefined;
  }
  const share = Math.round((100 * (now - before)) / before);
  return `${share < 0 ? '−' : '+'}${Math.abs(share)} %`;
}
