import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVER, settled, startBrowser } from './browser.ts';
import { CORPUS, value } from './millrace.ts';

declare global {
  interface Window {
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
