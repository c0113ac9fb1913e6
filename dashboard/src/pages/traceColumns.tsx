import { Link } from 'wouter';
import type { Trace } from '../api/client.ts';
import { clock, duration } from '../format/time.ts';
import { Count, Money, Status, Took, When } from '../parts/cells.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { href, type Scope, sessionHref } from '../scope/scope.ts';

/** Traces that a reader picks to do something with them all. */
export interface Selection {
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
}

/** The columns of lists of traces. */
export function traceColumns(scope: Scope, selection?: Selection): Column<Trace>[] {
  const bare = { ...scope, filters: {} };
  return [
    {
      name: 'Trace',
      value: (trace) => trace.trace_id,
      twoLines: true,
      cell: (trace) => (
        <>
          {selection && <Pick trace={trace} {...selection} />}
          <Link href={href(`/traces/${trace.trace_id}`, bare)}>
            {trace.name || trace.trace_id.slice(0, 12)}
          </Link>
          <span className="preview">{trace.request_preview || trace.response_preview}</span>
          <span className="preview narrow">
            {clock(trace.start_time)}, {duration(trace.duration_ns)}
          </span>
        </>
      ),
    },
    {
      name: 'Start',
      wide: true,
      value: (trace) => trace.start_time,
      cell: (trace) => <When time={trace.start_time} />,
    },
    {
      name: 'Status',
      value: (trace) => trace.status,
      cell: (trace) => <Status status={trace.status} open={trace.open_spans} />,
    },
    {
      name: 'Duration',
      num: true,
      wide: true,
      value: (trace) => trace.duration_ns,
      cell: (trace) => <Took nanos={trace.duration_ns} />,
    },
    {
      name: 'Tokens',
      num: true,
      wide: true,
      value: (trace) => trace.input_tokens + trace.output_tokens,
      cell: (trace) => <Count of={trace.input_tokens + trace.output_tokens} />,
    },
    {
      name: 'Cost',
      num: true,
      value: (trace) => trace.cost_usd,
      cell: (trace) => <Money usd={trace.cost_usd} unpriced={trace.unpriced_calls} />,
    },
    {
      name: 'Calls',
      num: true,
      wide: true,
      value: (trace) => trace.llm_calls,
      cell: (trace) => <Count of={trace.llm_calls} />,
    },
    {
      name: 'Tools',
      num: true,
      wide: true,
      value: (trace) => trace.tool_calls,
      cell: (trace) => <Count of={trace.tool_calls} />,
    },
    ...identity(scope),
  ];
}

function Pick({ trace, chosen, choose }: Selection & { trace: Trace }) {
  const id = trace.trace_id;
  return (
    <input
      type="checkbox"
      className="pick"
      aria-label={`Choose trace ${id}`}
      checked={chosen.has(id)}
      onChange={({ target }) => {
        const next = new Set(chosen);
        target.checked ? next.add(id) : next.delete(id);
        choose(next);
      }}
    />
  );
}

function identity(scope: Scope): Column<Trace>[] {
  return [
    { name: 'Agent', wide: true, value: (trace) => trace.agent_name },
    { name: 'Models', wide: true, value: (trace) => trace.models.join(' ') },
    {
      name: 'User',
      wide: true,
      value: (trace) => trace.users.join(' '),
      cell: (trace) =>
        trace.users.map((user) => (
          <Link key={user} href={href('/traces', scope, { user_id: user })}>
            {user}{' '}
          </Link>
        )),
    },
    {
      name: 'Session',
      wide: true,
      value: (trace) => trace.sessions.join(' '),
      cell: (trace) =>
        trace.sessions.map((session) => (
          <Link key={session} href={sessionHref(scope, session)}>
            {session.slice(0, 13)}{' '}
          </Link>
        )),
    },
    {
      name: 'Tags',
      wide: true,
      value: (trace) =>
        Object.entries(trace.tags)
          .map(([key, value]) => (value ? `${key}=${value}` : key))
          .join(' '),
    },
  ];
}
