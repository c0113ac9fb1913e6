/** US dollars, exact: the API tells money as decimal text with at most 12 places. */

const PLACES = 12;
const ONE = 10n ** BigInt(PLACES);

/** Picodollars of a decimal text such as "0.00021675". Throws for what is no such text. */
export function picodollars(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,12})0*)?$/.exec(text);
  if (!match) {
    throw new RangeError(`not an amount of money: ${text}`);
  }
  const [, sign, whole = '', fraction = ''] = match;
  const amount = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, '0'));
  return sign ? -amount : amount;
}

/** The exact sum, again as text. */
export function sumMoney(texts: Iterable<string>): string {
  let sum = 0n;
  for (const text of texts) {
    sum += picodollars(text);
  }
  return exact(sum);
}

/** What a million costs where so many cost so much, to the picodollar; nothing where there are none. */
export function perMillion(costUsd: string, count: number): string | null {
  return count === 0 ? null : exact((picodollars(costUsd) * 1_000_000n) / BigInt(count));
}

/** As the API writes it: no zeros at the end. */
export function exact(amount: bigint): string {
  const sign = amount < 0n ? '-' : '';
  const absolute = amount < 0n ? -amount : amount;
  const fraction = (absolute % ONE).toString().padStart(PLACES, '0').replace(/0+$/, '');
  return `${sign}${absolute / ONE}${fraction && `.${fraction}`}`;
}

/**
 * For reading: cents from a dollar on, below it two significant digits; the exact amount belongs in
 * a title beside it.
 */
export function dollars(text: string): string {
  const amount = picodollars(text);
  const absolute = amount < 0n ? -amount : amount;
  const sign = amount < 0n ? '−' : '';
  if (absolute === 0n) {
    return '$0';
  }
  if (absolute >= ONE / 100n) {
    return `${sign}$${grouped(rounded(absolute, absolute < ONE ? 3 : 2))}`;
  }
  const digits = absolute.toString().length;
  return `${sign}$${trimmed(rounded(absolute, PLACES - digits + 2))}`;
}

function rounded(absolute: bigint, places: number): string {
  const kept = Math.min(places, PLACES);
  const unit = 10n ** BigInt(PLACES - kept);
  const units = (absolute + unit / 2n) / unit;
  const scale = 10n ** BigInt(kept);
  return `${units / scale}.${(units % scale).toString().padStart(kept, '0')}`;
}

function grouped(decimal: string): string {
  return decimal.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

function trimmed(decimal: string): string {
  return decimal.replace(/0+$/, '');
}

/** For a chart, whose pixels a binary double serves well. */
export function plotted(text: string): number {
  return Number(text);
}
