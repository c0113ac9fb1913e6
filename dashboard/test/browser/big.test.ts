import { describe, expect, it } from 'vitest';
import { startBrowser } from './browser.ts';
import { drawId as id, send, shown } from './millrace.ts';

declare global {
  interface Window {
    /** Durations of long tasks in milliseconds, and how many there were before the scrolling. */
    tasks: number[];
    tasksBefore: number;
  }
}

const browser = startBrowser();

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
