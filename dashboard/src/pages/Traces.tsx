import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { get, type Trace } from '../api/client.ts';
import { useTraceBell } from '../api/live.ts';
import { REFRESH_MILLIS, worthAnotherTry } from '../api/useApi.ts';
import { Answered } from '../parts/Answered.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { TagForm } from '../parts/Tags.tsx';
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
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
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
        <button
          type="button"
          aria-pressed={chosen !== undefined}
          onClick={() => setChosen(chosen ? undefined : new Set())}
        >
          Select
        </button>
      </PageHead>
      <FilterBar names={TAKES.traces} />
      <Answered query={traces}>
        {(answer) => {
          const rows = answer.pages.flatMap((page) => page.traces);
          return rows.length === 0 ? (
            <Nothing what="traces" />
          ) : (
            <>
              {chosen && (
                <Choice
                  rows={rows}
                  chosen={chosen}
                  choose={setChosen}
                  workspace={scope.workspace}
                />
              )}
              <ListCard
                title="Traces"
                columns={traceColumns(scope, chosen && { chosen, choose: setChosen })}
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
            </>
          );
        }}
      </Answered>
    </>
  );
}

/** What can be done with the traces that are chosen. */
function Choice(props: {
  rows: readonly Trace[];
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
  workspace: string;
}) {
  const { rows, chosen, choose, workspace } = props;
  const [done, setDone] = useState('');
  const ids = rows.map((trace) => trace.trace_id).filter((id) => chosen.has(id));
  return (
    <section className="card chips" aria-label="Chosen traces">
      <strong>{ids.length} chosen</strong>
      <button type="button" onClick={() => choose(new Set(rows.map((trace) => trace.trace_id)))}>
        All {rows.length} shown
      </button>
      <button type="button" onClick={() => choose(new Set())}>
        None
      </button>
      {ids.length > 0 && (
        <TagForm
          workspace={workspace}
          traceIds={ids}
          removable
          done={(tags) => setDone(told(tags, ids.length))}
        />
      )}
      {done && (
        <span className="muted" role="status">
          {done}
        </span>
      )}
    </section>
  );
}

function told(tags: Record<string, string | null>, count: number): string {
  const [[key, value] = ['', null]] = Object.entries(tags);
  return `${value === null ? 'Removed' : 'Added'} ${key} ${value === null ? 'from' : 'to'} ${count} traces.`;
}

function useTraces(scope: Scope, sort: Sort, live: boolean) {
  const parameters = { ...filters(scope), sort };
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

function filters(scope: Scope) {
  const { status, tag, attribute, ...rest } = ask(scope, TAKES.traces);
  return {
    ...rest,
    ...(status ? { status: status as 'OK' | 'ERROR' | 'UNSET' } : {}),
    ...(tag ? { tag: [tag] } : {}),
    ...(attribute ? { attribute: [attribute] } : {}),
  };
}
