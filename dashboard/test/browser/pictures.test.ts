import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { EVER, settled, startBrowser } from './browser.ts';
import { CORPUS, FLEET, value } from './millrace.ts';

const PROJECT = new URL('../../..', import.meta.url).pathname;

// MILLRACE_SCREENSHOTS: docs/images, to bring the documentation up to date.
const FOLDER = join(PROJECT, process.env.MILLRACE_SCREENSHOTS ?? 'dashboard/target/screenshots');

const browser = startBrowser();

const looks = [
  { name: 'light', width: 1280, height: 860, dark: false },
  { name: 'dark', width: 1280, height: 860, dark: true },
  { name: '390', width: 390, height: 844, dark: false },
];

async function subjects(): Promise<
  [name: string, path: string, prepare?: (page: Page) => Promise<void>][]
> {
  const fleet = `workspace=${FLEET}&from=-1h`;
  const trace = await value(
    `SELECT trace_id FROM traces WHERE workspace = '${CORPUS}' AND tool_calls >= 2 AND llm_calls >= 2
       ORDER BY abs(toInt64(span_count) - 20), trace_id LIMIT 1`,
  );
  const session = await value(
    `SELECT session_id FROM sessions WHERE workspace = '${CORPUS}' ORDER BY turns DESC, session_id LIMIT 1`,
  );
  return [
    ['overview', `/?${fleet}`, (page) => page.locator('.chart canvas').nth(4).waitFor()],
    ['traces', `/traces?${fleet}`],
    ['trace', `/traces/${trace}?workspace=${CORPUS}`],
    ['sessions', `/sessions?${fleet}`],
    ['session', `/sessions/${encodeURIComponent(session)}?workspace=${CORPUS}&${EVER}`],
    ['models', `/models?${fleet}`],
    ['tools', `/tools?${fleet}`],
    ['users', `/users?${fleet}`],
    ['errors', `/errors?${fleet}`],
    ['sql', `/sql?${fleet}`],
    ['system', `/system?${fleet}`],
    ['empty', '/traces?workspace=nobody'],
  ];
}

it.each(looks)('pictures: $name', async (look) => {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, path, prepare] of await subjects()) {
    const { page, faults } = await browser.open(path, look);
    await settled(page);
    await prepare?.(page);
    await page.screenshot({ path: join(FOLDER, `${name}-${look.name}.png`) });
    expect(faults).toEqual([]);
    await page.context().close();
  }
});
