import { Link } from 'wouter';
import { useApi } from '../api/useApi.ts';
import { percent } from '../format/count.ts';
import { csv, save } from '../format/csv.ts';
import { ask, TAKES } from '../scope/ask.ts';
import { href, isLive } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { Answered } from './Answered.tsx';
import { Count, Money } from './cells.tsx';
import { NOBODY } from './series.ts';

interface Props {
  title: string;
  by: 'user_id' | 'model' | 'agent_name' | 'service_name';
}

/** The few that cost most, with their shares of all. */
export function TopTable({ title, by }: Props) {
  const { scope } = useScope();
  const top = useApi('/api/v1/top', { ...ask(scope, TAKES.models), by, limit: 8 }, isLive(scope));
  const rows = () =>
    csv([
      ['who', 'calls', 'input tokens', 'output tokens', 'cost USD', 'unpriced calls', 'share'],
      ...(top.data?.top ?? []).map((row) => [
        row.value,
        row.calls,
        row.input_tokens,
        row.output_tokens,
        row.cost_usd,
        row.unpriced_calls,
        row.share,
      ]),
    ]);
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="actions">
          <button type="button" disabled={!top.data} onClick={() => save(`${title}.csv`, rows())}>
            CSV
          </button>
        </span>
      </header>
      <Answered query={top}>
        {({ top: largest }) => (
          <table>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col" className="num">
                  Calls
                </th>
                <th scope="col" className="num wide">
                  Tokens
                </th>
                <th scope="col" className="num">
                  Cost
                </th>
                <th scope="col" className="num">
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {largest.map((row) => (
                <tr key={row.value}>
                  <td>
                    {row.value ? (
                      <Link href={href('/traces', scope, { [by]: row.value })}>{row.value}</Link>
                    ) : (
                      <span className="muted">{NOBODY}</span>
                    )}
                  </td>
                  <td className="num">
                    <Count of={row.calls} />
                  </td>
                  <td className="num wide">
                    <Count of={row.input_tokens + row.output_tokens} />
                  </td>
                  <td className="num">
                    <Money usd={row.cost_usd} unpriced={row.unpriced_calls} />
                  </td>
                  <td className="num">{row.share === null ? '–' : percent(row.share, 1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answered>
    </section>
  );
}
