import '../style/trace.css';
import { Link } from 'wouter';
import type { Schemas, Session } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { compact } from '../format/count.ts';
import { dollars } from '../format/money.ts';
import { nanosBetween } from '../format/time.ts';
import { Answered } from '../parts/Answered.tsx';
import { Count, Money, Status, Took, When } from '../parts/cells.tsx';
import { LongText } from '../parts/LongText.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Stat } from '../parts/Stat.tsx';
import { WallTime } from '../parts/WallTime.tsx';
import { type Filters, href, sessionTraces } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';

type Turn = Schemas['Turn'];

/** One session, told again: its turns over all its traces. */
export default function SessionPage({ sessionId }: { sessionId: string }) {
  const { scope } = useScope();
  const session = useApi(
    '/api/v1/session',
    {
      session_id: sessionId,
      workspace: scope.workspace,
      experiment_id: scope.filters.experiment_id ?? '',
      limit: 1000,
    },
    (answer) => answer.session.open,
  );
  return (
    <>
      <PageHead title={`Session ${sessionId}`} timed={false} />
      <Answered query={session}>
        {(answer) => (
          <>
            <Summary session={answer.session} />
            <WallTime
              workspace={answer.session.workspace}
              sessionId={sessionId}
              experimentId={answer.session.experiment_id}
              live={answer.session.open}
            />
            <section className="card" aria-label="Turns">
              <header>
                <h2>What happened</h2>
              </header>
              {answer.turns.map((turn) => (
                <TurnView
                  key={turn.trace_id}
                  turn={turn}
                  traces={(filters) => sessionTraces(scope, answer.session, filters)}
                />
              ))}
              {answer.next_cursor && (
                <p className="muted">
                  These are the first {answer.turns.length} traces. All of them:{' '}
                  <Link href={sessionTraces(scope, answer.session)}>traces</Link>.
                </p>
              )}
            </section>
          </>
        )}
      </Answered>
    </>
  );
}

function Summary({ session }: { session: Session }) {
  const { scope } = useScope();
  const traces = sessionTraces(scope, session);
  return (
    <div className="cards">
      <Stat
        label="Turns"
        to={traces}
        note={`${session.traces} traces, ${session.open ? 'open now' : 'quiet'}`}
      >
        <Count of={session.turns} />
      </Stat>
      <Stat label="Wall time" to={traces} note={session.agents.join(', ')}>
        <Took nanos={nanosBetween(session.start_time, session.end_time)} />
      </Stat>
      <Stat label="Cost" to={traces} note={session.models.join(', ')}>
        <Money usd={session.cost_usd} unpriced={session.unpriced_calls} />
      </Stat>
      <Stat
        label="Tokens"
        to={traces}
        note={`${compact(session.cache_read_tokens)} from cache saved ${dollars(session.cache_saved_usd)}`}
      >
        <Count of={session.input_tokens + session.output_tokens} />
      </Stat>
      <Stat
        label="Model calls"
        to={traces}
        note={
          <Link href={sessionTraces(scope, session, { failed: 'model_calls' })}>
            <Count of={session.llm_errors} /> failed
          </Link>
        }
      >
        <Count of={session.llm_calls + session.llm_errors} />
      </Stat>
      <Stat
        label="Tool calls"
        to={traces}
        note={
          <Link href={sessionTraces(scope, session, { failed: 'tool_calls' })}>
            <Count of={session.tool_errors} /> failed
          </Link>
        }
      >
        <Count of={session.tool_calls} />
      </Stat>
    </div>
  );
}

function TurnView({ turn, traces }: { turn: Turn; traces: (filters: Filters) => string }) {
  const { scope } = useScope();
  const trace = href(`/traces/${turn.trace_id}`, { ...scope, filters: {} });
  return (
    <article className="turn">
      <div className="muted">
        <When time={turn.start_time} />
        <br />
        <Took nanos={nanosBetween(turn.start_time, turn.end_time)} />
      </div>
      <div>
        <div className="chips">
          <Link href={trace}>{turn.name || turn.trace_id.slice(0, 12)}</Link>
          <Status status={turn.status} open={turn.open_spans} />
          {turn.agents.map((agent) => (
            <Link className="badge" key={agent} href={traces({ agent_name: agent })}>
              {agent}
            </Link>
          ))}
          <Link className="muted" href={trace}>
            {turn.llm_calls + turn.llm_errors} calls, {turn.tool_calls} tools,{' '}
            <Count of={turn.input_tokens + turn.output_tokens} /> tokens,{' '}
            <Money usd={turn.cost_usd} unpriced={turn.unpriced_calls} />
          </Link>
        </div>
        {turn.request_preview && (
          <div className="message user">
            <LongText text={turn.request_preview} plain />
          </div>
        )}
        {turn.response_preview && (
          <div className="message assistant">
            <LongText text={turn.response_preview} plain />
          </div>
        )}
      </div>
    </article>
  );
}
