import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settled, startBrowser } from './browser.ts';
import { drawId as id, send, shown, sql, value } from './millrace.ts';

const browser = startBrowser();

/** A session whose id stands in no path: a model call and a tool that overlap, an agent that hands over, and a pause. */
async function sendStory(workspace: string) {
  const traceId = id(32);
  const [lead, writer] = [id(16), id(16)];
  const session = 'a/../b?c=1 %2e';
  const of = (agent: string, operation: string, more: Record<string, string> = {}) => ({
    'gen_ai.operation.name': operation,
    'gen_ai.agent.name': agent,
    'gen_ai.conversation.id': session,
    ...more,
  });
  const at = (seconds: number, lasting: number) => ({
    startedAgoMillis: 60_000 - seconds * 1_000,
    durationMillis: lasting * 1_000,
  });
  await send(workspace, [
    { traceId, spanId: lead, name: 'lead', attributes: of('lead', 'invoke_agent'), ...at(0, 10) },
    {
      traceId,
      spanId: id(16),
      parentSpanId: lead,
      name: 'chat m',
      attributes: of('lead', 'chat', { 'gen_ai.request.model': 'm' }),
      ...at(1, 3),
    },
    {
      traceId,
      spanId: id(16),
      parentSpanId: lead,
      name: 'execute_tool search',
      attributes: of('lead', 'execute_tool', { 'gen_ai.tool.name': 'search' }),
      ...at(3, 3),
    },
    {
      traceId,
      spanId: writer,
      parentSpanId: lead,
      name: 'writer',
      attributes: of('writer', 'invoke_agent'),
      ...at(7, 2),
    },
    {
      traceId,
      spanId: id(16),
      name: 'later',
      attributes: of('lead', 'invoke_agent'),
      ...at(15, 5),
    },
  ]);
  await shown(`SELECT sum(span_count) FROM traces WHERE workspace = '${workspace}'`, '5');
  return { traceId, session, lead };
}

describe('a trace', () => {
  it('tells how its time was spent, who called whom, and what was received', async () => {
    const workspace = `story-${Date.now()}`;
    const { traceId } = await sendStory(workspace);
    const { page, faults } = await browser.open(`/traces/${traceId}?workspace=${workspace}`);
    await page.locator('[data-part="waiting_ns"]').waitFor();
    const parts = await page
      .locator('[data-part] [title$=" ns"]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
    expect(parts).toEqual([
      '3,000,000,000 ns',
      '2,000,000,000 ns',
      '10,000,000,000 ns',
      '5,000,000,000 ns',
    ]);

    await page.getByRole('button', { name: 'Agents', exact: true }).click();
    const calls = page.locator('section[aria-label="Calls between agents and tools"] tbody');
    await expect
      .poll(async () => (await calls.locator('tr[data-index]').allInnerTexts()).sort())
      .toEqual([
        expect.stringMatching(/^lead\s+search\s+tool\s+1\s+0/),
        expect.stringMatching(/^lead\s+writer\s+agent\s+1\s+0/),
      ]);
    await page.locator('svg.agents').waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Raw OTLP' }).click(),
    ]);
    const otlp = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(
      otlp.resourceSpans.flatMap((resource: { scopeSpans: { spans: unknown[] }[] }) =>
        resource.scopeSpans.flatMap((scope) => scope.spans),
      ),
    ).toHaveLength(5);
    expect(faults).toEqual([]);
  });

  it('takes feedback on itself and on a span, and tags', async () => {
    const workspace = `said-${Date.now()}`;
    const { traceId, lead } = await sendStory(workspace);
    const { page, faults } = await browser.open(
      `/traces/${traceId}?workspace=${workspace}&span=${lead}`,
    );
    await page.getByRole('button', { name: 'Feedback', exact: true }).click();
    const panel = page.locator('section[aria-label="Feedback on the trace"]');
    await panel.getByRole('button', { name: 'Good' }).click();
    await panel.getByLabel('Rationale').fill('it <b>works</b>');
    await panel.getByRole('button', { name: 'Save' }).click();
    const said = { hasText: 'it <b>works</b>' };
    await panel.locator('.assessments', said).waitFor();
    await page.getByRole('tab', { name: 'Feedback' }).click();
    const detail = page.locator('.detail');
    await detail.getByLabel('Name of the assessment').fill('helpful');
    await detail.getByLabel('Value: a number').fill('0.5');
    await detail.getByRole('button', { name: 'Save' }).click();
    await detail.locator('.assessments', { hasText: 'helpful' }).waitFor();
    await shown(
      `SELECT arrayStringConcat(arraySort(groupArray(concat(name, ' ', value, ' ', rationale, ' ', span_id))), '; ')
         FROM annotations WHERE workspace = '${workspace}' AND type = 'ASSESSMENT'`,
      `helpful 0.5  ${lead}; quality true it <b>works</b> `,
    );

    await page.getByLabel('Tag: key or key=value').fill('team=blue');
    await page.getByRole('button', { name: 'Add tag' }).click();
    await page.getByLabel('Remove the tag team').waitFor();
    await shown(`SELECT tags['team'] FROM traces WHERE workspace = '${workspace}'`, 'blue');
    // Another browser reads what was said.
    const { page: other } = await browser.open(`/traces/${traceId}?workspace=${workspace}`);
    await other.getByRole('button', { name: 'Feedback', exact: true }).click();
    await other.locator('.assessments', said).waitFor();

    // The list tells it too, and finds by it.
    await send(workspace, [{ traceId: id(32), spanId: id(16), name: 'another' }]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '2');
    const list = await browser.open(`/traces?workspace=${workspace}`, { width: 2000 });
    await list.page.getByRole('link', { name: 'helpful=0.5' }).waitFor();
    await list.page.getByRole('link', { name: 'quality=true' }).click();
    await list.page.getByLabel('Remove the filter Assessment quality=true').waitFor();
    const names = list.page.locator(
      'section[aria-label="Traces"] tbody td:first-child a[href^="/traces/"]',
    );
    await expect.poll(() => names.allInnerTexts()).toEqual(['lead']);
    expect(list.faults).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describe('a span', () => {
  it('tells where it failed, and folds what is long', async () => {
    const workspace = `failed-${Date.now()}`;
    const traceId = id(32);
    const prompt = '**Why** so long? '.repeat(400);
    await send(workspace, [
      {
        traceId,
        spanId: id(16),
        name: 'chat m',
        error: 'out of luck',
        stack: 'Traceback:\n  File "luck.py", line 7',
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'm',
          'gen_ai.input.messages': JSON.stringify([
            { role: 'user', parts: [{ type: 'text', content: prompt }] },
          ]),
        },
      },
    ]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '1');
    const { page, faults } = await browser.open(`/traces/${traceId}?workspace=${workspace}`);
    await page.getByText('Stack', { exact: true }).click();
    await page.getByText('File "luck.py", line 7').waitFor();
    const told = page.locator('.message .markdown');
    await told.first().waitFor();
    expect((await told.first().innerText()).length).toBeLessThan(2_000);
    await page.getByRole('button', { name: 'All 6,800 characters' }).click();
    await expect.poll(async () => (await told.first().innerText()).length).toBeGreaterThan(4_000);
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByRole('heading', { name: 'Events (1)' }).waitFor();
    expect(faults).toEqual([]);
  });
});

describe('sessions', () => {
  it('of any id open, and those of now are told', async () => {
    const workspace = `now-${Date.now()}`;
    const { session } = await sendStory(workspace);
    const { page, faults } = await browser.open(`/sessions?workspace=${workspace}`);
    await page.getByRole('button', { name: 'Now' }).click();
    await page.locator('section[aria-label="Sessions now"]').getByText(session).waitFor();
    await page
      .locator('section[aria-label="Sessions"]')
      .getByRole('link', { name: session })
      .click();
    await page.getByRole('heading', { name: `Session ${session}` }).waitFor();
    await page.locator('article.turn').first().waitFor();
    await page.locator('[data-part="waiting_ns"]').waitFor();
    expect(faults).toEqual([]);
  });
});

describe('traces', () => {
  it('are tagged together', async () => {
    const workspace = `bulk-${Date.now()}`;
    await sendStory(workspace);
    await send(workspace, [{ traceId: id(32), spanId: id(16), name: 'another' }]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '2');
    const { page, faults } = await browser.open(`/traces?workspace=${workspace}`);
    await settled(page);
    await page.getByRole('button', { name: 'Select' }).click();
    await page.getByRole('button', { name: 'All 2 shown' }).click();
    await page.getByLabel('Tag: key or key=value').fill('reviewed');
    await page.getByRole('button', { name: 'Add tag' }).click();
    await page.getByText('Added reviewed to 2 traces.').waitFor();
    await shown(
      `SELECT countIf(mapContains(tags, 'reviewed')) FROM traces WHERE workspace = '${workspace}'`,
      '2',
    );
    expect(faults).toEqual([]);
  });

  it('have columns to choose, and leave as files', async () => {
    const workspace = `files-${Date.now()}`;
    await sendStory(workspace);
    await send(workspace, [{ traceId: id(32), spanId: id(16), name: '=1+1' }]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '2');
    const { page, faults } = await browser.open(`/traces?workspace=${workspace}`);
    await settled(page);
    const table = page.locator('section[aria-label="Traces"]').first();
    await expect
      .poll(() => table.getByRole('columnheader', { name: 'Id', exact: true }).count())
      .toBe(0);
    await table.getByText('Columns').click();
    await table.getByLabel('Id', { exact: true }).check();
    await table.getByRole('columnheader', { name: 'Id', exact: true }).waitFor();
    await page.reload();
    await table.getByRole('columnheader', { name: 'Id', exact: true }).waitFor();

    await page.getByText('Export', { exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).toContain("'=1+1");
    expect(faults).toEqual([]);
  });

  it('are behind each number', async () => {
    const workspace = `numbers-${Date.now()}`;
    const of = { 'gen_ai.operation.name': 'invoke_agent', 'user.id': 'ada' };
    await send(workspace, [
      { traceId: id(32), spanId: id(16), name: 'good', attributes: of },
      { traceId: id(32), spanId: id(16), name: 'bad', attributes: of, error: 'no' },
      { traceId: id(32), spanId: id(16), name: 'of nobody' },
    ]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '3');
    const { page, faults } = await browser.open(`/users?workspace=${workspace}`);
    const row = page.locator('section[aria-label="Users"] tbody tr[data-index]');
    await expect.poll(() => row.locator('td').nth(2).innerText()).toBe('1');
    await row.locator('td').nth(2).getByRole('link').click();
    const names = page.locator(
      'section[aria-label="Traces"] tbody td:first-child a[href^="/traces/"]',
    );
    await expect.poll(() => names.allInnerTexts()).toEqual(['bad']);
    expect(faults).toEqual([]);
  });

  it('of a workspace are a choice away', async () => {
    const workspace = `chosen-${Date.now()}`;
    await send(workspace, [{ traceId: id(32), spanId: id(16), name: 'there' }]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '1');
    expect(await value(`SELECT count() FROM ledger_1m WHERE workspace = '${workspace}'`)).not.toBe(
      '0',
    );
    const { page } = await browser.open('/traces?workspace=nobody');
    await page.getByLabel('Workspace').focus();
    await page
      .locator(`datalist#workspaces option[value="${workspace}"]`)
      .waitFor({ state: 'attached' });
    await page.getByLabel('Workspace').fill(workspace);
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('workspace')).toBe(workspace);
    const [row] = await sql(`SELECT trace_id FROM traces WHERE workspace = '${workspace}'`);
    await page.locator(`td:first-child a[href^="/traces/${row?.trace_id}"]`).waitFor();
  });
});
