import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settled, startBrowser } from './browser.ts';
import { drawId as id, send, shown } from './millrace.ts';

declare global {
  interface Window {
    /** Set by what must not run. */
    pwned?: number;
  }
}

const browser = startBrowser();

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
