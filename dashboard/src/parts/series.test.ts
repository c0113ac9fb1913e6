import { expect, it } from 'vitest';
import { grouped, rangeBefore, times } from './series.ts';

const MINUTE = 60_000;

it('the range before is as long and ends where the range begins', () => {
  const all = times(90 * MINUTE + 5_000, 120 * MINUTE, 'minute');
  expect(all).toHaveLength(30);
  const { fromMillis, toMillis } = rangeBefore(all, 'minute');
  expect([fromMillis, toMillis]).toEqual([60 * MINUTE, 90 * MINUTE]);
  expect(times(fromMillis, toMillis, 'minute')).toHaveLength(all.length);
});

it('what matters least is drawn together, and nothing is lost', () => {
  const all = times(0, 2 * MINUTE, 'minute');
  const rows = ['a', 'b', 'c'].map((name, i) => ({ name, time: all[1] ?? '', value: 3 - i }));
  const lines = grouped(
    all,
    rows,
    { time: (row) => row.time, name: (row) => row.name, value: (row) => row.value },
    1,
  );
  expect(lines).toEqual([
    { name: 'a', values: [0, 3] },
    { name: 'others', values: [0, 3] },
  ]);
});
