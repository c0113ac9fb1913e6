import { describe, expect, it } from 'vitest';
import { change, compact, percent } from './count.ts';
import { csv } from './csv.ts';
import { dollars, exact, perMillion, picodollars, sumMoney } from './money.ts';
import { ago, duration, nanosBetween } from './time.ts';

describe('money', () => {
  it.each([
    ['0', '$0'],
    ['0.00021675', '$0.00022'],
    ['0.000000000001', '$0.000000000001'],
    ['0.0999', '$0.100'],
    ['0.25', '$0.250'],
    ['1', '$1.00'],
    ['1234567.891', '$1,234,567.89'],
    ['-3.5', '−$3.50'],
  ])('%s reads %s', (text, shown) => expect(dollars(text)).toBe(shown));

  it('sums without binary doubles', () => {
    expect(sumMoney(['0.1', '0.2', '99999999999.000000000001'])).toBe('99999999999.300000000001');
    expect(exact(picodollars('12.500000'))).toBe('12.5');
    expect(sumMoney([])).toBe('0');
  });

  it('tells the price of a million', () => {
    expect(perMillion('0.000003', 2)).toBe('1.5');
    expect(perMillion('1', 3)).toBe('333333.333333333333');
    expect(perMillion('0', 0)).toBeNull();
  });

  it('refuses what is no money', () => expect(() => picodollars('1e3')).toThrow(RangeError));
});

describe('time', () => {
  it('counts nanoseconds exactly', () => {
    expect(nanosBetween('2026-11-21T09:30:00.000000001Z', '2026-11-22T09:30:00.000000003Z')).toBe(
      86_400_000_000_002,
    );
    expect(nanosBetween('2026-11-21T09:30:00.5Z', '2026-11-21T09:30:00Z')).toBe(-500_000_000);
  });

  it.each([
    [0, '0 ns'],
    [1_500, '1.50 µs'],
    [340_000_000, '340 ms'],
    [1_240_000_000, '1.24 s'],
    [7_500_000_000_000, '2 h 5 min'],
    [172_800_000_000_000, '2 d'],
  ])('%d ns reads %s', (nanos, shown) => expect(duration(nanos)).toBe(shown));

  it('says how long ago', () => {
    expect(ago('2026-11-21T09:30:00Z', Date.parse('2026-11-21T09:35:30Z'))).toBe('5m ago');
  });
});

describe('counts', () => {
  it('keeps small ones whole', () => expect(compact(9_999)).toBe('9,999'));
  it('shortens large ones', () => expect(compact(1_234_567)).toBe('1.23M'));
  it('has no share of nothing', () => expect(percent(0, 0)).toBe('–'));
  it('shows small shares', () => expect(percent(3, 1000)).toBe('0.3 %'));
  it('compares with before', () => expect(change(88, 100)).toBe('−12 %'));
});

describe('csv', () => {
  it('disarms formulas and quotes', () => {
    expect(csv([['=1+1', '@x', '-2.5', 'a "b",c', null, 7]])).toBe(
      `'=1+1,'@x,-2.5,"a ""b"",c",,7\r\n`,
    );
  });
});
