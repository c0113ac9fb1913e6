import { expect, it } from 'vitest';
import { Gate } from './gate.ts';

it('lets few in at once, and all in the end, also after a failure', async () => {
  const gate = new Gate(2);
  let inside = 0;
  let most = 0;
  const work = async (i: number) => {
    most = Math.max(most, ++inside);
    await Promise.resolve();
    inside--;
    if (i === 3) {
      throw new Error('three');
    }
    return i;
  };
  const outcomes = await Promise.allSettled(
    [0, 1, 2, 3, 4, 5].map((i) => gate.pass(() => work(i))),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(5);
  expect(most).toBe(2);
  expect(await gate.pass(() => work(6))).toBe(6);
});
