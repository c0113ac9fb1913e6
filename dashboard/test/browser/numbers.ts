import { expect } from 'vitest';
import { cells, EVER, settled, type startBrowser } from './browser.ts';
import { CORPUS } from './millrace.ts';

/** What the tests of numbers have in common: all that real clients sent, as pages write numbers. */
export const SCOPE = `workspace=${CORPUS}&${EVER}`;
export const OF = `WHERE workspace = '${CORPUS}'`;

export const whole = (count: unknown) => Number(count).toLocaleString('en');
export const money = (usd: unknown) => `$${usd}`;
export const took = (nanos: unknown) =>
  nanos === null ? 'Nothing to measure' : `${whole(nanos)} ns`;

/** In SQL: whole nanoseconds of a quantile of a histogram, null where nothing was measured. */
export const quantile = (histogram: string, q: number) =>
  `accurateCastOrNull(round(histogram_quantile(sumMap(u.${histogram}), ${q})), 'Int64')`;

/** The rows of a page's table, on a screen that is large enough for all. */
export async function table(
  browser: ReturnType<typeof startBrowser>,
  path: string,
  caption: string,
): Promise<string[][]> {
  const { page, faults } = await browser.open(`${path}?${SCOPE}`, { width: 2400, height: 8000 });
  await settled(page);
  const rows = await cells(page, caption);
  expect(faults).toEqual([]);
  await page.context().close();
  return rows;
}
