import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cells, EVER, settled, startBrowser } from './browser.ts';
import { CORPUS, drawId as id, send, shown, sql, value } from './millrace.ts';

declare global {
  interface Window {
    /** Durations of long tasks in milliseconds, and how many there were before the scrolling. */
    tasks: number[];
    tasksBefore: number;
    /** Set by what must not run. */
    pwned?: number;
    axe: typeof import('axe-core');
    firstSeen: number;
  }
}

const browser = startBrowser();
const SCOPE = `workspace=${CORPUS}&${EVER}`;

const PAGES = [
  '',
  'traces',
  'sessions',
  'users',
  'agents',
  'tools',
  'models',
  'errors',
  'sql',
  'system',
];

async function traceIds(page: import('playwright-core').Page): Promise<string[]> {
  const links = page.locator('section[aria-label="Traces"] tbody a[href^="/traces/"]');
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
    await page.locator(`a[href^="/traces/${traceId}"]`).waitFor({ timeout: 60_000 });
    console.log(`a new trace was in the live list ${Date.now() - before} ms after its export`);

    await page.locator(`a[href^="/traces/${traceId}"]`).click();
    await page.locator('[role="treeitem"]').first().waitFor();
    await send(workspace, [
      { traceId, spanId: id(16), name: 'grows', parentSpanId: 'a'.repeat(16) },
    ]);
    await page.getByRole('treeitem', { name: /grows/ }).waitFor({ timeout: 60_000 });
    expect(faults).toEqual([]);
  });
});

describe('a trace of 100,000 spans', () => {
  const SPANS = 100_000;
  const workspace = `big-${Date.now()}`;
  const traceId = id(32);

  it('opens with its first page and keeps few nodes in the document', async () => {
    const spanId = (i: number) => (i + 1).toString(16).padStart(16, '0');
    for (let from = 0; from < SPANS; from += 5_000) {
      await send(
        workspace,
        Array.from({ length: 5_000 }, (_, k) => {
          const i = from + k;
          return {
            traceId,
            spanId: spanId(i),
            ...(i === 0 ? {} : { parentSpanId: spanId(Math.floor((i - 1) / 8)) }),
            name: `step ${i}`,
            startedAgoMillis: 200_000 - i,
            durationMillis: 10 + (i % 90),
            attributes: { 'gen_ai.operation.name': i % 3 === 0 ? 'execute_tool' : 'invoke_agent' },
          };
        }),
      );
    }
    await shown(
      `SELECT sum(span_count) FROM traces WHERE workspace = '${workspace}'`,
      String(SPANS),
      300_000,
    );
    const { page, faults } = await browser.open(`/traces/${traceId}?workspace=${workspace}`);
    await page.locator('[role="treeitem"]').first().waitFor();
    await page.evaluate(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map((entry) => entry.duration)),
      ).observe({ type: 'longtask' });
      window.tasks = tasks;
    });
    await page.getByText('100,000 of 100,000 spans shown').waitFor({ timeout: 120_000 });
    await page.evaluate(() => {
      window.tasksBefore = window.tasks.length;
    });
    const tree = page.locator('[role="tree"]');
    for (let i = 0; i < 60; i++) {
      await tree.evaluate((element) => element.scrollBy(0, 4_000));
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
    await tree.focus();
    await page.keyboard.press('End');
    await expect
      .poll(() => page.locator('[role="treeitem"][aria-selected="true"]').count())
      .toBe(1);
    const longest = await page.evaluate(() =>
      Math.max(0, ...window.tasks.slice(window.tasksBefore)),
    );
    console.log(`longest task while scrolling: ${Math.round(longest)} ms (0: none over 50 ms)`);
    expect(await page.locator('*').count()).toBeLessThan(3_000);
    expect(faults).toEqual([]);
  }, 600_000);
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

describe('what traces contain is hostile', () => {
  const EVIL =
    '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> ![x](http://evil.example/x.png) ' +
    '[click](javascript:window.pwned=1) <iframe src="http://evil.example"></iframe> <b style="position:fixed">b</b> ' +
    '<form action="http://evil.example"><input name=q></form> **bold** [good](https://example.org)';

  it('nothing of it runs, loads, or leaves', async () => {
    const workspace = `hostile-${Date.now()}`;
    const traceId = id(32);
    const session = '"><img src=x onerror=window.pwned=1> %2e';
    await send(workspace, [
      {
        traceId,
        spanId: id(16),
        name: '=HYPERLINK("http://evil.example","<img src=x onerror=window.pwned=1>")',
        error: EVIL,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': '<script>window.pwned=1</script>',
          'gen_ai.usage.input_tokens': 5,
          'gen_ai.usage.output_tokens': 7,
          'session.id': session,
          'user.id': '@SUM(1+1)',
          'gen_ai.input.messages': JSON.stringify([
            { role: 'user', parts: [{ type: 'text', content: EVIL }] },
          ]),
          'gen_ai.output.messages': JSON.stringify([
            {
              role: 'assistant',
              parts: [
                { type: 'text', content: EVIL },
                { type: 'tool_call', id: 'c', name: EVIL, arguments: EVIL },
              ],
            },
          ]),
        },
      },
    ]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '1');
    const paths = [
      `/traces/${traceId}`,
      ...['', 'traces', 'sessions', 'users', 'models', 'errors'].map((path) => `/${path}`),
      `/sessions/${encodeURIComponent(session)}`,
    ];
    for (const path of paths) {
      const { page, faults } = await browser.open(`${path}?workspace=${workspace}`);
      await settled(page);
      if (path.includes(traceId)) {
        await page.locator('.markdown strong').first().waitFor();
        expect(
          await page
            .locator('.markdown :is(img, script, iframe, form, input, [style], [onerror])')
            .count(),
        ).toBe(0);
        const links = page.locator('.markdown a');
        expect(
          await links.evaluateAll((all) =>
            all.map((a) => a.getAttribute('href')).filter((href) => href && !/^https?:/.test(href)),
          ),
        ).toEqual([]);
        for (const tab of ['Input & output', 'Attributes', 'Events']) {
          await page.getByRole('tab', { name: tab }).click();
          await settled(page);
        }
      }
      expect(await page.evaluate(() => window.pwned), path).toBeUndefined();
      expect(faults, path).toEqual([]);
      await page.context().close();
    }
  });

  it('a formula stays a text in a spreadsheet', async () => {
    const workspace = `formula-${Date.now()}`;
    await send(workspace, [
      {
        traceId: id(32),
        spanId: id(16),
        name: 'x',
        attributes: { 'user.id': '=1+1', 'gen_ai.operation.name': 'chat' },
      },
    ]);
    await shown(`SELECT count() FROM traces WHERE workspace = '${workspace}'`, '1');
    const { page } = await browser.open(`/traces?workspace=${workspace}`);
    await settled(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain(",'=1+1,");
  });
});

describe('everybody can use it', () => {
  const axe = readFileSync(
    new URL('../../node_modules/axe-core/axe.min.js', import.meta.url),
    'utf8',
  );

  const looks = [
    { width: 1280, dark: false },
    { width: 1280, dark: true },
    { width: 390, dark: false },
  ];

  it.each(looks)('at $width pixels, dark: $dark', async (look) => {
    const trace = await value(
      `SELECT trace_id FROM traces WHERE workspace = '${CORPUS}' AND error_count > 0 AND tool_calls > 0
         ORDER BY span_count DESC, trace_id LIMIT 1`,
    );
    const session = await value(
      `SELECT session_id FROM sessions WHERE workspace = '${CORPUS}' ORDER BY turns DESC, session_id LIMIT 1`,
    );
    for (const path of [...PAGES, `traces/${trace}`, `sessions/${encodeURIComponent(session)}`]) {
      const { page, faults } = await browser.open(`/${path}?${SCOPE}`, look);
      await settled(page);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const results = await window.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
        });
        return results.violations.map((violation) => ({
          id: violation.id,
          impact: violation.impact,
          at: violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)),
        }));
      });
      expect(found, path).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} is as wide as the screen`).toBeLessThanOrEqual(look.width);
      const wider = await page
        .locator('section.scroll:not(.free)')
        .evaluateAll((all) =>
          all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.ariaLabel),
        );
      expect(look.width < 760 ? wider : [], `${path}: tables wider than the screen`).toEqual([]);
      expect(faults, path).toEqual([]);
      await page.context().close();
    }
  });
});

describe('size', () => {
  it('the first view is under 400 KB, all of it under 1 MB', async () => {
    const { page } = await browser.open(`/?${SCOPE}`, { firstSeen: '.stat .value' });
    await settled(page);
    await page.locator('.chart canvas').first().waitFor();
    const added = await page.evaluate(() => {
      const [told] = performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.includes('/api/v1/overview'));
      return window.firstSeen - (told as PerformanceResourceTiming).responseEnd;
    });
    console.log(`the overview stood ${Math.round(added)} ms after its numbers had come`);
    const assets = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.includes('/assets/'))
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    );
    const first = assets.reduce((sum, size) => sum + size, 0);
    console.log(`first view: ${first} bytes in ${assets.length} files`);
    expect(first).toBeGreaterThan(50_000);
    expect(first).toBeLessThan(400_000);

    const folder = new URL('../../target/page/assets/', import.meta.url);
    const all = readdirSync(folder)
      .filter((name) => !name.endsWith('.map') && !existsSync(new URL(`${name}.gz`, folder)))
      .reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);
    console.log(`all of it: ${all} bytes`);
    expect(all).toBeGreaterThan(first);
    expect(all).toBeLessThan(1_000_000);
  });
});

it('a table has few nodes however long it is', async () => {
  const { page } = await browser.open(`/traces?${SCOPE}`);
  await settled(page);
  expect((await cells(page, 'Traces')).length).toBeLessThan(80);
  expect(await page.locator('*').count()).toBeLessThan(3_000);
});
