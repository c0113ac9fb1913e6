import { describe, expect, it } from 'vitest';
import { cells, EVER, settled, startBrowser } from './browser.ts';
import { CORPUS, drawId as id, send, sql, value } from './millrace.ts';

const browser = startBrowser();
const SCOPE = `workspace=${CORPUS}&${EVER}`;

async function traceIds(page: import('playwright-core').Page): Promise<string[]> {
  const links = page.locator(
    'section[aria-label="Traces"] tbody td:first-child a[href^="/traces/"]',
  );
  return links.evaluateAll((all) =>
    all.map((link) => new URL((link as HTMLAnchorElement).href).pathname.split('/')[2] ?? ''),
  );
}

describe('filters', () => {
  it('stand in the address bar, as chips, and find what SQL finds', async () => {
    const tool = await value(
      `SELECT tool FROM tool_calls_1m WHERE workspace = '${CORPUS}' GROUP BY tool ORDER BY sum(calls) DESC LIMIT 1`,
    );
    const { page, faults } = await browser.open(`/traces?${SCOPE}`, { height: 8000 });
    await settled(page);
    await page.getByLabel('Filter by').selectOption('tool');
    await page.getByLabel('Value of the filter Tool').fill(tool);
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('tool')).toBe(tool);

    const found = (
      await sql(
        `SELECT trace_id FROM traces WHERE workspace = '${CORPUS}' AND has(tools, '${tool}') ORDER BY trace_id`,
      )
    ).map((row) => row.trace_id);
    await expect.poll(async () => (await traceIds(page)).sort()).toEqual(found);

    // The address alone is enough for a colleague.
    const { page: other } = await browser.open(
      page.url().slice(new URL(page.url()).origin.length),
      {
        height: 8000,
      },
    );
    await expect.poll(async () => (await traceIds(other)).sort()).toEqual(found);
    await other.getByLabel(`Remove the filter Tool ${tool}`).click();
    await expect.poll(async () => (await traceIds(other)).length).toBeGreaterThan(found.length);
    expect(new URL(other.url()).searchParams.has('tool')).toBe(false);
    expect(faults).toEqual([]);
  });

  it('that cannot be asked are named, with what to do', async () => {
    const { page } = await browser.open(`/traces?${SCOPE}&min_duration=long`);
    await page.getByText('Change or remove the filter “min_duration”.').waitFor();
  });
});

describe('live', () => {
  it('an empty workspace teaches, and a trace comes by itself', async () => {
    const workspace = `live-${Date.now()}`;
    const { page, faults } = await browser.open(`/traces?workspace=${workspace}`);
    await page.getByText(`x-mlflow-workspace=${workspace}`).waitFor();
    await page.getByText('OTEL_EXPORTER_OTLP_ENDPOINT=').waitFor();
    for (const [agent, told] of [
      ['Claude Code', 'CLAUDE_CODE_ENABLE_TELEMETRY=1'],
      ['MLflow', 'MLFLOW_TRACKING_URI='],
      ['Strands', 'setup_otlp_exporter()'],
    ] as const) {
      await page.getByLabel('Point an agent at Millrace').selectOption(agent);
      await page.getByText(told).first().waitFor();
    }
    const traceId = id(32);
    const before = Date.now();
    await send(workspace, [{ traceId, spanId: id(16), name: 'appears' }]);
    await page.locator(`td:first-child a[href^="/traces/${traceId}"]`).waitFor({ timeout: 60_000 });
    console.log(`a new trace was in the live list ${Date.now() - before} ms after its export`);

    await page.locator(`td:first-child a[href^="/traces/${traceId}"]`).click();
    await page.locator('[role="treeitem"]').first().waitFor();
    await send(workspace, [
      { traceId, spanId: id(16), name: 'grows', parentSpanId: 'a'.repeat(16) },
    ]);
    await page.getByRole('treeitem', { name: /grows/ }).waitFor({ timeout: 60_000 });
    expect(faults).toEqual([]);
  });
});

describe('keyboard', () => {
  it('moves, folds and searches in the tree', async () => {
    const traceId = await value(
      `SELECT trace_id FROM traces WHERE workspace = '${CORPUS}' AND tool_calls > 1 AND llm_calls > 1
         ORDER BY span_count, trace_id LIMIT 1`,
    );
    const { page } = await browser.open(`/traces/${traceId}?workspace=${CORPUS}`);
    const items = page.locator('[role="treeitem"]');
    await items.first().waitFor();
    const all = await items.count();
    await page.locator('[role="tree"]').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => items.count()).toBeLessThan(all);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => items.count()).toBe(all);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => items.nth(1).getAttribute('aria-selected')).toBe('true');
    expect(new URL(page.url()).searchParams.get('span')).toMatch(/^[0-9a-f]{16}$/);
    await page.keyboard.press('/');
    await page.keyboard.type('tool');
    await page.keyboard.press('Enter');
    await page.getByText(/\d+ found/).waitFor();
  });
});

it('a table has few nodes however long it is', async () => {
  const { page } = await browser.open(`/traces?${SCOPE}`);
  await settled(page);
  expect((await cells(page, 'Traces')).length).toBeLessThan(80);
  expect(await page.locator('*').count()).toBeLessThan(3_000);
});
