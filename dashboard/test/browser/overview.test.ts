import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { percent } from '../../src/format/count.ts';
import { cells, settled, startBrowser } from './browser.ts';
import { sql, value } from './millrace.ts';
import { money, OF, quantile, SCOPE, took, whole } from './numbers.ts';

const browser = startBrowser();

/** What a card says: its number, and the numbers of its note; exact where they have a title. */
async function stat(page: Page, label: string): Promise<(string | null)[]> {
  const card = page.locator(`[data-stat="${label}"]`);
  const titled = card.locator('.value [title]');
  const main = (await titled.count())
    ? await titled.getAttribute('title')
    : await card.locator('.value').innerText();
  const notes = await card
    .locator('> .note [title]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
  return [main, ...notes];
}

it('the cards of the overview say what SQL says', async () => {
  const { page, faults } = await browser.open(`/?${SCOPE}`);
  await settled(page);
  const [calls] = await sql(
    `SELECT sum(calls) AS n, sum(errors) AS failed, sum(u.input_tokens) AS i, sum(u.output_tokens) AS o,
       sum(u.cache_read_tokens) AS hits, toString(sum(u.cost_usd)) AS cost, toString(sum(u.cache_saved_usd)) AS saved,
       sum(u.unpriced_calls) AS unpriced, ${quantile('duration_histogram', 0.5)} AS p50,
       ${quantile('duration_histogram', 0.95)} AS p95, ${quantile('first_token_histogram', 0.5)} AS first50,
       ${quantile('first_token_histogram', 0.95)} AS first95, histogram_sum(sumMap(u.duration_histogram)) AS ns
       FROM usage_1m AS u ${OF}`,
  );
  const [traces] = await sql(
    `SELECT count() AS n, countIf(status = 'ERROR') AS failed, sum(t.tool_calls) AS tools, sum(t.tool_errors) AS failures,
       quantileExact(0.5)(duration_ns) AS p50, quantileExact(0.95)(duration_ns) AS p95
       FROM traces AS t ${OF} AND NOT noise`,
  );
  const rate = Number(calls?.o) / (Number(calls?.ns) / 1e9);

  expect(await stat(page, 'Traces')).toEqual([whole(traces?.n)]);
  expect(await stat(page, 'Sessions')).toEqual([
    whole(await value(`SELECT count() FROM sessions ${OF}`)),
  ]);
  expect(await stat(page, 'Failed traces')).toEqual([whole(traces?.failed)]);
  expect(await page.locator('[data-stat="Failed traces"] > .note').innerText()).toBe(
    percent(Number(traces?.failed), Number(traces?.n)),
  );
  expect(await stat(page, 'Cost')).toEqual([money(calls?.cost), whole(calls?.unpriced)]);
  expect(await stat(page, 'Tokens')).toEqual(
    [Number(calls?.i) + Number(calls?.o), calls?.i, calls?.o].map(whole),
  );
  expect(await stat(page, 'Cache hits')).toEqual([
    percent(Number(calls?.hits), Number(calls?.i)),
    money(calls?.saved),
  ]);
  expect(await stat(page, 'Model calls')).toEqual([calls?.n, calls?.failed].map(whole));
  expect(await stat(page, 'Tool calls')).toEqual([traces?.tools, traces?.failures].map(whole));
  expect(await stat(page, 'Trace p95')).toEqual([traces?.p95, traces?.p50].map(took));
  expect(await stat(page, 'Model call p95')).toEqual([calls?.p95, calls?.p50].map(took));
  expect(await stat(page, 'First token p95')).toEqual([calls?.first95, calls?.first50].map(took));
  expect(await stat(page, 'Output tokens / s')).toEqual([rate.toFixed(1)]);

  const chart = page.locator('section[aria-label="Traces"]');
  await chart.getByRole('button', { name: 'Table' }).click();
  const drawn = await chart.locator('tbody td.num').allInnerTexts();
  expect(whole(drawn.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0))).toBe(
    whole(traces?.n),
  );
  expect(faults).toEqual([]);
});

it('the tables of the overview say what SQL says', async () => {
  const { page, faults } = await browser.open(`/?${SCOPE}`);
  await settled(page);
  for (const [title, by] of [
    ['Top users by cost', 'user_id'],
    ['Top models by cost', 'model'],
    ['Top agents by cost', 'agent_name'],
    ['Top services by cost', 'service_name'],
  ] as const) {
    const top = await sql(
      `SELECT ${by} AS who, sum(calls) AS n, sum(u.input_tokens) AS i, sum(u.output_tokens) AS o,
         toString(sum(u.cost_usd)) AS c, sum(u.unpriced_calls) AS unpriced,
         toFloat64(sum(u.cost_usd)) / toFloat64((SELECT sum(x.cost_usd) FROM usage_1m AS x ${OF})) AS share
         FROM usage_1m AS u ${OF} GROUP BY who ORDER BY sum(u.cost_usd) DESC, who LIMIT 8`,
    );
    expect(await cells(page, title), title).toEqual(
      top.map((row) => [
        row.who || '(none)',
        ...[row.n, row.i, row.o].map(whole),
        money(row.c),
        whole(row.unpriced),
        percent(Number(row.share), 1),
      ]),
    );
  }
  const sessions = await sql(
    `SELECT turns, tool_calls, input_tokens + output_tokens AS t, toString(cost_usd) AS c
       FROM sessions ${OF} ORDER BY cost_usd DESC, session_id DESC, experiment_id DESC LIMIT 8`,
  );
  expect((await cells(page, 'Top sessions by cost')).map((row) => row.slice(1))).toEqual(
    sessions.map((row) => [...[row.turns, row.tool_calls, row.t].map(whole), money(row.c)]),
  );
  const tools = await sql(
    `SELECT tool, sum(calls) AS n, sum(errors) AS e, ${[0.5, 0.95, 0.99]
      .map((q) => `${quantile('duration_histogram', q)} AS p${q * 100}`)
      .join()} FROM tool_calls_1m AS u ${OF} GROUP BY tool ORDER BY n DESC, tool LIMIT 8`,
  );
  expect(await cells(page, 'Top tools by calls')).toEqual(
    tools.map((row) => [
      row.tool || '(none)',
      whole(row.n),
      whole(row.e),
      percent(Number(row.n) - Number(row.e), Number(row.n)),
      ...[row.p50, row.p95, row.p99].map(took),
    ]),
  );
  expect(faults).toEqual([]);
});
