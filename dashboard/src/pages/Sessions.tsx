import { useState } from 'react';
import { Link } from 'wouter';
import type { Session } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { clock, nanosBetween } from '../format/time.ts';
import { Answered } from '../parts/Answered.tsx';
import { When } from '../parts/cells.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { LiveSessions } from '../parts/LiveSessions.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { href, isLive, type Scope, sessionHref, sessionTraces } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { costColumn, countColumn, tookColumn } from './columns.tsx';

const FIRST = 200;
const MORE = 5;
const MOST = 10_000;

/** The conversations of people and agents, over however many traces. */
export default function Sessions() {
  const { scope } = useScope();
  const [limit, setLimit] = useState(FIRST);
  const [now, setNow] = useState(false);
  const sessions = useApi(
    '/api/v1/sessions',
    { ...ask(scope, TAKES.sessions), limit },
    isLive(scope),
  );
  return (
    <>
      <PageHead title="Sessions">
        <button type="button" aria-pressed={now} onClick={() => setNow(!now)}>
          Now
        </button>
      </PageHead>
      {now && <LiveSessions scope={scope} />}
      <FilterBar names={TAKES.sessions} />
      <Answered query={sessions}>
        {(answer) =>
          answer.sessions.length === 0 ? (
            <Nothing what="sessions" />
          ) : (
            <>
              <ListCard
                title="Sessions"
                columns={columns(scope)}
                rows={answer.sessions}
                id={(session) => `${session.experiment_id} ${session.session_id}`}
                more={answer.next_cursor !== null}
              />
              {answer.next_cursor !== null && limit < MOST && (
                <button type="button" onClick={() => setLimit(Math.min(MOST, limit * MORE))}>
                  More sessions
                </button>
              )}
            </>
          )
        }
      </Answered>
    </>
  );
}

function columns(scope: Scope): Column<Session>[] {
  const to = (session: Session) => sessionHref(scope, session.session_id, session.experiment_id);
  const all: Column<Session>[] = [
    {
      name: 'Session',
      value: (session) => session.session_id,
      twoLines: true,
      cell: (session) => (
        <>
          <Link href={to(session)}>{session.session_id}</Link>
          <span className="preview">{session.request_preview}</span>
          <span className="preview narrow">
            {clock(session.start_time)}, {session.turns} turns
          </span>
        </>
      ),
    },
    {
      name: 'Start',
      wide: true,
      value: (session) => session.start_time,
      cell: (session) => <When time={session.start_time} />,
    },
    {
      name: 'State',
      value: (session) => (session.open ? 'open' : 'quiet'),
      cell: (session) => (
        <span className={session.open ? 'badge open' : 'badge'}>
          {session.open ? 'open' : 'quiet'}
        </span>
      ),
    },
    tookColumn(
      'Wall time',
      (session) => nanosBetween(session.start_time, session.end_time),
      true,
      to,
    ),
    countColumn('Turns', (session) => session.turns, true, to),
    countColumn(
      'Traces',
      (session) => session.traces,
      true,
      (session) => sessionTraces(scope, session),
    ),
    countColumn('Tools', (session) => session.tool_calls, true, to),
    countColumn('Errors', (session) => session.llm_errors + session.tool_errors, true, to),
    countColumn('Tokens', (session) => session.input_tokens + session.output_tokens, true, to),
    costColumn(to),
    { name: 'Agents', wide: true, value: (session) => session.agents.join(' ') },
    {
      name: 'User',
      wide: true,
      value: (session) => session.users.join(' '),
      cell: (session) =>
        session.users.map((user) => (
          <Link key={user} href={href('/sessions', scope, { user_id: user })}>
            {user}{' '}
          </Link>
        )),
    },
  ];
  return all.map((column) => ({ ...column, ...ROOM[column.name] }));
}

/** What is left out last where there is not room for all, and how wide each is. */
const ROOM: Record<string, { rank: number; width: number }> = {
  State: { rank: 1, width: 74 },
  'Wall time': { rank: 2, width: 104 },
  Cost: { rank: 3, width: 112 },
  Tokens: { rank: 4, width: 82 },
  Turns: { rank: 5, width: 66 },
  Start: { rank: 6, width: 108 },
  Errors: { rank: 7, width: 70 },
  Agents: { rank: 8, width: 130 },
  User: { rank: 9, width: 110 },
  Tools: { rank: 10, width: 64 },
  Traces: { rank: 11, width: 70 },
};
