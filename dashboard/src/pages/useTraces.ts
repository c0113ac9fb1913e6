import {
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQueryClient,
} from '@tanstack/react-query';
import { get, type Parameters, type Schemas, type Trace } from '../api/client.ts';
import { useTraceBell } from '../api/live.ts';
import { REFRESH_MILLIS, worthAnotherTry } from '../api/useApi.ts';
import { ask, TAKES } from '../scope/ask.ts';
import type { Scope } from '../scope/scope.ts';

const PAGE = 100;

/** What the list can be sorted by. */
export const SORTS = {
  start_time: 'Newest first',
  duration: 'Longest first',
  cost: 'Dearest first',
  tokens: 'Most tokens first',
  errors: 'Most errors first',
  size: 'Most spans first',
} as const;

export type Sort = keyof typeof SORTS;

/** The traces of a scope page by page; while it is live they come by themselves. */
export function useTraces(scope: Scope, sort: Sort, live: boolean) {
  const parameters = { ...traceFilters(scope), sort };
  const queryKey = ['traces', parameters];
  const queries = useQueryClient();
  // Other filters are the list's alone: the stream rings too often then, never too seldom.
  const { from, to, ...wanted } = ask(scope, TAKES.live);
  const listening = useTraceBell(wanted, live, () =>
    isShort(queries.getQueryData<{ pages: unknown[] }>(queryKey))
      ? queries.invalidateQueries({ queryKey })
      : undefined,
  );
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      get('/api/v1/traces', { ...parameters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (query) =>
      live && !listening && isShort(query.state.data) ? REFRESH_MILLIS : false,
    placeholderData: keepPreviousData,
    retry: worthAnotherTry,
  });
}

/** All pages are asked again: whoever has read far down wants it to stand still. */
function isShort(data: { pages: unknown[] } | undefined): boolean {
  return (data?.pages.length ?? 0) <= 2;
}

/** The scope as the filters of the list of traces. */
export function traceFilters(scope: Scope) {
  // What is typed wrong the API refuses by name.
  return ask(scope, TAKES.traces) as Parameters<'/api/v1/traces'>;
}

export type Assessment = Schemas['Assessment'];

const MOST_ASSESSMENTS = 10_000;
const ASSESSMENTS_REFRESH_MILLIS = 15_000;

/** What is valid of what was said of these traces and their spans, by trace; a question a page. */
export function useAssessments(
  workspace: string,
  pages: readonly { traces: readonly Trace[] }[],
  live: boolean,
): ReadonlyMap<string, Assessment[]> {
  const answers = useQueries({
    queries: pages.map(({ traces }) => {
      const parameters = {
        workspace,
        trace_id: traces.map((trace) => trace.trace_id),
        limit: MOST_ASSESSMENTS,
      };
      return {
        queryKey: ['/api/v1/assessments', parameters],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          get('/api/v1/assessments', parameters, signal),
        enabled: traces.length > 0,
        refetchInterval: live ? ASSESSMENTS_REFRESH_MILLIS : (false as const),
        placeholderData: keepPreviousData,
        retry: worthAnotherTry,
      };
    }),
  });
  const said = new Map<string, Assessment[]>();
  for (const { data } of answers) {
    for (const each of data?.assessments ?? []) {
      if (each.valid) {
        said.set(each.trace_id, [...(said.get(each.trace_id) ?? []), each]);
      }
    }
  }
  return said;
}
