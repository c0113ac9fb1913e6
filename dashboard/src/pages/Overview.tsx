import { Link } from 'wouter';
import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { change, compact, percent } from '../format/count.ts';
import { dollars, plotted, sumMoney } from '../format/money.ts';
import { duration } from '../format/time.ts';
import { Answered } from '../parts/Answered.tsx';
import { Chart } from '../parts/Chart.tsx';
import { Count, Money, Took } from '../parts/cells.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Stat } from '../parts/Stat.tsx';
import { grouped, type Series, times } from '../parts/series.ts';
import { TopTable } from '../parts/TopTable.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { href, instant, interval, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';

type Overview = Schemas['Overview'];
type Period = Schemas['Period'];

/** What happened in a time, beside the time before. */
export default function OverviewPage() {
  const { scope } = useScope();
  const step = interval(scope);
  const asked = ask(scope, TAKES.overview);
  const overview = useApi('/api/v1/overview', { ...asked, interval: step }, isLive(scope));
  return (
    <>
      <PageHead title="Overview" />
      <FilterBar names={TAKES.overview} />
      <Answered query={overview}>
        {(answer) =>
          answer.current.traces + answer.current.calls === 0 ? (
            <Nothing what="traces" />
          ) : (
            <>
              <Stats now={answer.current} before={answer.previous} scope={scope} />
              <Charts overview={answer} scope={scope} />
              <CostByModel scope={scope} />
              <div className="grid2">
                <TopTable title="Top users by cost" by="user_id" />
                <TopTable title="Top models by cost" by="model" />
                <TopTable title="Top agents by cost" by="agent_name" />
                <TopTable title="Top services by cost" by="service_name" />
              </div>
            </>
          )
        }
      </Answered>
    </>
  );
}

function Stats({ now, before, scope }: { now: Period; before: Period; scope: Scope }) {
  const to = (path: string, filters = {}, rest = {}) => href(path, scope, filters, rest);
  const tokens = (period: Period) => period.input_tokens + period.output_tokens;
  return (
    <div className="cards">
      <Stat label="Traces" to={to('/traces')} change={change(now.traces, before.traces)}>
        <Count of={now.traces} />
      </Stat>
      <Stat label="Sessions" to={to('/sessions')} change={change(now.sessions, before.sessions)}>
        <Count of={now.sessions} />
      </Stat>
      <Stat
        label="Failed traces"
        to={to('/traces', { status: 'ERROR' })}
        note={percent(now.errors, now.traces)}
        change={change(now.errors, before.errors)}
      >
        <Count of={now.errors} />
      </Stat>
      <Stat
        label="Cost"
        to={to('/models')}
        note={now.unpriced_calls > 0 ? `${compact(now.unpriced_calls)} calls unpriced` : undefined}
        change={change(Number(now.cost_usd), Number(before.cost_usd))}
      >
        <Money usd={now.cost_usd} />
      </Stat>
      <Stat
        label="Tokens"
        to={to('/models')}
        note={`${compact(now.input_tokens)} in, ${compact(now.output_tokens)} out`}
        change={change(tokens(now), tokens(before))}
      >
        <Count of={tokens(now)} />
      </Stat>
      <Stat
        label="Cache hits"
        to={to('/models')}
        note={`${compact(now.cache_read_tokens)} tokens read`}
      >
        {percent(now.cache_read_tokens, now.input_tokens)}
      </Stat>
      <Stat
        label="Model calls"
        to={to('/models')}
        note={`${compact(now.call_errors)} failed`}
        change={change(now.calls, before.calls)}
      >
        <Count of={now.calls} />
      </Stat>
      <Stat
        label="Tool calls"
        to={to('/tools')}
        note={`${compact(now.tool_errors)} failed`}
        change={change(now.tool_calls, before.tool_calls)}
      >
        <Count of={now.tool_calls} />
      </Stat>
      <Stat
        label="Trace p95"
        to={to('/traces', {}, { sort: 'duration' })}
        note={now.duration_p50_ns === null ? undefined : `p50 ${duration(now.duration_p50_ns)}`}
        change={change(now.duration_p95_ns ?? 0, before.duration_p95_ns ?? 0)}
      >
        <Took nanos={now.duration_p95_ns} />
      </Stat>
      <Stat
        label="Model call p95"
        to={to('/models')}
        note={
          now.call_duration_p50_ns === null
            ? undefined
            : `p50 ${duration(now.call_duration_p50_ns)}`
        }
      >
        <Took nanos={now.call_duration_p95_ns} />
      </Stat>
      <Stat label="First token p95" to={to('/models')}>
        <Took nanos={now.first_token_p95_ns} />
      </Stat>
      <Stat label="Output tokens / s" to={to('/models')}>
        {now.output_tokens_per_second === null ? '–' : now.output_tokens_per_second.toFixed(1)}
      </Stat>
    </div>
  );
}

type Point = Overview['series'][number];

function Charts({ overview, scope }: { overview: Overview; scope: Scope }) {
  const { open, line } = useLines(overview, scope);
  const count = { kind: 'bar', stacked: true, format: compact } as const;
  const took = { kind: 'line', format: duration } as const;
  return (
    <div className="grid2">
      <Chart
        title="Traces"
        open={open}
        series={line(count, [
          ['ok', (p) => p.traces - p.errors, 0],
          ['failed', (p) => p.errors, 0, '--bad'],
        ])}
      />
      <Chart
        title="Tokens"
        open={open}
        series={line(count, [
          ['fresh input', (p) => p.input_tokens - p.cache_read_tokens - p.cache_write_tokens, 0],
          ['cache read', (p) => p.cache_read_tokens, 0],
          ['cache write', (p) => p.cache_write_tokens, 0],
          ['output', (p) => p.output_tokens - p.reasoning_tokens, 0],
          ['reasoning', (p) => p.reasoning_tokens, 0],
        ])}
      />
      <Chart
        title="Traces from start to end"
        open={open}
        series={line(took, [
          ['p50', (p) => p.duration_p50_ns, null],
          ['p95', (p) => p.duration_p95_ns, null],
          ['p99', (p) => p.duration_p99_ns, null],
        ])}
      />
      <Chart
        title="Model calls and first token"
        open={open}
        series={line(took, [
          ['call p50', (p) => p.call_duration_p50_ns, null],
          ['call p95', (p) => p.call_duration_p95_ns, null],
          ['first token p50', (p) => p.first_token_p50_ns, null],
          ['first token p95', (p) => p.first_token_p95_ns, null],
        ])}
      />
    </div>
  );
}

type Told = [
  name: string,
  value: (point: Point) => number | null,
  nothing: number | null,
  colour?: string,
];

function useLines(overview: Overview, scope: Scope) {
  const { change: changeScope } = useScope();
  const step = interval(scope);
  const all = times(instant(scope.from), instant(scope.to), step);
  const points = new Map(overview.series.map((point) => [point.time, point]));
  const line = (how: Pick<Series, 'kind' | 'stacked' | 'format'>, told: Told[]): Series => ({
    ...how,
    times: all,
    lines: told.map(([name, value, nothing, colour]) => ({
      name,
      ...(colour ? { colour } : {}),
      values: all.map((time) => {
        const point = points.get(time);
        return point ? value(point) : nothing;
      }),
    })),
  });
  /** A click goes into the interval; an interval of a minute is left as it is. */
  const open = (time: string) => {
    const millis = { minute: 60e3, hour: 3600e3, day: 86400e3 }[step];
    const to = new Date(Date.parse(time) + millis).toISOString();
    changeScope({ from: time, to });
  };
  return { open, line };
}

function CostByModel({ scope }: { scope: Scope }) {
  const step = interval(scope);
  const usage = useApi(
    '/api/v1/usage',
    { ...ask(scope, TAKES.models), group_by: ['model'], interval: step, limit: 10_000 },
    isLive(scope),
  );
  return (
    <Answered query={usage}>
      {({ usage: rows }) => {
        const all = times(instant(scope.from), instant(scope.to), step);
        const total = sumMoney(rows.map((row) => row.cost_usd));
        const lines = grouped(all, rows, {
          time: (row) => row.time,
          name: (row) => row.model ?? '',
          value: (row) => plotted(row.cost_usd),
        });
        return (
          <>
            <Chart
              title={`Cost by model: ${dollars(total)}`}
              series={{
                kind: 'bar',
                stacked: true,
                times: all,
                lines,
                format: (value) => (value === 0 ? '$0' : `$${Number(value.toPrecision(3))}`),
              }}
            />
            <p className="muted">
              Every number leads on: cards and bars to what is behind them. More in{' '}
              <Link href={href('/models', scope)}>models</Link>,{' '}
              <Link href={href('/tools', scope)}>tools</Link> and{' '}
              <Link href={href('/errors', scope)}>errors</Link>.
            </p>
          </>
        );
      }}
    </Answered>
  );
}
