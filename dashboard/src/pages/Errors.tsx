import { Link } from 'wouter';
import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { Answered } from '../parts/Answered.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { failedTraces } from '../scope/behind.ts';
import { href, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { countColumn, timeColumn } from './columns.tsx';

type Failure = Schemas['Error'];

/** What fails, alike ones together. */
export default function Errors() {
  const { scope } = useScope();
  const errors = useApi('/api/v1/errors', ask(scope, TAKES.errors), isLive(scope));
  return (
    <>
      <PageHead title="Errors" />
      <FilterBar names={TAKES.errors} />
      <Answered query={errors}>
        {({ errors: rows, truncated }) =>
          rows.length === 0 ? (
            <Nothing what="errors" />
          ) : (
            <ListCard
              title="Errors"
              columns={columns(scope)}
              rows={rows}
              more={truncated}
              id={(row) =>
                [row.kind, row.error_type, row.name, row.tool_name, row.model].join('\n')
              }
            />
          )
        }
      </Answered>
    </>
  );
}

function columns(scope: Scope): Column<Failure>[] {
  const bare = { ...scope, filters: {} };
  const traces = ({ kind, error_type, name, tool_name, model }: Failure) =>
    failedTraces(scope, { kind, error_type, name, tool_name, model });
  return [
    {
      name: 'Error',
      value: (row) => row.error_type || row.name,
      twoLines: true,
      cell: (row) => (
        <>
          <Link href={href(`/traces/${row.last_trace_id}`, bare, {}, { span: row.last_span_id })}>
            {row.tool_name || row.name}
            {row.error_type && `: ${row.error_type}`}
          </Link>
          <span className="preview">{row.last_status_message}</span>
        </>
      ),
    },
    countColumn('Spans', (row) => row.spans, false, traces),
    countColumn('Traces', (row) => row.traces, false, traces),
    {
      name: 'Kind',
      wide: true,
      value: (row) => row.kind.toLowerCase(),
      cell: (row) => <span className="badge">{row.kind.toLowerCase()}</span>,
    },
    { name: 'Model', wide: true, value: (row) => row.model },
    timeColumn('First', (row) => row.first_time),
    timeColumn('Last', (row) => row.last_time),
  ];
}
