import { describe, expect, it } from 'vitest';
import { percent } from '../../src/format/count.ts';
import { perMillion, sumMoney } from '../../src/format/money.ts';
import { settled, startBrowser } from './browser.ts';
import { CORPUS, sql } from './millrace.ts';
import { money, OF, quantile, table as tableOf, took, whole } from './numbers.ts';

const browser = startBrowser();
const table = (path: string, caption: string) => tableOf(browser, path, caption);

/** What users and agents have of traces, in the order of their pages. */
const PARTS = [
  'turns',
  'llm_calls',
  'llm_errors',
  'tool_calls',
  'tool_errors',
  'input_tokens',
  'output_tokens',
];

describe('the numbers of each page are those of SQL', () => {
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
      `SELECT model, provider, sum(calls) AS n, sum(errors) AS e, sum(u.input_tokens) AS i, sum(u.output_tokens) AS o,
         sum(u.cache_read_tokens) AS hits, sum(u.reasoning_tokens) AS r, toString(sum(u.cost_usd)) AS c,
         toString(sum(u.input_cost_usd)) AS ic, toString(sum(u.output_cost_usd)) AS oc,
         toString(sum(u.cache_saved_usd)) AS saved, sum(u.unpriced_calls) AS unpriced,
         ${quantile('duration_histogram', 0.5)} AS p50, ${quantile('duration_histogram', 0.95)} AS p95,
         ${quantile('first_token_histogram', 0.95)} AS first,
         histogram_sum(sumMap(u.duration_histogram)) AS ns
         FROM usage_1m AS u ${OF} GROUP BY model, provider`,
    );
    expect(rows.sort()).toEqual(
      asked
        .map((row) => {
          const isKnown =
            Number(row.unpriced) === 0 &&
            sumMoney([`${row.ic}`, `${row.oc}`]) === sumMoney([`${row.c}`]);
          const price = (cost: unknown, tokens: unknown) => {
            const usd = isKnown ? perMillion(`${cost}`, Number(tokens)) : null;
            return usd === null ? 'Not all of it is known' : money(usd);
          };
          return [
            `${row.model || '(none)'}`,
            `${row.provider}`,
            ...[row.n, row.e, row.i, row.o].map(whole),
            percent(Number(row.hits), Number(row.i)),
            whole(row.r),
            ...[row.c, row.ic, row.oc, row.saved].map(money),
            price(row.ic, row.i),
            price(row.oc, row.o),
            whole(row.unpriced),
            ...[row.p50, row.p95, row.first].map(took),
            Number(row.ns) === 0 ? '–' : (Number(row.o) / (Number(row.ns) / 1e9)).toFixed(1),
          ];
        })
        .sort(),
    );
  });

  it('tools', async () => {
    const rows = await table('/tools', 'Tools');
    const asked = await sql(
      `SELECT tool, sum(calls) AS n, sum(errors) AS e, ${[0.5, 0.95, 0.99]
        .map((q) => `${quantile('duration_histogram', q)} AS p${q * 100}`)
        .join()} FROM tool_calls_1m AS u ${OF} GROUP BY tool`,
    );
    expect(rows.sort()).toEqual(
      asked
        .map((row) => [
          `${row.tool || '(none)'}`,
          whole(row.n),
          whole(row.e),
          percent(Number(row.n) - Number(row.e), Number(row.n)),
          ...[row.p50, row.p95, row.p99].map(took),
        ])
        .sort(),
    );
  });

  it.each([
    ['users', 'Users', 'user_id'],
    ['agents', 'Agents', 'agent_name'],
  ])('%s', async (path, caption, of) => {
    const rows = await table(`/${path}`, caption);
    const asked = await sql(
      `SELECT part.${of} AS who, uniqExact(trace_id) AS traces, uniqExactIf(trace_id, status = 'ERROR') AS failed,
         uniqExactIf(part.session_id, part.session_id != '') AS sessions,
         ${PARTS.map((name) => `sum(part.${name}) AS ${name}`).join()}, toString(sum(part.cost_usd)) AS c
         FROM traces ARRAY JOIN parts AS part ${OF} AND part.${of} != '' GROUP BY experiment_id, who`,
    );
    expect(rows).not.toHaveLength(0);
    expect(rows.map((row) => row.slice(0, 12)).sort()).toEqual(
      asked
        .map((row) => [
          `${row.who}`,
          ...[row.traces, row.failed, row.sessions, ...PARTS.map((name) => row[name])].map(whole),
          money(row.c),
        ])
        .sort(),
    );
  });

  it('errors', async () => {
    const rows = await table('/errors', 'Errors');
    const asked = await sql(
      `SELECT count() AS n, uniqExact(trace_id) AS t, lower(toString(kind)) AS k,
         if(request_model = '', replaceRegexpOne(response_model, '-20\\d\\d-[01]\\d-[0-3]\\d$', ''), request_model) AS m
         FROM spans ${OF} AND status = 'ERROR' GROUP BY kind, error_type, name, tool_name, m
         ORDER BY n DESC, kind, error_type, name, tool_name, m LIMIT 100`,
    );
    // the page shows the hundred most frequent, and says that there are more
    expect(rows.map((row) => row.slice(1, 5)).sort()).toEqual(
      asked.map((row) => [whole(row.n), whole(row.t), row.k, row.m]).sort(),
    );
  });

  it('sessions', async () => {
    const rows = await table('/sessions', 'Sessions');
    const asked = await sql(
      `SELECT turns, traces, tool_calls, llm_errors + tool_errors AS e, input_tokens + output_tokens AS t,
         toString(cost_usd) AS c, toUnixTimestamp64Nano(end_time) - toUnixTimestamp64Nano(start_time) AS wall
         FROM sessions ${OF}`,
    );
    expect(rows.map((row) => row.slice(3, 10)).sort()).toEqual(
      asked
        .map((row) => [
          took(row.wall),
          ...[row.turns, row.traces, row.tool_calls, row.e, row.t].map(whole),
          money(row.c),
        ])
        .sort(),
    );
  });

  it('each trace', async () => {
    const traces = await sql(
      `SELECT trace_id, toString(cost_usd) AS c, toString(cache_saved_usd) AS saved, duration_ns AS d, input_tokens AS i,
         output_tokens AS o, cache_read_tokens AS hits, reasoning_tokens AS r, llm_calls + llm_errors AS calls, llm_errors,
         tool_calls, tool_errors FROM traces ${OF} AND input_tokens > 0 AND unpriced_calls = 0
         ORDER BY cityHash64(trace_id) LIMIT 5`,
    );
    expect(traces).not.toHaveLength(0);
    for (const trace of traces) {
      const { page, faults } = await browser.open(`/traces/${trace.trace_id}?workspace=${CORPUS}`);
      await page.locator('[data-fact="cost"] [title]').first().waitFor();
      const fact = (name: string) =>
        page
          .locator(`[data-fact="${name}"] > [title]`)
          .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
      expect({
        duration: await fact('duration'),
        cost: await fact('cost'),
        tokens: await fact('tokens'),
        cache: await fact('cache'),
        saved: await fact('saved'),
        calls: await fact('calls'),
        tools: await fact('tools'),
      }).toEqual({
        duration: [took(trace.d)],
        cost: [money(trace.c)],
        tokens: [trace.i, trace.o].map(whole),
        cache: [trace.hits, trace.r].map(whole),
        saved: [money(trace.saved)],
        calls: [trace.calls, trace.llm_errors].map(whole),
        tools: [trace.tool_calls, trace.tool_errors].map(whole),
      });
      await page.locator('[role="treeitem"]').first().waitFor();
      await settled(page);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  it('a session', async () => {
    const [session] = await sql(
      `SELECT session_id, experiment_id, turns, toString(cost_usd) AS c, input_tokens + output_tokens AS t,
         llm_calls + llm_errors AS calls, llm_errors, tool_calls, tool_errors,
         toUnixTimestamp64Nano(end_time) - toUnixTimestamp64Nano(start_time) AS wall
         FROM sessions ${OF} ORDER BY turns DESC, session_id LIMIT 1`,
    );
    const { session_id, experiment_id } = session as Record<string, string>;
    const { page, faults } = await browser.open(
      `/session?workspace=${CORPUS}&session_id=${encodeURIComponent(session_id ?? '')}&experiment_id=${experiment_id}`,
    );
    await page.locator('[data-stat="Cost"]').waitFor();
    const stat = (label: string) =>
      page
        .locator(`[data-stat="${label}"] [title]`)
        .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
    expect({
      turns: await stat('Turns'),
      wall: await stat('Wall time'),
      cost: (await stat('Cost'))[0],
      tokens: await stat('Tokens'),
      calls: await stat('Model calls'),
      tools: await stat('Tool calls'),
    }).toEqual({
      turns: [whole(session?.turns)],
      wall: [took(session?.wall)],
      cost: money(session?.c),
      tokens: [whole(session?.t)],
      calls: [session?.calls, session?.llm_errors].map(whole),
      tools: [session?.tool_calls, session?.tool_errors].map(whole),
    });
    expect(faults).toEqual([]);
  });
});
