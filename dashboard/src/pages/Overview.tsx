import { useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { compact } from '../format/count.ts';
import { dollars, plotted, sumMoney } from '../format/money.ts';
import { duration } from '../format/time.ts';
import { Answered } from '../parts/Answered.tsx';
import { Chart } from '../parts/Chart.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { grouped, type Line, times } from '../parts/series.ts';
import { TopSessions } from '../parts/TopSessions.tsx';
import { TopTable } from '../parts/TopTable.tsx';
import { TopTools } from '../parts/TopTools.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { href, instant, interval, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { OverviewStats } from './OverviewStats.tsx';
import { useLines } from './overviewLines.ts';

type Overview = Schemas['Overview'];

/** What happened in a time, beside the time before. */
export default function OverviewPage() {
  const { scope } = useScope();
  const step = interval(scope);
  const asked = ask(scope, TAKES.overview);
  const [compared, setCompared] = useState(false);
  const overview = useApi('/api/v1/overview', { ...asked, interval: step }, isLive(scope));
  return (
    <>
      <PageHead title="Overview">
        <button
          type="button"
          aria-pressed={compared}
          title="Charts show the equally long time before too"
          onClick={() => setCompared(!compared)}
        >
          Compare
        </button>
      </PageHead>
      <FilterBar names={TAKES.overview} />
      <Answered query={overview}>
        {(answer) =>
          answer.current.traces + answer.current.calls === 0 ? (
            <Nothing what="traces" />
          ) : (
            <>
              <OverviewStats now={answer.current} before={answer.previous} scope={scope} />
              <Charts overview={answer} scope={scope} compared={compared} />
              <div className="grid2">
                <TopTable title="Top users by cost" by="user_id" />
                <TopSessions />
                <TopTools />
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

function Charts(props: { overview: Overview; scope: Scope; compared: boolean }) {
  const { overview, scope, compared } = props;
  const { open, line, before } = useLines(overview, scope, compared);
  const count = { kind: 'bar', stacked: true, format: compact } as const;
  const took = { kind: 'line', format: duration } as const;
  const few = { kind: 'line', format: (value: number) => compact(tenths(value)) } as const;
  return (
    <>
      <div className="grid2">
        <Chart
          title="Traces"
          open={open}
          series={line(
            count,
            [
              ['ok', (p) => p.traces - p.errors, 0],
              ['failed', (p) => p.errors, 0, '--bad'],
            ],
            before((p) => p.traces, 0),
          )}
        />
        <Chart
          title="Tokens"
          open={open}
          series={line(
            count,
            [
              [
                'fresh input',
                (p) => p.input_tokens - p.cache_read_tokens - p.cache_write_tokens,
                0,
              ],
              ['cache read', (p) => p.cache_read_tokens, 0],
              ['cache write', (p) => p.cache_write_tokens, 0],
              ['output', (p) => p.output_tokens - p.reasoning_tokens, 0],
              ['reasoning', (p) => p.reasoning_tokens, 0],
            ],
            before((p) => p.input_tokens + p.output_tokens, 0),
          )}
        />
        <Chart
          title="Traces from start to end"
          open={open}
          series={line(
            took,
            [
              ['p50', (p) => p.duration_p50_ns, null],
              ['p95', (p) => p.duration_p95_ns, null],
              ['p99', (p) => p.duration_p99_ns, null],
            ],
            before((p) => p.duration_p95_ns, null, 'p95 before'),
          )}
        />
        <Chart
          title="Model calls and first token"
          open={open}
          series={line(
            took,
            [
              ['call p50', (p) => p.call_duration_p50_ns, null],
              ['call p95', (p) => p.call_duration_p95_ns, null],
              ['first token p50', (p) => p.first_token_p50_ns, null],
              ['first token p95', (p) => p.first_token_p95_ns, null],
            ],
            before((p) => p.call_duration_p95_ns, null, 'call p95 before'),
          )}
        />
        <Chart
          title="Sessions and users"
          open={open}
          series={line(
            few,
            [
              ['sessions', (p) => p.sessions, 0],
              ['users', (p) => p.users, 0],
            ],
            before((p) => p.sessions, 0, 'sessions before'),
          )}
        />
        <Chart
          title="Output tokens a second"
          open={open}
          series={line(
            few,
            [['tokens / s', (p) => p.output_tokens_per_second, null]],
            before((p) => p.output_tokens_per_second, null),
          )}
        />
      </div>
      <CostByModel scope={scope} open={open} before={before((p) => plotted(p.cost_usd), 0)} />
    </>
  );
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function CostByModel(props: { scope: Scope; before: Line[]; open: (time: string) => void }) {
  const { scope, before, open } = props;
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
              open={open}
              series={{
                kind: 'bar',
                stacked: true,
                times: all,
                lines: [...lines, ...before],
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
