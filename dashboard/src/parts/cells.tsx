import { compact, whole } from '../format/count.ts';
import { dollars } from '../format/money.ts';
import { clock, duration } from '../format/time.ts';

/** A count, short, with all its digits as title. */
export function Count({ of }: { of: number }) {
  return <span title={whole(of)}>{compact(of)}</span>;
}

/** Money, short, with the exact amount as title; what has no known price is said. */
export function Money({ usd, unpriced = 0 }: { usd: string | null; unpriced?: number }) {
  if (usd === null) {
    return <span title="The price is not known">–</span>;
  }
  return (
    <span title={`$${usd}`}>
      {dollars(usd)}
      {unpriced > 0 && (
        <span
          className="warn"
          title={`${whole(unpriced)} calls without a known price are not in it`}
        >
          {' '}
          +?
        </span>
      )}
    </span>
  );
}

/** Nanoseconds, short; nothing where there is nothing to measure. */
export function Took({ nanos }: { nanos: number | null }) {
  return nanos === null ? (
    <span title="Nothing to measure">–</span>
  ) : (
    <span title={`${whole(nanos)} ns`}>{duration(nanos)}</span>
  );
}

/** A time of day, with the whole of it as title. */
export function When({ time }: { time: string }) {
  return (
    <time dateTime={time} title={time}>
      {clock(time)}
    </time>
  );
}

/** OTLP's status as the agent meant it. */
export function Status({ status, open = 0 }: { status: string; open?: number }) {
  if (open > 0) {
    return <span className="badge open">running</span>;
  }
  return status === 'ERROR' ? (
    <span className="badge error">error</span>
  ) : (
    <span className={status === 'OK' ? 'badge ok' : 'muted'}>
      {status === 'OK' ? 'ok' : 'unset'}
    </span>
  );
}
