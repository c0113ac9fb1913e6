/** Events of a span, as `span_content` holds them. */
export interface SpanEvent {
  name: string;
  /** After the start of the span, in nanoseconds. */
  offsetNanos: number;
  attributes: Record<string, unknown>;
}

/** Reads events; what are none is left out. */
export function readEvents(json: string, startTime: string): SpanEvent[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json || '[]');
  } catch {
    // The API tells JSON; should it be cut off, the raw OTLP still has it all.
    return [];
  }
  const started = Date.parse(startTime);
  return (Array.isArray(parsed) ? parsed : []).filter(isObject).map((event) => ({
    name: String(event.name ?? ''),
    // A double holds the time of day to a microsecond, which is finer than what is shown.
    offsetNanos:
      Math.max(0, Math.round(Number(event.timeUnixNano ?? 0) / 1e3 - started * 1e3)) * 1e3,
    attributes: isObject(event.attributes) ? event.attributes : {},
  }));
}

const STACK = 'exception.stacktrace';

/** The stack of an event that tells one. */
export function stackOf({ attributes }: SpanEvent): string {
  const stack = attributes[STACK];
  return typeof stack === 'string' ? stack : '';
}

/** The attributes of an event but its stack, laid out for reading. */
export function restOf({ attributes }: SpanEvent): string {
  const { [STACK]: stack, ...rest } = attributes;
  return Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
