import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { DASHBOARD } from './millrace.ts';

const EXECUTABLE = process.env.MILLRACE_TEST_CHROMIUM ?? '/usr/bin/chromium';

/** All that was ever captured. */
export const EVER = 'from=2020-01-01T00:00:00Z';

export interface Look {
  width?: number;
  height?: number;
  dark?: boolean;
  /** What the page has to show: window.firstSeen is when it did, in milliseconds. */
  firstSeen?: string;
}

/** A page, and what it did that no page of ours may do. */
export interface Watched {
  page: Page;
  /** Errors of the console and of scripts, answers that are no answers, requests that left. */
  faults: string[];
}

/** One browser for the tests of a file. */
export function startBrowser() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: EXECUTABLE,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
    });
  });
  afterAll(() => browser?.close());
  return {
    open: async (path: string, look: Look = {}): Promise<Watched> => {
      const context = await browser.newContext({
        viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
        colorScheme: look.dark ? 'dark' : 'light',
        timezoneId: 'UTC',
        acceptDownloads: true,
      });
      const page = await context.newPage();
      const watched = { page, faults: watch(page) };
      if (look.firstSeen) {
        await page.addInitScript(noteFirstSeen, look.firstSeen);
      }
      await page.goto(DASHBOARD + path);
      return watched;
    },
  };
}

function noteFirstSeen(selector: string) {
  new MutationObserver((_, observer) => {
    if (document.querySelector(selector)) {
      window.firstSeen = performance.now();
      observer.disconnect();
    }
  }).observe(document, { childList: true, subtree: true });
}

function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(DASHBOARD) && !url.startsWith('data:') && !url.startsWith('blob:')) {
      faults.push(`left the machine: ${url}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) {
      faults.push(`${response.status()}: ${response.url()}`);
    }
  });
  return faults;
}

/** Waits until nothing on the page is being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await expect.poll(() => page.getByText('Loading…').count(), { timeout: 30_000 }).toBe(0);
}

/** The cells of a table: their exact values where they have a title, else their text. */
export async function cells(page: Page, caption: string): Promise<string[][]> {
  return page
    .locator(`section[aria-label="${caption}"] table tbody tr[data-index]`)
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].map((cell) => {
          const titled = cell.querySelector('[title]');
          return (titled?.getAttribute('title') ?? cell.textContent ?? '').trim();
        }),
      ),
    );
}
