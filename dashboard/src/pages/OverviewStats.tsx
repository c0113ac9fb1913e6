import type { Schemas } from '../api/client.ts';
import { change, percent } from '../format/count.ts';
import { Link } from 'wouter';
import { Count, Money, Took } from '../parts/cells.tsx';
import { Stat } from '../parts/Stat.tsx';
import { unpricedTraces } from '../scope/behind.ts';
import { href, type Scope } from '../scope/scope.ts';

type Period = Schemas['Period'];

/** The numbers of a time, each with its change against the time before. */
export function OverviewStats({
  now,
  before,
  scope,
}: {
  now: Period;
  before: Period;
  scope: Scope;
}) {
  const to = (path: string, filters = {}, rest = {}) => href(path, scope, filters, rest);
  const tokens = (period: Period) => period.input_tokens + period.output_tokens;
  return (
    <div className="cards">
      <Stat label="Traces" to={to('/traces', STORY)} change={change(now.traces, before.traces)}>
        <Count of={now.traces} />
      </Stat>
      <Stat label="Sessions" to={to('/sessions')} change={change(now.sessions, before.sessions)}>
        <Count of={now.sessions} />
      </Stat>
      <Stat
        label="Failed traces"
        to={to('/traces', { status: 'ERROR', ...STORY })}
        note={percent(now.errors, now.traces)}
        change={change(now.errors, before.errors)}
      >
        <Count of={now.errors} />
      </Stat>
      <Stat
        label="Cost"
        to={to('/models')}
        note={
          now.unpriced_calls > 0 && (
            <Link href={unpricedTraces(scope)}>{told(now.unpriced_calls, 'calls unpriced')}</Link>
          )
        }
        change={change(Number(now.cost_usd), Number(before.cost_usd))}
      >
        <Money usd={now.cost_usd} />
      </Stat>
      <Stat
        label="Tokens"
        to={to('/models')}
        note={
          <>
            <Count of={now.input_tokens} /> in, <Count of={now.output_tokens} /> out
          </>
        }
        change={change(tokens(now), tokens(before))}
      >
        <Count of={tokens(now)} />
      </Stat>
      <Stat
        label="Cache hits"
        to={to('/models')}
        note={
          <>
            <Money usd={now.cache_saved_usd} /> saved
          </>
        }
      >
        {percent(now.cache_read_tokens, now.input_tokens)}
      </Stat>
      <Stat
        label="Model calls"
        to={to('/models')}
        note={
          <Link href={to('/traces', { failed: 'model_calls' })}>
            {told(now.call_errors, 'failed')}
          </Link>
        }
        change={change(now.calls, before.calls)}
      >
        <Count of={now.calls} />
      </Stat>
      <Stat
        label="Tool calls"
        to={to('/tools')}
        note={
          <Link href={to('/traces', { failed: 'tool_calls' })}>
            {told(now.tool_errors, 'failed')}
          </Link>
        }
        change={change(now.tool_calls, before.tool_calls)}
      >
        <Count of={now.tool_calls} />
      </Stat>
      <Stat
        label="Trace p95"
        to={to('/traces', STORY, { sort: 'duration' })}
        note={median(now.duration_p50_ns)}
        change={change(now.duration_p95_ns ?? 0, before.duration_p95_ns ?? 0)}
      >
        <Took nanos={now.duration_p95_ns} />
      </Stat>
      <Stat label="Model call p95" to={to('/models')} note={median(now.call_duration_p50_ns)}>
        <Took nanos={now.call_duration_p95_ns} />
      </Stat>
      <Stat label="First token p95" to={to('/models')} note={median(now.first_token_p50_ns)}>
        <Took nanos={now.first_token_p95_ns} />
      </Stat>
      <Stat label="Output tokens / s" to={to('/models')}>
        {now.output_tokens_per_second === null ? '–' : now.output_tokens_per_second.toFixed(1)}
      </Stat>
    </div>
  );
}

/** The overview counts no trace that is nothing but plumbing. */
const STORY = { noise: 'false' };

function told(count: number, what: string) {
  return (
    <>
      <Count of={count} /> {what}
    </>
  );
}

function median(nanos: number | null) {
  return (
    nanos !== null && (
      <>
        p50 <Took nanos={nanos} />
      </>
    )
  );
}
