/** Times are RFC 3339 in UTC with nanoseconds, durations whole nanoseconds. */

const NANOS_PER_SECOND = 1_000_000_000;

/** Nanoseconds from one time to another; exact up to 104 days, which 2^53 holds. */
export function nanosBetween(from: string, to: string): number {
  const [fromSecond, fromNanos] = split(from);
  const [toSecond, toNanos] = split(to);
  return (toSecond - fromSecond) * NANOS_PER_SECOND + (toNanos - fromNanos);
}

function split(time: string): [second: number, nanos: number] {
  const dot = time.indexOf('.');
  if (dot < 0) {
    return [Date.parse(time) / 1000, 0];
  }
  const fraction = time.slice(dot + 1).replace(/Z$/, '');
  return [Date.parse(`${time.slice(0, dot)}Z`) / 1000, Number(fraction.padEnd(9, '0'))];
}

const UNITS: [nanos: number, sign: string][] = [
  [86_400 * NANOS_PER_SECOND, 'd'],
  [3_600 * NANOS_PER_SECOND, 'h'],
  [60 * NANOS_PER_SECOND, 'min'],
  [NANOS_PER_SECOND, 's'],
  [1_000_000, 'ms'],
  [1_000, 'µs'],
];

/** For reading, three digits or so: "1.24 s", "340 ms", "2 h 5 min". */
export function duration(nanos: number): string {
  const index = UNITS.findIndex(([unit]) => Math.abs(nanos) >= unit);
  const found = UNITS[index];
  if (!found) {
    return `${nanos} ns`;
  }
  const [unit, sign] = found;
  const next = UNITS[index + 1];
  if (unit >= 60 * NANOS_PER_SECOND && next) {
    const rest = Math.round((nanos % unit) / next[0]);
    const whole = Math.floor(nanos / unit);
    return rest === 0 ? `${whole} ${sign}` : `${whole} ${sign} ${rest} ${next[1]}`;
  }
  const value = nanos / unit;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0).replace(/\.0+$/, '')} ${sign}`;
}

const SAME_DAY = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const OTHER_DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** In the reader's time zone; the day where it is not today. */
export function clock(time: string, now: Date = new Date()): string {
  const date = new Date(time);
  const today = date.toDateString() === now.toDateString();
  return (today ? SAME_DAY : OTHER_DAY).format(date);
}

const STEPS: [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' });

/** How long ago: "5m ago". */
export function ago(time: string, nowMillis: number = Date.now()): string {
  const seconds = Math.max(0, (nowMillis - Date.parse(time)) / 1000);
  const step = STEPS.find(([size]) => seconds >= size);
  return step
    ? RELATIVE.format(-Math.floor(seconds / step[0]), step[1])
    : RELATIVE.format(-Math.floor(seconds), 'second');
}
