import { describe, expect, it } from 'vitest';
import { cells, EVER, settled, startBrowser } from './browser.ts';
import { CORPUS, sql, value } from './millrace.ts';

const browser = startBrowser();
const SCOPE = `workspace=${CORPUS}&${EVER}`;
const OF = `WHERE workspace = '${CORPUS}'`;

const whole = (count: unknown) => Number(count).toLocaleString('en');
const money = (usd: unknown) => `$${usd}`;

async function table(path: string, caption: string): Promise<string[][]> {
  const { page, faults } = await browser.open(`${path}?${SCOPE}`, { width: 2400, height: 8000 });
  await settled(page);
  const rows = await cells(page, caption);
  expect(faults).toEqual([]);
  await page.context().close();
  return rows;
}

describe('the numbers of each page are those of SQL', () => {
  it('overview', async () => {
    const { page, faults } = await browser.open(`/?${SCOPE}`);
    await settled(page);
    const stat = async (label: string) =>
      page.locator(`[data-stat="${label}"] .value [title]`).getAttribute('title');

    expect({
      traces: await stat('Traces'),
      failed: await stat('Failed traces'),
      sessions: await stat('Sessions'),
      cost: await stat('Cost'),
      tokens: await stat('Tokens'),
      calls: await stat('Model calls'),
      tools: await stat('Tool calls'),
    }).toEqual({
      traces: whole(await value(`SELECT count() FROM traces ${OF} AND NOT noise`)),
      failed: whole(
        await value(`SELECT count() FROM traces ${OF} AND NOT noise AND status = 'ERROR'`),
      ),
      sessions: whole(await value(`SELECT count() FROM sessions ${OF}`)),
      cost: money(await value(`SELECT toString(sum(cost_usd)) FROM usage_1m ${OF}`)),
      tokens: whole(await value(`SELECT sum(input_tokens + output_tokens) FROM usage_1m ${OF}`)),
      calls: whole(await value(`SELECT sum(calls) FROM usage_1m ${OF}`)),
      tools: whole(await value(`SELECT sum(tool_calls) FROM traces ${OF} AND NOT noise`)),
    });
    const chart = page.locator('section[aria-label="Traces"]');
    await chart.getByRole('button', { name: 'Table' }).click();
    const drawn = await chart.locator('tbody td.num').allInnerTexts();
    expect(whole(drawn.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0))).toBe(
      await stat('Traces'),
    );
    const sessions = await sql(
      `SELECT turns, tool_calls, toString(cost_usd) AS c FROM sessions ${OF} ORDER BY cost_usd DESC LIMIT 8`,
    );
    expect((await cells(page, 'Top sessions by cost')).map((row) => row[4])).toEqual(
      sessions.map((row) => money(row.c)),
    );
    const tools = await sql(
      `SELECT sum(calls) AS n FROM tool_calls_1m ${OF} GROUP BY tool ORDER BY n DESC LIMIT 8`,
    );
    expect((await cells(page, 'Top tools by calls')).map((row) => row[1])).toEqual(
      tools.map((row) => whole(row.n)),
    );
    expect(faults).toEqual([]);
  });

  it('traces', async () => {
    const rows = await table('/traces', 'Traces');
    expect(rows).not.toHaveLength(0);
    const asked = await sql(
      `SELECT duration_ns AS d, input_tokens + output_tokens AS t, toString(cost_usd) AS c, llm_calls, tool_calls
         FROM traces ${OF} ORDER BY start_time DESC, trace_id DESC LIMIT ${rows.length}`,
    );
    expect(rows.map((row) => row.slice(3, 8))).toEqual(
      asked.map((row) => [
        `${whole(row.d)} ns`,
        whole(row.t),
        money(row.c),
        whole(row.llm_calls),
        whole(row.tool_calls),
      ]),
    );
  });

  it('models', async () => {
    const rows = await table('/models', 'Models');
    const asked = await sql(
      `SELECT model, provider, sum(calls) AS n, sum(errors) AS e, sum(input_tokens) AS i, sum(output_tokens) AS o,
         toString(sum(u.cost_usd)) AS c FROM usage_1m AS u ${OF} GROUP BY model, provider`,
    );
    expect(
      rows.map(([model, provider, n, e, i, o]) => [model, provider, n, e, i, o]).sort(),
    ).toEqual(
      asked
        .map((row) => [
          row.model || '(none)',
          row.provider,
          ...[row.n, row.e, row.i, row.o].map(whole),
        ])
        .sort(),
    );
    expect(rows.map((row) => row[8]).sort()).toEqual(asked.map((row) => money(row.c)).sort());
  });

  it('tools', async () => {
    const rows = await table('/tools', 'Tools');
    const asked = await sql(
      `SELECT tool, sum(calls) AS n, sum(errors) AS e FROM tool_calls_1m ${OF} GROUP BY tool`,
    );
    expect(rows.map(([tool, n, e]) => [tool, n, e]).sort()).toEqual(
      asked.map((row) => [row.tool, whole(row.n), whole(row.e)]).sort(),
    );
  });

  it('users', async () => {
    const rows = await table('/users', 'Users');
    const asked = await sql(
      `SELECT user_id, traces, toString(cost_usd) AS c FROM users ${OF} AND user_id != ''`,
    );
    expect(rows.map((row) => [row[0], row[1], row[11]]).sort()).toEqual(
      asked.map((row) => [row.user_id, whole(row.traces), money(row.c)]).sort(),
    );
  });

  it('agents', async () => {
    const rows = await table('/agents', 'Agents');
    const asked = await sql(
      `SELECT part.agent_name AS a, uniqExact(trace_id) AS n, toString(sum(part.cost_usd)) AS c
         FROM traces ARRAY JOIN parts AS part ${OF} AND part.agent_name != '' GROUP BY experiment_id, a`,
    );
    expect(rows.map((row) => [row[0], row[1], row[11]]).sort()).toEqual(
      asked.map((row) => [row.a, whole(row.n), money(row.c)]).sort(),
    );
  });

  it('errors', async () => {
    const rows = await table('/errors', 'Errors');
    const asked = await sql(
      `SELECT count() AS n FROM spans ${OF} AND status = 'ERROR'
         GROUP BY kind, error_type, name, tool_name, if(request_model = '', response_model, request_model)
         ORDER BY n DESC LIMIT 100`,
    );
    // the page shows the hundred most frequent, and says that there are more
    expect(rows.map((row) => row[1]).sort()).toEqual(asked.map((row) => whole(row.n)).sort());
  });

  it('sessions', async () => {
    const rows = await table('/sessions', 'Sessions');
    const asked = await sql(
      `SELECT turns, traces, tool_calls, input_tokens + output_tokens AS t, toString(cost_usd) AS c
         FROM sessions ${OF}`,
    );
    expect(rows.map((row) => [row[4], row[5], row[6], row[8], row[9]]).sort()).toEqual(
      asked
        .map((row) => [...[row.turns, row.traces, row.tool_calls, row.t].map(whole), money(row.c)])
        .sort(),
    );
  });

  it('each trace', async () => {
    const traces = await sql(
      `SELECT trace_id, toString(cost_usd) AS c, input_tokens AS i, output_tokens AS o FROM traces ${OF}
         AND input_tokens > 0 ORDER BY cityHash64(trace_id) LIMIT 12`,
    );
    expect(traces).not.toHaveLength(0);
    for (const trace of traces) {
      const { page, faults } = await browser.open(`/traces/${trace.trace_id}?workspace=${CORPUS}`);
      await page.locator('[data-fact="cost"] [title]').first().waitFor();
      const titles = await page
        .locator('[data-fact="cost"] > [title], [data-fact="tokens"] > [title]')
        .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
      expect(titles).toEqual([money(trace.c), whole(trace.i), whole(trace.o)]);
      await page.locator('[role="treeitem"]').first().waitFor();
      await settled(page);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });
});
