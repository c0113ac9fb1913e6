import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, type Schemas } from '../api/client.ts';
import { worthAnotherTry } from '../api/useApi.ts';
import { duration } from '../format/time.ts';
import { countColumn, leading } from '../pages/columns.tsx';
import { type Scope, sessionHref } from '../scope/scope.ts';
import { Answered } from './Answered.tsx';
import { Money } from './cells.tsx';
import type { Column } from './DataTable.tsx';
import { ListCard } from './ListCard.tsx';

type Live = Schemas['LiveSession'];

/** The view behind it reads the spans of hours: it is asked less often than what is cheap. */
const REFRESH_MILLIS = 15_000;
const NANOS_PER_SECOND = 1_000_000_000;

/** The sessions that are open now, and which of them are stuck or run away, and why. */
export function LiveSessions({ scope }: { scope: Scope }) {
  const parameters = { workspace: scope.workspace, limit: 1000 };
  const asked = useQuery({
    queryKey: ['/api/v1/live-sessions', parameters],
    queryFn: ({ signal }) => get('/api/v1/live-sessions', parameters, signal),
    refetchInterval: REFRESH_MILLIS,
    placeholderData: keepPreviousData,
    retry: worthAnotherTry,
  });
  return (
    <Answered query={asked}>
      {({ live_sessions }) => {
        const rows = live_sessions.filter((row) => row.runaway || row.stuck || !row.quiet);
        return rows.length === 0 ? (
          <p className="muted">
            No session is running, stuck or running away now. What counts as such are the settings{' '}
            <code>live.*</code>.
          </p>
        ) : (
          <ListCard
            title="Sessions now"
            columns={columns(scope)}
            rows={rows}
            id={(row) => `${row.experiment_id} ${row.session_id}`}
          />
        );
      }}
    </Answered>
  );
}

function state(row: Live): string {
  return row.runaway ? 'runaway' : row.stuck ? 'stuck' : row.open ? 'open' : 'active';
}

const LOOKS: Record<string, string> = { runaway: 'error', stuck: 'warning', open: 'open' };

function columns(scope: Scope): Column<Live>[] {
  const to = (row: Live) => sessionHref(scope, row.session_id, row.experiment_id);
  return [
    {
      name: 'Session',
      value: (row) => row.session_id,
      twoLines: true,
      cell: (row) => (
        <>
          <Link href={to(row)}>{row.session_id}</Link>
          <span className="preview">{row.reason}</span>
        </>
      ),
    },
    {
      name: 'State',
      value: state,
      cell: (row) => <span className={`badge ${LOOKS[state(row)] ?? ''}`}>{state(row)}</span>,
    },
    {
      name: 'Idle',
      num: true,
      wide: true,
      value: (row) => row.idle_s,
      cell: (row) => leading(row, to, duration(Math.max(0, row.idle_s) * NANOS_PER_SECOND)),
    },
    countColumn('Open spans', (row) => row.open_spans, true, to),
    countColumn('Missing parents', (row) => row.missing_parents, true, to),
    {
      name: 'Repeats',
      wide: true,
      value: (row) => (row.repeated_calls > 0 ? `${row.repeated_tool} ×${row.repeated_calls}` : ''),
    },
    {
      name: 'Last hour',
      num: true,
      value: (row) => row.hour_cost_usd,
      order: (row) => Number(row.hour_cost_usd),
      cell: (row) => leading(row, to, <Money usd={row.hour_cost_usd} />),
    },
    { name: 'Agents', wide: true, value: (row) => row.agents.join(' ') },
    { name: 'Users', wide: true, value: (row) => row.users.join(' ') },
  ];
}
