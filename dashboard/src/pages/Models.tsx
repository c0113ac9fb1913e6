import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { dollars, perMillion, sumMoney } from '../format/money.ts';
import { Answered } from '../parts/Answered.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { href, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import {
  costColumn,
  countColumn,
  linkColumn,
  moneyColumn,
  shareColumn,
  tookColumn,
} from './columns.tsx';

type Model = Schemas['Model'];

/** Which models were called, what they cost and how fast they were. */
export default function Models() {
  const { scope } = useScope();
  const models = useApi('/api/v1/models', ask(scope, TAKES.models), isLive(scope));
  return (
    <>
      <PageHead title="Models" />
      <FilterBar names={TAKES.models} />
      <Answered query={models}>
        {({ models: rows, truncated }) =>
          rows.length === 0 ? (
            <Nothing what="model calls" />
          ) : (
            <ListCard
              title="Models"
              columns={columns(scope)}
              rows={rows}
              more={truncated}
              id={(row) => `${row.provider} ${row.model}`}
            />
          )
        }
      </Answered>
    </>
  );
}

/** What a million tokens cost; unknown where a part of the cost is. */
function priceColumn(
  name: string,
  of: (row: Model) => [costUsd: string, tokens: number],
): Column<Model> {
  const price = (row: Model) => {
    const known = sumMoney([row.input_cost_usd, row.output_cost_usd]) === sumMoney([row.cost_usd]);
    return known && row.unpriced_calls === 0 ? perMillion(...of(row)) : null;
  };
  return {
    name,
    num: true,
    wide: true,
    value: price,
    order: (row) => Number(price(row) ?? -1),
    cell: (row) => {
      const usd = price(row);
      return usd === null ? <span title="Not all of it is known">–</span> : dollars(usd);
    },
  };
}

function columns(scope: Scope): Column<Model>[] {
  const to = (path: string) => (row: Model) =>
    row.model ? href(path, scope, { model: row.model }) : undefined;
  const traces = to('/traces');
  return [
    linkColumn('Model', (row) => row.model ?? '', traces),
    { name: 'Provider', wide: true, value: (row) => row.provider ?? '' },
    countColumn('Calls', (row) => row.calls, false, traces),
    countColumn('Failed', (row) => row.errors, true, to('/errors')),
    countColumn('Input', (row) => row.input_tokens),
    countColumn('Output', (row) => row.output_tokens),
    shareColumn('Cache hits', (row) => row.cache_hit_ratio),
    countColumn('Reasoning', (row) => row.reasoning_tokens),
    costColumn(traces),
    moneyColumn('Input cost', (row) => row.input_cost_usd, traces),
    moneyColumn('Output cost', (row) => row.output_cost_usd, traces),
    moneyColumn('Saved by cache', (row) => row.cache_saved_usd, traces),
    priceColumn('Input / 1M', (row) => [row.input_cost_usd, row.input_tokens]),
    priceColumn('Output / 1M', (row) => [row.output_cost_usd, row.output_tokens]),
    countColumn('Unpriced', (row) => row.unpriced_calls),
    tookColumn('p50', (row) => row.duration_p50_ns),
    tookColumn('p95', (row) => row.duration_p95_ns),
    tookColumn('First token p95', (row) => row.first_token_p95_ns),
    {
      name: 'Tokens / s',
      num: true,
      wide: true,
      value: (row) => row.output_tokens_per_second,
      cell: (row) => row.output_tokens_per_second?.toFixed(1) ?? '–',
    },
  ];
}
