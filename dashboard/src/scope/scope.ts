/**
 * What the whole page looks at: the workspace and the time, kept in the address bar beside the
 * filters of a page, so that any address can be sent to a colleague.
 */

/** Filters that more than one page takes, in the API's words, with the name a reader sees. */
export const FILTERS = {
  q: 'Text',
  name: 'Name',
  experiment_id: 'Experiment',
  service_name: 'Service',
  agent_name: 'Agent',
  model: 'Model',
  provider: 'Provider',
  tool: 'Tool',
  user_id: 'User',
  session_id: 'Session',
  status: 'Status',
  min_cost_usd: 'Cost ≥',
  max_cost_usd: 'Cost ≤',
  min_duration: 'Duration ≥',
  max_duration: 'Duration ≤',
  tag: 'Tag',
  attribute: 'Attribute',
  assessment: 'Assessment',
  failed: 'Failed',
  error: 'Error',
  unpriced: 'Unpriced call',
  noise: 'Plumbing',
} as const;

export type FilterName = keyof typeof FILTERS;

/** Filters that may be given several times; all of them hold. */
export const REPEATED = ['tag', 'attribute', 'assessment', 'error', 'unpriced'] as const;

type RepeatedName = (typeof REPEATED)[number];

export type Filters = { [N in FilterName]?: N extends RepeatedName ? readonly string[] : string };

export function isRepeated(name: string): name is RepeatedName {
  return (REPEATED as readonly string[]).includes(name);
}

/** The values of a filter that is in force; none where it is not. */
export function valuesOf(filters: Filters, name: FilterName): readonly string[] {
  const value = filters[name];
  return value ? [value].flat() : [];
}

/** The same filters, with other values of one. */
export function withValues(filters: Filters, name: FilterName, values: readonly string[]): Filters {
  return { ...filters, [name]: isRepeated(name) ? values : (values.at(-1) ?? '') };
}

/** The filters of these names that are in force. */
export function only<N extends FilterName>(
  filters: Filters,
  names: readonly N[],
): Pick<Filters, N> {
  const kept = names.filter((name) => valuesOf(filters, name).length > 0);
  return Object.fromEntries(kept.map((name) => [name, filters[name]])) as Pick<Filters, N>;
}

export interface Scope {
  workspace: string;
  from: string;
  to: string;
  filters: Filters;
}

export const DEFAULT_FROM = '-24h';

/** Presets of the time, newest only. */
export const TIMES: [from: string, name: string][] = [
  ['-15m', '15 minutes'],
  ['-1h', '1 hour'],
  ['-24h', '24 hours'],
  ['-7d', '7 days'],
  ['-30d', '30 days'],
  ['-365d', '1 year'],
];

export function readScope(search: URLSearchParams): Scope {
  let filters: Filters = {};
  for (const name of Object.keys(FILTERS) as FilterName[]) {
    const values = search.getAll(name).filter(Boolean);
    if (values.length > 0) {
      filters = withValues(filters, name, values);
    }
  }
  return {
    workspace: search.get('workspace') || 'default',
    from: search.get('from') || DEFAULT_FROM,
    to: search.get('to') || 'now',
    filters,
  };
}

/** The scope as parameters, without what is default. */
export function writeScope(scope: Scope): URLSearchParams {
  const search = new URLSearchParams();
  if (scope.workspace !== 'default') {
    search.set('workspace', scope.workspace);
  }
  if (scope.from !== DEFAULT_FROM) {
    search.set('from', scope.from);
  }
  if (scope.to !== 'now') {
    search.set('to', scope.to);
  }
  for (const name of Object.keys(scope.filters) as FilterName[]) {
    for (const value of valuesOf(scope.filters, name)) {
      search.append(name, value);
    }
  }
  return search;
}

/** An address of the page within a scope; filters given here are added to the scope's. */
export function href(path: string, scope: Scope, filters: Filters = {}, rest = {}): string {
  const search = writeScope({ ...scope, filters: { ...scope.filters, ...filters } });
  for (const [name, value] of Object.entries(rest)) {
    search.set(name, String(value));
  }
  const query = search.toString();
  return query ? `${path}?${query}` : path;
}

/** The address of a session: as a parameter, for an id such as a/../b stands in no path. */
export function sessionHref(scope: Scope, sessionId: string, experimentId = ''): string {
  const filters = { session_id: sessionId, experiment_id: experimentId };
  return href('/session', { ...scope, filters: {} }, filters);
}

interface SessionKey {
  session_id: string;
  experiment_id: string;
  /** RFC 3339. */
  start_time: string;
}

/** The traces of a session, whenever it began. */
export function sessionTraces(scope: Scope, session: SessionKey, filters: Filters = {}): string {
  const { session_id, experiment_id, start_time } = session;
  const since = { ...scope, from: start_time, to: 'now', filters: {} };
  return href('/traces', since, { session_id, experiment_id, ...filters });
}

const UNIT_MILLIS: Record<string, number> = { s: 1e3, m: 60e3, h: 3600e3, d: 86400e3 };

/** The instant that the API takes a time for, in milliseconds. */
export function instant(time: string, nowMillis: number = Date.now()): number {
  if (time === 'now') {
    return nowMillis;
  }
  const relative = /^-(\d+)([smhd])$/.exec(time);
  return relative
    ? nowMillis - Number(relative[1]) * (UNIT_MILLIS[relative[2] as string] as number)
    : Date.parse(time);
}

/** How finely a chart of the scope tells times apart, so that it has at most some 170 bars. */
export function interval(scope: Scope, nowMillis: number = Date.now()): 'minute' | 'hour' | 'day' {
  const hours = (instant(scope.to, nowMillis) - instant(scope.from, nowMillis)) / 3600e3;
  return hours <= 2 ? 'minute' : hours <= 7 * 24 ? 'hour' : 'day';
}

/** Whether the scope ends now, so that what is shown changes by itself. */
export function isLive(scope: Scope): boolean {
  return scope.to === 'now';
}
