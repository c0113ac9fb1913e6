import '../style/trace.css';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { address, type Span, type Trace } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { AgentGraph } from '../parts/AgentGraph.tsx';
import { Answered } from '../parts/Answered.tsx';
import { Count, Money, Status, Took, When } from '../parts/cells.tsx';
import { Feedback } from '../parts/Feedback.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { SpanDetail } from '../parts/SpanDetail.tsx';
import { SpanTree } from '../parts/SpanTree.tsx';
import { Tags } from '../parts/Tags.tsx';
import { WallTime } from '../parts/WallTime.tsx';
import { href, sessionHref } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { rows } from '../trace/tree.ts';
import { useSpans } from '../trace/useSpans.ts';

const FIRST_SPANS = 1_000;
const QUIET_MILLIS = 120_000;

/** A trace is never complete, only quiet. */
function mayGrow(trace: Trace): boolean {
  return trace.open_spans > 0 || Date.now() - Date.parse(trace.updated_time) < QUIET_MILLIS;
}

/** One trace: its numbers, its tree on a timeline, and what each span carried. */
export default function TracePage({ traceId }: { traceId: string }) {
  const { scope } = useScope();
  const { workspace } = scope;
  const trace = useApi(
    '/api/v1/traces/{trace_id}',
    { trace_id: traceId, workspace, max_spans: FIRST_SPANS },
    (answer) => mayGrow(answer.trace),
  );
  return (
    <Answered query={trace}>
      {(answer) => (
        <OneTrace
          key={traceId}
          trace={answer.trace}
          first={answer.spans}
          cursor={answer.next_cursor}
        />
      )}
    </Answered>
  );
}

const PANELS = ['Agents', 'Feedback'] as const;

function OneTrace({ trace, first, cursor }: { trace: Trace; first: First; cursor: string | null }) {
  const spans = useSpans(trace, first, cursor);
  const [panel, setPanel] = useState<(typeof PANELS)[number]>();
  const { workspace, trace_id: traceId } = trace;
  return (
    <>
      <PageHead title={trace.name || 'Trace'} timed={false}>
        {PANELS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={panel === each}
            onClick={() => setPanel(panel === each ? undefined : each)}
          >
            {each}
          </button>
        ))}
        <a
          className="button"
          download={`${traceId}.json`}
          href={address('/api/v1/traces/{trace_id}/otlp', { trace_id: traceId, workspace })}
          title="The spans as they were received, as OTLP JSON"
        >
          Raw OTLP
        </a>
      </PageHead>
      <Summary trace={trace} />
      <WallTime workspace={workspace} traceId={traceId} live={mayGrow(trace)} />
      {panel === 'Agents' && <AgentGraph spans={spans} />}
      {panel === 'Feedback' && (
        <section className="card" aria-label="Feedback on the trace">
          <Feedback workspace={workspace} traceId={traceId} spanId="" />
        </section>
      )}
      <Spans trace={trace} spans={spans} />
    </>
  );
}

function Summary({ trace }: { trace: Trace }) {
  const { scope } = useScope();
  const bare = { ...scope, filters: {} };
  return (
    <dl className="facts card">
      <div>
        <dt>Status</dt>
        <dd>
          <Status status={trace.status} open={trace.open_spans} />
          {!trace.root_seen && <span className="badge warning">no root yet</span>}
        </dd>
      </div>
      <div>
        <dt>Start</dt>
        <dd>
          <When time={trace.start_time} />
        </dd>
      </div>
      <div>
        <dt>Duration</dt>
        <dd data-fact="duration">
          <Took nanos={trace.duration_ns} />
        </dd>
      </div>
      <div>
        <dt>Cost</dt>
        <dd data-fact="cost">
          <Money usd={trace.cost_usd} unpriced={trace.unpriced_calls} />
        </dd>
      </div>
      <div>
        <dt>Tokens in / out</dt>
        <dd data-fact="tokens">
          <Count of={trace.input_tokens} /> / <Count of={trace.output_tokens} />
        </dd>
      </div>
      <div>
        <dt>Cache read / reasoning</dt>
        <dd data-fact="cache">
          <Count of={trace.cache_read_tokens} /> / <Count of={trace.reasoning_tokens} />
        </dd>
      </div>
      <div>
        <dt>Saved by cache</dt>
        <dd data-fact="saved">
          <Money usd={trace.cache_saved_usd} />
        </dd>
      </div>
      <div>
        <dt>Model calls, failed</dt>
        <dd data-fact="calls">
          <Count of={trace.llm_calls + trace.llm_errors} />, <Count of={trace.llm_errors} />
        </dd>
      </div>
      <div>
        <dt>Tool calls, failed</dt>
        <dd data-fact="tools">
          <Count of={trace.tool_calls} />, <Count of={trace.tool_errors} />
        </dd>
      </div>
      <div>
        <dt>Session</dt>
        <dd title={trace.sessions.join(', ')}>
          {trace.sessions.map((session) => (
            <Link key={session} href={sessionHref(bare, session)}>
              {session}{' '}
            </Link>
          ))}
          {trace.sessions.length === 0 && '–'}
        </dd>
      </div>
      <div>
        <dt>User</dt>
        <dd title={trace.users.join(', ')}>
          {trace.users.map((user) => (
            <Link key={user} href={href('/traces', bare, { user_id: user })}>
              {user}{' '}
            </Link>
          ))}
          {trace.users.length === 0 && '–'}
        </dd>
      </div>
      <div>
        <dt>Models</dt>
        <dd title={trace.models.join(', ')}>
          {trace.models.map((model) => (
            <Link key={model} href={href('/traces', bare, { model })}>
              {model}{' '}
            </Link>
          ))}
          {trace.models.length === 0 && '–'}
        </dd>
      </div>
      <div className="whole-row">
        <dt>Tags</dt>
        <dd>
          <Tags workspace={trace.workspace} traceId={trace.trace_id} tags={trace.tags} />
        </dd>
      </div>
    </dl>
  );
}

type First = Parameters<typeof useSpans>[1];

function Spans({ trace, spans }: { trace: Trace; spans: readonly Span[] }) {
  const [all, setAll] = useState(false);
  const drawn = useMemo(() => rows(spans, all), [spans, all]);
  const wanted = new URLSearchParams(useSearch()).get('span');
  const [chosen, setChosen] = useState<string | undefined>(wanted ?? undefined);
  const selected = drawn.find((row) => row.span.span_id === chosen) ?? drawn[0];
  return (
    <div className="trace">
      <SpanTree
        rows={drawn}
        traceNanos={trace.duration_ns}
        loaded={spans.length}
        count={trace.span_count}
        selected={selected?.span.span_id}
        select={(id) => {
          setChosen(id);
          // The address of what is looked at, without a step back for each span.
          const search = new URLSearchParams(location.search);
          search.set('span', id);
          history.replaceState(null, '', `${location.pathname}?${search}`);
        }}
        all={all}
        setAll={setAll}
      />
      {selected && (
        <SpanDetail key={selected.span.span_id} trace={trace} row={selected} rows={drawn} />
      )}
    </div>
  );
}
