import { type Filters, href, only, type Scope } from './scope.ts';

/** The traces behind numbers of spans: each list is of those that have such a span. */

/** Filters of a page that a failed span or a call is asked for under the same name. */
const OF_SPAN = ['provider', 'model', 'agent_name', 'user_id', 'service_name'] as const;

/** What a span is, in the API's words; '' = it has none, undefined = any. */
type Coordinates = Readonly<Record<string, string | undefined>>;

/** Traces with a call of unknown cost that is what the page is filtered by, and what a row is of. */
export function unpricedTraces(scope: Scope, row: Coordinates = {}): string {
  const pairs = pairsOf(scope, row);
  return ofTraces(scope, { unpriced: pairs.length > 0 ? pairs : ['any'] });
}

/** Traces with a failed span, likewise. */
export function failedTraces(scope: Scope, row: Coordinates, more: Filters = {}): string {
  const { tool } = scope.filters;
  return ofTraces(scope, { error: pairsOf(scope, { tool_name: tool, ...row }), ...more });
}

function ofTraces(scope: Scope, filters: Filters): string {
  return href('/traces', { ...scope, filters: only(scope.filters, ['experiment_id']) }, filters);
}

function pairsOf(scope: Scope, row: Coordinates): string[] {
  const all: Coordinates = { ...only(scope.filters, OF_SPAN), ...row };
  return Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
}
