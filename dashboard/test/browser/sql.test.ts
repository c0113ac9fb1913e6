import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cells, EVER, settled, startBrowser } from './browser.ts';
import { CORPUS, sql } from './millrace.ts';

const browser = startBrowser();

it('SQL completes views, answers as SQL does, draws, and saves', async () => {
  const { page, faults } = await browser.open(`/sql?workspace=${CORPUS}&${EVER}`);
  await settled(page);
  const editor = page.getByRole('textbox', { name: 'SQL' });
  await page.getByText('usage_1m', { exact: true }).first().waitFor();
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('SELECT sum(calls) FROM usag');
  await page.getByRole('option', { name: /usage_1m/ }).waitFor();

  const query = `SELECT model, sum(calls) AS calls, sum(u.cost_usd) AS cost_usd FROM usage_1m AS u
    WHERE workspace = {workspace:String} GROUP BY model ORDER BY calls DESC, model`;
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(query);
  await page.keyboard.press('Control+Enter');
  const asked = await sql(query.replace('{workspace:String}', `'${CORPUS}'`));
  await expect
    .poll(() => page.locator('section[aria-label="Rows"] tbody tr[data-index]').count())
    .toBeGreaterThan(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('section[aria-label="Rows"]').getByRole('button', { name: 'CSV' }).last().click(),
  ]);
  const [head, ...rows] = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(head).toBe('model,calls,cost_usd');
  expect(rows).toEqual(asked.map((row) => `${row.model},${row.calls},${row.cost_usd}`));
  expect(await cells(page, 'Rows')).not.toHaveLength(0);
  await page.locator('section[aria-label="Chart"] canvas').waitFor();

  await page.getByLabel('Name to save the question under').fill('mine');
  await page.getByRole('button', { name: 'Save the question' }).click();
  await page.getByRole('button', { name: 'Delete mine' }).waitFor();
  expect(faults).toEqual([]);
});

it('SQL that is refused says why', async () => {
  const { page } = await browser.open(`/sql?workspace=${CORPUS}`);
  await page.getByRole('textbox', { name: 'SQL' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('SELECT no_such_column FROM traces');
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByRole('alert').getByText('no_such_column').waitFor();
});
