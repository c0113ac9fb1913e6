import { expect, it } from 'vitest';
import { readEvents, restOf, stackOf } from './events.ts';

const START = '2026-11-21T10:00:00.000000000Z';
const nanos = (millis: number) => `${BigInt(Date.parse(START) + millis) * 1_000_000n}`;

it('tells when an event was, what it says and where it failed', () => {
  const json = `[{"name":"exception","timeUnixNano":${nanos(1_500)},
    "attributes":{"exception.type":"E","exception.stacktrace":"at a\\nat b"}}]`;
  const [event] = readEvents(json, START);
  expect(event?.name).toBe('exception');
  expect(event?.offsetNanos).toBeCloseTo(1.5e9, -4);
  expect(event && stackOf(event)).toBe('at a\nat b');
  expect(event && JSON.parse(restOf(event))).toEqual({ 'exception.type': 'E' });
});

it.each(['', '[]', 'null', '{"a":1}', '[3]', '[{'])('finds no event in %j', (json) =>
  expect(readEvents(json, START)).toEqual([]),
);

it('takes an event of nothing', () => {
  const [event] = readEvents('[{}]', START);
  expect(event).toEqual({ name: '', offsetNanos: 0, attributes: {} });
  expect(event && [stackOf(event), restOf(event)]).toEqual(['', '']);
});
