import { Link } from 'wouter';
import type { Trace } from '../api/client.ts';
import { clock, duration } from '../format/time.ts';
import { Status, When } from '../parts/cells.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { href, type Scope, sessionHref } from '../scope/scope.ts';
import { costColumn, countColumn, tookColumn } from './columns.tsx';
import type { Assessment } from './useTraces.ts';

/** Traces that a reader picks to do something with them all. */
export interface Selection {
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
}

/** The columns of lists of traces. */
export function traceColumns(
  scope: Scope,
  assessments: ReadonlyMap<string, Assessment[]>,
  selection?: Selection,
): Column<Trace>[] {
  const bare = { ...scope, filters: {} };
  const to = (trace: Trace) => href(`/traces/${trace.trace_id}`, bare);
  const all: Column<Trace>[] = [
    {
      name: 'Trace',
      value: (trace) => trace.trace_id,
      twoLines: true,
      cell: (trace) => (
        <>
          {selection && <Pick trace={trace} {...selection} />}
          <Link href={to(trace)}>{trace.name || trace.trace_id.slice(0, 12)}</Link>
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
    tookColumn('Duration', (trace) => trace.duration_ns, true, to),
    countColumn('Tokens', (trace) => trace.input_tokens + trace.output_tokens, true, to),
    costColumn(to),
    countColumn('Calls', (trace) => trace.llm_calls, true, to),
    countColumn('Tools', (trace) => trace.tool_calls, true, to),
    ...identity(scope),
    assessed(scope, assessments),
    ...SPARE,
  ];
  return all.map((column) => ({ ...column, ...ROOM[column.name] }));
}

/** What is left out last where there is not room for all, and how wide each is. */
const ROOM: Record<string, { rank?: number; width: number }> = {
  Status: { rank: 1, width: 78 },
  Duration: { rank: 2, width: 96 },
  Cost: { rank: 3, width: 112 },
  Tokens: { rank: 4, width: 82 },
  Assessments: { rank: 5, width: 190 },
  Start: { rank: 6, width: 108 },
  Agent: { rank: 7, width: 130 },
  User: { rank: 8, width: 110 },
  Calls: { rank: 9, width: 62 },
  Tools: { rank: 10, width: 64 },
  Session: { rank: 11, width: 130 },
  Models: { rank: 12, width: 170 },
  Tags: { rank: 13, width: 150 },
  Id: { width: 290 },
  Question: { width: 340 },
  Answer: { width: 340 },
};

/** What is told only to who asks for it. */
const SPARE: Column<Trace>[] = [
  { ...text('Id', (trace) => trace.trace_id), spare: true },
  { ...text('Question', (trace) => trace.request_preview), spare: true },
  { ...text('Answer', (trace) => trace.response_preview), spare: true },
  { ...text('Service', (trace) => trace.service_name), spare: true },
  { ...text('Experiment', (trace) => trace.experiment_id), spare: true },
  { ...countColumn('Spans', (trace: Trace) => trace.span_count), spare: true },
  { ...countColumn('Errors', (trace: Trace) => trace.error_count), spare: true },
  { ...countColumn('Turns', (trace: Trace) => trace.turns), spare: true },
];

function text(name: string, value: (trace: Trace) => string): Column<Trace> {
  return { name, wide: true, value };
}

const MOST_SHOWN = 3;

/** What was said of a trace and its spans, each leading to those of which the same was said. */
function assessed(scope: Scope, assessments: ReadonlyMap<string, Assessment[]>): Column<Trace> {
  const of = (trace: Trace) => assessments.get(trace.trace_id) ?? [];
  return {
    name: 'Assessments',
    wide: true,
    value: (trace) => of(trace).map(label).join(' '),
    cell: (trace) => {
      const all = of(trace);
      return (
        <span className="chips">
          {all.slice(0, MOST_SHOWN).map((each) => (
            <Link
              key={each.assessment_id}
              className="badge"
              title={each.rationale}
              href={href('/traces', scope, { assessment: [label(each)] })}
            >
              {label(each)}
            </Link>
          ))}
          {all.length > MOST_SHOWN && (
            <Link href={href(`/traces/${trace.trace_id}`, { ...scope, filters: {} })}>
              {all.length - MOST_SHOWN} more
            </Link>
          )}
        </span>
      );
    },
  };
}

/** An assessment as the filter of that name takes it: name=value, a text without its quotes. */
function label({ name, value }: Assessment): string {
  return value ? `${name}=${plain(value)}` : name;
}

function plain(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    // The API tells JSON; whatever else it is is shown as it is.
    return json;
  }
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
