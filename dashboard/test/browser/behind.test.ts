import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { settled, startBrowser } from './browser.ts';
import { sql, value } from './millrace.ts';
import { OF, SCOPE } from './numbers.ts';

// Behind a number stand as many traces as it says, and those that SQL finds.
const browser = startBrowser();

/** Follows a link to a list of traces: how many it has. */
async function followed(page: Page, href: string): Promise<number> {
  await page.goto(new URL(href, page.url()).href);
  await settled(page);
  const title = page.locator('section[aria-label="Traces"] h2').first();
  // further pages are read until the list is whole
  await expect.poll(() => title.innerText()).toMatch(/^\d+ traces$/);
  return Number.parseInt(await title.innerText(), 10);
}

async function hrefs(page: Page, selector: string): Promise<string[]> {
  await page.locator(selector).first().waitFor();
  return page
    .locator(selector)
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
}

const tall = { height: 12_000 };

it('groups of errors', async () => {
  const { page, faults } = await browser.open(`/errors?${SCOPE}`, tall);
  await settled(page);
  const row = 'section[aria-label="Errors"] tbody tr[data-index]';
  const links = await hrefs(page, `${row} td:nth-child(3) a`);
  const counts = await page.locator(`${row} td:nth-child(3)`).allInnerTexts();
  expect(links).toHaveLength(counts.length);
  const every = Math.ceil(links.length / 6);
  for (let i = 0; i < links.length; i += every) {
    expect(await followed(page, links[i] ?? ''), links[i]).toBe(Number(counts[i]));
  }
  expect(faults).toEqual([]);
});

it('the cards of the overview', async () => {
  const { page, faults } = await browser.open(`/?${SCOPE}`, tall);
  await settled(page);
  const behind = {
    '[data-stat="Traces"] > a': 'NOT noise',
    '[data-stat="Failed traces"] > a': `NOT noise AND status = 'ERROR'`,
    '[data-stat="Cost"] > .note a': 'unpriced_calls > 0',
    '[data-stat="Model calls"] > .note a': 'llm_errors > 0',
    '[data-stat="Tool calls"] > .note a': 'tool_errors > 0',
  };
  const asked: [string, string][] = [];
  for (const [selector, condition] of Object.entries(behind)) {
    const [href = ''] = await hrefs(page, selector);
    asked.push([href, condition]);
  }
  for (const [href, condition] of asked) {
    const found = await value(`SELECT count() FROM traces ${OF} AND ${condition}`);
    expect(await followed(page, href), href).toBe(Number(found));
    expect(Number(found)).toBeGreaterThan(0);
  }
  expect(faults).toEqual([]);
});

it('calls without a price of a model', async () => {
  const { page, faults } = await browser.open(`/models?${SCOPE}`, { ...tall, width: 2400 });
  await settled(page);
  const asked = await sql(
    `SELECT request_model AS m, provider AS p, uniqExact(trace_id) AS t FROM spans
       ${OF} AND owns_usage AND cost_usd IS NULL AND request_model != '' GROUP BY m, p ORDER BY t DESC, m, p LIMIT 2`,
  );
  expect(asked).not.toHaveLength(0);
  const rows = page.locator('section[aria-label="Models"] tbody tr[data-index]');
  const told = await rows.evaluateAll((all) =>
    all.map((row) => ({
      cells: [...row.querySelectorAll('td')].map((cell) => cell.innerText),
      unpriced: row.querySelector('td:nth-child(15) a')?.getAttribute('href') ?? '',
    })),
  );
  for (const { m, p, t } of asked) {
    const row = told.find(({ cells }) => cells[0] === m && cells[1] === p);
    expect(await followed(page, row?.unpriced ?? ''), `${m} of ${p}`).toBe(Number(t));
  }
  expect(faults).toEqual([]);
});
