/** The Millrace under test: DashboardBrowserIT says where it is. */

function variable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run "./millrace test browser"`);
  }
  return value;
}

export const DASHBOARD = variable('MILLRACE_TEST_DASHBOARD');
export const CORPUS = variable('MILLRACE_TEST_CORPUS_WORKSPACE');
export const FLEET = variable('MILLRACE_TEST_FLEET_WORKSPACE');
const BRIDGE = variable('MILLRACE_TEST_BRIDGE');
const CLICKHOUSE = variable('MILLRACE_TEST_CLICKHOUSE');

type Cell = string | number | boolean | null | string[];

/** Asks in SQL, as a reader; whole numbers and money come as they are written. */
export async function sql(query: string): Promise<Record<string, Cell>[]> {
  const response = await fetch(`${CLICKHOUSE}/?database=${variable('MILLRACE_TEST_DATABASE')}`, {
    method: 'POST',
    headers: {
      'x-clickhouse-user': variable('MILLRACE_TEST_USER'),
      'x-clickhouse-key': variable('MILLRACE_TEST_PASSWORD'),
    },
    body: `${query} FORMAT JSON`,
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text);
  }
  return JSON.parse(text).data;
}

/** The one value of a query, as text. */
export async function value(query: string): Promise<string> {
  const [row] = await sql(query);
  return String(Object.values(row ?? {})[0]);
}

let drawn = 0;

/** An id of so many hex digits that no other span of this run has. */
export const drawId = (digits: number) =>
  `${Date.now().toString(16)}${(++drawn).toString(16).padStart(5, '0')}`
    .padStart(digits, '0')
    .slice(-digits);

export interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** Before now. */
  startedAgoMillis?: number;
  durationMillis?: number;
  attributes?: Record<string, string | number>;
  error?: string;
  /** Where it failed, as an exception tells it. */
  stack?: string;
}

/** Exports spans as an agent does. */
export async function send(workspace: string, spans: SentSpan[]): Promise<void> {
  const now = Date.now();
  const nanos = (millis: number) => `${BigInt(Math.round(millis)) * 1_000_000n}`;
  const body = {
    resourceSpans: [
      {
        resource: {
          attributes: [{ key: 'service.name', value: { stringValue: 'browser-test' } }],
        },
        scopeSpans: [
          {
            scope: { name: 'browser-test' },
            spans: spans.map((span) => ({
              traceId: span.traceId,
              spanId: span.spanId,
              parentSpanId: span.parentSpanId ?? '',
              name: span.name,
              kind: 1,
              startTimeUnixNano: nanos(now - (span.startedAgoMillis ?? 2_000)),
              endTimeUnixNano: nanos(
                now - (span.startedAgoMillis ?? 2_000) + (span.durationMillis ?? 1_000),
              ),
              attributes: Object.entries(span.attributes ?? {}).map(([key, of]) => ({
                key,
                value: typeof of === 'string' ? { stringValue: of } : { intValue: of },
              })),
              status: span.error ? { code: 2, message: span.error } : {},
              events: span.stack ? [exception(span.stack, nanos(now - 1_500))] : [],
            })),
          },
        ],
      },
    ],
  };
  const response = await fetch(`${BRIDGE}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-mlflow-workspace': workspace },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`the bridge answered ${response.status}: ${await response.text()}`);
  }
}

function exception(stack: string, timeUnixNano: string) {
  const attributes = [{ key: 'exception.stacktrace', value: { stringValue: stack } }];
  return { name: 'exception', timeUnixNano, attributes };
}

/** Waits until SQL shows it. */
export async function shown(query: string, wanted: string, withinMillis = 90_000): Promise<void> {
  const end = Date.now() + withinMillis;
  for (let seen = await value(query); seen !== wanted; seen = await value(query)) {
    if (Date.now() > end) {
      throw new Error(`${query} is ${seen}, not ${wanted}, after ${withinMillis} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Exports one span whose bytes are no span: a dead letter. */
export async function sendPoison(workspace: string): Promise<void> {
  const field = (number: number, bytes: readonly number[]) => [
    (number << 3) | 2,
    bytes.length,
    ...bytes,
  ];
  const id = (digits: number) => [...Buffer.from(drawId(digits), 'hex')];
  // an attribute that says it is longer than it is
  const span = [...field(1, id(32)), ...field(2, id(16)), ...field(9, [0x0a, 0x7f])];
  const response = await fetch(`${BRIDGE}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'x-mlflow-workspace': workspace },
    body: Buffer.from(field(1, field(2, field(2, span)))),
  });
  if (!response.ok) {
    throw new Error(`the bridge answered ${response.status}`);
  }
}

/** What the supervisor and the bridge say of themselves, by the names of their samples. */
export async function metrics(): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for (const part of ['SUPERVISOR', 'BRIDGE']) {
    const page = await fetch(`${variable(`MILLRACE_TEST_${part}_METRICS`)}/metrics`);
    for (const line of (await page.text()).split('\n')) {
      const [, name, value] = /^([^#].*) (\S+)$/.exec(line) ?? [];
      if (name) {
        all.set(name.replace(/,?}$/, '}'), Number(value));
      }
    }
  }
  return all;
}
