import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { address } from '../api/client.ts';
import { Answered } from '../parts/Answered.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { TAKES } from '../scope/ask.ts';
import { href, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { TraceChoice } from './TraceChoice.tsx';
import { traceColumns } from './traceColumns.tsx';
import { type Sort, SORTS, traceFilters, useAssessments, useTraces } from './useTraces.ts';

const MOST_EXPORTED = 10_000;
const FORMATS = { csv: 'CSV', jsonl: 'JSON lines', parquet: 'Parquet', arrow: 'Arrow' } as const;

/** The list of traces, which grows by itself at its top while it is live. */
export default function Traces() {
  const { scope } = useScope();
  const sort = (new URLSearchParams(useSearch()).get('sort') ?? 'start_time') as Sort;
  const [, navigate] = useLocation();
  const [paused, setPaused] = useState(false);
  const live = isLive(scope) && sort === 'start_time' && !paused;
  const traces = useTraces(scope, sort, live);
  const assessments = useAssessments(scope.workspace, traces.data?.pages ?? [], live);
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
        <Export scope={scope} sort={sort} />
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
                <TraceChoice
                  rows={rows}
                  chosen={chosen}
                  choose={setChosen}
                  workspace={scope.workspace}
                />
              )}
              <ListCard
                title="Traces"
                columns={traceColumns(scope, assessments, chosen && { chosen, choose: setChosen })}
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

/** All traces that are found, as files that the API makes. */
function Export({ scope, sort }: { scope: Scope; sort: Sort }) {
  const asked = { ...traceFilters(scope), sort, limit: MOST_EXPORTED };
  return (
    <details className="columns">
      <summary>Export</summary>
      <div className="menu">
        {Object.entries(FORMATS).map(([format, name]) => (
          <a
            key={format}
            download={`traces.${format}`}
            href={address('/api/v1/traces', { ...asked, format })}
          >
            {name}
          </a>
        ))}
        <span className="muted">at most {MOST_EXPORTED.toLocaleString('en')} traces</span>
      </div>
    </details>
  );
}
