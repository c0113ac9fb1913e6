/** Lines over common times. */
export interface Series {
  /** RFC 3339, ascending; any texts where they are plain. */
  times: string[];
  /** Whether times are shown as they are. */
  plainTimes?: boolean;
  lines: Line[];
  kind: 'bar' | 'line';
  /** Bars on top of each other. */
  stacked?: boolean;
  format: (value: number) => string;
}

export interface Line {
  name: string;
  values: (number | null)[];
  /** A colour of the page by its variable; without it the next of the chart's own. */
  colour?: string;
  /** What was before, to compare with: a dashed line, on top of nothing. */
  before?: boolean;
  /** What is exported where a binary double would not be exact. */
  exact?: string[];
}

const STEP_MILLIS = { minute: 60e3, hour: 3600e3, day: 86400e3 };

/** The range before a range of times: as many steps, ending where it begins. */
export function rangeBefore(all: readonly string[], interval: keyof typeof STEP_MILLIS) {
  const end = Date.parse(all[0] ?? '');
  const begin = end - all.length * STEP_MILLIS[interval];
  return { fromMillis: begin, toMillis: end };
}

/** All times of a range, for a chart without holes where nothing happened. */
export function times(fromMillis: number, toMillis: number, interval: keyof typeof STEP_MILLIS) {
  const step = STEP_MILLIS[interval];
  const all: string[] = [];
  for (let at = Math.floor(fromMillis / step) * step; at < toMillis; at += step) {
    all.push(new Date(at).toISOString().replace('.000Z', '.000000000Z'));
  }
  return all;
}

/** A line for each of the names that matter most, the rest as one. */
export function grouped<R>(
  all: string[],
  rows: readonly R[],
  of: { time: (row: R) => string; name: (row: R) => string; value: (row: R) => number },
  most = 6,
): Line[] {
  const totals = new Map<string, number>();
  for (const row of rows) {
    totals.set(of.name(row), (totals.get(of.name(row)) ?? 0) + of.value(row));
  }
  const names = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const own = new Set(names.slice(0, most));
  const index = new Map(all.map((time, i) => [time, i]));
  const lines = new Map<string, Line>();
  for (const name of names.length > most ? [...own, OTHERS] : own) {
    lines.set(name, { name: name || NOBODY, values: all.map(() => 0) });
  }
  for (const row of rows) {
    const line = lines.get(own.has(of.name(row)) ? of.name(row) : OTHERS);
    const at = index.get(of.time(row));
    if (line && at !== undefined) {
      line.values[at] = (line.values[at] ?? 0) + of.value(row);
    }
  }
  return [...lines.values()];
}

export const OTHERS = 'others';
export const NOBODY = '(none)';
