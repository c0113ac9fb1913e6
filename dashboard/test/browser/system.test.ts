import { expect, it } from 'vitest';
import type { Answer } from '../../src/api/client.ts';
import { cells, settled, startBrowser } from './browser.ts';
import { CORPUS, metrics, sendPoison, shown, sql } from './millrace.ts';
import { SCOPE, whole } from './numbers.ts';

const browser = startBrowser();

const LEDGER = ['published', 'first_seen', 'duplicate', 'dropped_by_policy', 'dead_lettered'];

/** How far each partition is shown, as SQL says now. */
const progress = () =>
  sql(
    `SELECT concat(topic, ' ', toString(partition)) AS id, toString(next_offset) AS o,
       concat(replaceOne(toString(committed_time), ' ', 'T'), 'Z') AS t FROM progress ORDER BY id`,
  );

it('the account of what was received is that of SQL', async () => {
  const { page, faults } = await browser.open(`/system?${SCOPE}`);
  await settled(page);
  const asked = await sql(
    `SELECT lower(signal) AS signal, ${LEDGER.map((name) => `sum(l.${name}) AS ${name}`).join()},
       sum(l.in_flight) AS in_flight FROM ledger_1m AS l WHERE workspace = '${CORPUS}' GROUP BY signal ORDER BY signal`,
  );
  expect(await cells(page, 'Signals received')).toEqual(
    asked.map((row) => [
      row.signal,
      ...[...LEDGER, 'in_flight'].map((name) => whole(row[name])),
      '100 %',
    ]),
  );
  expect(faults).toEqual([]);
});

it('partitions and their commits are between what SQL says before and after', async () => {
  const before = await progress();
  const { page } = await browser.open(`/system?${SCOPE}`);
  await settled(page);
  const rows = await cells(page, 'Partitions');
  const after = await progress();
  expect(rows.map((row) => `${row[0]} ${row[1]}`).sort()).toEqual(after.map((row) => row.id));
  for (const [topic, partition, offset, time] of rows) {
    const of = (all: typeof before) => all.find((row) => row.id === `${topic} ${partition}`);
    const [least, most] = [of(before), of(after)];
    const count = Number(offset?.replaceAll(',', ''));
    expect(count).toBeGreaterThanOrEqual(Number(least?.o));
    expect(count).toBeLessThanOrEqual(Number(most?.o));
    expect(`${time}` >= `${least?.t}` && `${time}` <= `${most?.t}`, `${time}`).toBe(true);
  }
});

it('lag, disk and processes are what the metrics say', async () => {
  const before = await metrics();
  // A time that has ended is asked for once.
  const { page } = await browser.open(`/system?${SCOPE}&to=2021-01-01T00:00:00Z`);
  await settled(page);
  const [response] = await Promise.all([
    page.waitForResponse((each) => each.url().includes('/api/v1/system')),
    page.reload(),
  ]);
  const told: Answer<'/api/v1/system'> = await response.json();
  await settled(page);
  const rows = await cells(page, 'Processes');
  const after = await metrics();

  expect(rows.map((row) => [row[0], row[1], row[2], row[3]])).toEqual(
    told.processes.map((each) => [
      each.name,
      each.ready ? 'ready' : 'not ready',
      each.since_time ?? '',
      `${each.restarts}`,
    ]),
  );
  const [least, most] = [before, after].map(
    (all) => (name: string, of: string) =>
      all.get(`millrace_process_${name}{process="${of}"}`) ?? Number.NaN,
  ) as [(name: string, of: string) => number, (name: string, of: string) => number];
  for (const [name = '', , , restarts, , cpu] of rows) {
    expect(Number(restarts)).toBe(most('restarts_total', name));
    expect(Number(cpu) + 0.1).toBeGreaterThanOrEqual(least('cpu_seconds', name));
    expect(Number(cpu) - 0.1).toBeLessThanOrEqual(most('cpu_seconds', name));
  }
  expect(rows.map((row) => row[4])).toEqual(
    told.processes.map(({ resident_bytes: bytes }) => `${Math.round((bytes ?? 0) / 2 ** 20)}`),
  );
  const facts = await page
    .locator('section[aria-label="The raw log"] dd [title]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('title')));
  const { unread_records, lost_records, disk_usable_bytes } = told.log;
  expect(facts).toEqual(
    [unread_records, lost_records, Math.round((disk_usable_bytes ?? 0) / 2 ** 20)].map(whole),
  );
  expect(lost_records).toBe(after.get('millrace_bridge_lost_records'));
});

it('dead letters and their reasons are those of SQL', async () => {
  const workspace = `poisoned-${Date.now()}`;
  await sendPoison(workspace);
  await shown(`SELECT count() FROM dead_letters WHERE workspace = '${workspace}'`, '1');
  const { page, faults } = await browser.open(`/system?workspace=${workspace}`);
  await settled(page);
  const [letter] = await sql(
    `SELECT reason, topic, partition, offset, position, length(bytes) AS size FROM dead_letters
       WHERE workspace = '${workspace}'`,
  );
  const [reason] = await cells(page, 'Reasons of dead letters');
  expect(reason?.slice(0, 3)).toEqual([letter?.reason, letter?.topic, '1']);
  const [row] = await cells(page, 'Dead letters');
  expect([row?.[0], ...(row?.slice(2) ?? [])]).toEqual([
    letter?.reason,
    letter?.topic,
    `${letter?.partition}`,
    `${letter?.offset}`,
    `${letter?.position}`,
    whole(letter?.size),
  ]);
  expect(faults).toEqual([]);
});
