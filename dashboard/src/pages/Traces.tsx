import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { get } from '../api/client.ts';
import { REFRESH_MILLIS, worthAnotherTry } from '../api/useApi.ts';
import { Answered } from '../parts/Answered.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { href, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { traceColumns } from './traceColumns.tsx';

const PAGE = 100;

const SORTS = {
  start_time: 'Newest first',
  duration: 'Longest first',
  cost: 'Dearest first',
  tokens: 'Most tokens first',
  errors: 'Most errors first',
  size: 'Most spans first',
} as const;

type Sort = keyof typeof SORTS;

/** The list of traces, which grows by itself at its top while it is live. */
export default function Traces() {
  const { scope } = useScope();
  const sort = (new URLSearchParams(useSearch()).get('sort') ?? 'start_time') as Sort;
  const [, navigate] = useLocation();
  const [paused, setPaused] = useState(false);
  const live = isLive(scope) && sort === 'start_time' && !paused;
  const traces = useTraces(scope, sort, live);
  return (
    <>
      <PageHead title="Traces">
        <select
          aria-label="Order"
          value={sort}
          onChange={({ target }) => navigate(href('/traces', scope, {}, { sort: target.value }))}
        >
          {Object.entries(SORTS).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        {isLive(scope) && sort === 'start_time' && (
          <button type="button" aria-pressed={live} onClick={() => setPaused(!paused)}>
            {live ? '● Live' : 'Paused'}
          </button>
        )}
      </PageHead>
      <FilterBar names={TAKES.traces} />
      <Answered query={traces}>
        {(answer) => {
          const rows = answer.pages.flatMap((page) => page.traces);
          return rows.length === 0 ? (
            <Nothing what="traces" />
          ) : (
            <ListCard
              title="Traces"
              columns={traceColumns(scope)}
              rows={rows}
              id={(trace) => trace.trace_id}
              sortable={!traces.hasNextPage}
              more={traces.hasNextPage}
              atEnd={() => {
                if (traces.hasNextPage && !traces.isFetching) {
                  void traces.fetchNextPage();
                }
              }}
            />
          );
        }}
      </Answered>
    </>
  );
}

function useTraces(scope: Scope, sort: Sort, live: boolean) {
  const parameters = { ...filters(scope), sort };
  return useInfiniteQuery({
    queryKey: ['traces', parameters],
    queryFn: ({ pageParam, signal }) =>
      get('/api/v1/traces', { ...parameters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    // All pages are asked again: whoever has read far down wants it to stand still.
    refetchInterval: (query) =>
      live && (query.state.data?.pages.length ?? 0) <= 2 ? REFRESH_MILLIS : false,
    placeholderData: keepPreviousData,
    retry: worthAnotherTry,
  });
}

function filters(scope: Scope) {
  const { status, tag, attribute, ...rest } = ask(scope, TAKES.traces);
  return {
    ...rest,
    ...(status ? { status: status as 'OK' | 'ERROR' | 'UNSET' } : {}),
    ...(tag ? { tag: [tag] } : {}),
    ...(attribute ? { attribute: [attribute] } : {}),
  };
}
