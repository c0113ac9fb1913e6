import { compact } from '../format/count.ts';
import type { Result } from './ask.ts';
import type { Series } from '../parts/series.ts';

const NUMBER = /^(LowCardinality\()?(Nullable\()?(U?Int|Float|Decimal)/;
const MOST_POINTS = 2_000;

export function isNumber(type: string): boolean {
  return NUMBER.test(type);
}

/** A value as it is read and exported: exact, as the API tells it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The result as a chart: its first column that is no number against those that are; nothing where
 * there is no number.
 */
export function series(result: Result): Series | undefined {
  const { columns, rows } = result;
  const numbers = columns
    .map((column, i) => (isNumber(column.type) ? i : -1))
    .filter((i) => i >= 0);
  const across = columns.findIndex((column) => !isNumber(column.type));
  if (numbers.length === 0 || rows.length === 0) {
    return undefined;
  }
  const points = rows.slice(0, MOST_POINTS);
  const isTime = /Date/.test(columns[across]?.type ?? '');
  return {
    times: points.map((row, i) => (across < 0 ? String(i + 1) : shown(row[across]))),
    plainTimes: true,
    kind: isTime ? 'line' : 'bar',
    format: compact,
    lines: numbers.map((at) => ({
      name: columns[at]?.name ?? '',
      values: points.map((row) => (row[at] === null ? null : Number(row[at]))),
      exact: points.map((row) => shown(row[at])),
    })),
  };
}
