import { Link } from 'wouter';
import type { Session } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { costColumn, countColumn } from '../pages/columns.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { isLive, type Scope, sessionHref } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import type { Column } from './DataTable.tsx';
import { ShortTable } from './ShortTable.tsx';

const MOST = 8;

/** The few sessions that cost most. */
export function TopSessions() {
  const { scope } = useScope();
  const asked = { ...ask(scope, TAKES.topSessions), sort: 'cost', limit: MOST } as const;
  const sessions = useApi('/api/v1/sessions', asked, isLive(scope));
  const { agent_name, user_id, model, service_name } = scope.filters;
  return (
    <ShortTable
      title="Top sessions by cost"
      query={sessions}
      rows={(answer) => answer.sessions}
      id={(session: Session) => `${session.experiment_id} ${session.session_id}`}
      columns={columns(scope)}
      note={
        service_name
          ? 'Of all services: sessions are not told apart by them.'
          : agent_name || user_id || model
            ? 'Whole sessions that have a part of what is filtered.'
            : undefined
      }
    />
  );
}

function columns(scope: Scope): Column<Session>[] {
  const to = (session: Session) => sessionHref(scope, session.session_id, session.experiment_id);
  return [
    {
      name: 'Session',
      value: (session) => session.session_id,
      twoLines: true,
      cell: (session) => (
        <>
          <Link href={to(session)}>{session.session_id}</Link>
          <span className="preview">{session.request_preview}</span>
        </>
      ),
    },
    countColumn('Turns', (session) => session.turns, true, to),
    countColumn('Tools', (session) => session.tool_calls, true, to),
    countColumn('Tokens', (session) => session.input_tokens + session.output_tokens, true, to),
    costColumn(to),
  ];
}
