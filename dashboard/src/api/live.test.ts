import { expect, it, vi } from 'vitest';
import { pace } from './live.ts';

it('works at once, then at most once a pause, and never misses the last call', async () => {
  vi.useFakeTimers();
  const work = vi.fn();
  const { call, stop } = pace(work, 1_000);
  call();
  call();
  call();
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(work).toHaveBeenCalledTimes(2);
  call();
  call();
  stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(work).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

it('never works twice at once', async () => {
  vi.useFakeTimers();
  let done = () => {};
  const work = vi.fn(() => new Promise<void>((over) => (done = over)));
  const { call } = pace(work, 10);
  call();
  call();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(1);
  done();
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
