import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { perMillion, sumMoney } from '../format/money.ts';
import { Answered } from '../parts/Answered.tsx';
import { Money } from '../parts/cells.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { failedTraces, unpricedTraces } from '../scope/behind.ts';
import { href, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import {
  costColumn,
  countColumn,
  leading,
  linkColumn,
  moneyColumn,
  shareColumn,
  tookColumn,
} from './columns.tsx';
import type { Sort } from './useTraces.ts';

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
  to: (row: Model) => string | undefined,
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
      return usd === null ? (
        <span title="Not all of it is known">–</span>
      ) : (
        leading(row, to, <Money usd={usd} />)
      );
    },
  };
}

function columns(scope: Scope): Column<Model>[] {
  const by =
    (sort?: Sort) =>
    ({ model }: Model) =>
      model ? href('/traces', scope, { model }, sort && { sort }) : undefined;
  const [traces, dearest, largest, longest] = [by(), by('cost'), by('tokens'), by('duration')];
  const failed = ({ provider, model }: Model) =>
    failedTraces(scope, { provider, model }, { failed: 'model_calls' });
  const unpriced = ({ provider, model }: Model) => unpricedTraces(scope, { provider, model });
  return [
    linkColumn('Model', (row) => row.model ?? '', traces),
    { name: 'Provider', wide: true, value: (row) => row.provider ?? '' },
    countColumn('Calls', (row) => row.calls, false, traces),
    countColumn('Failed', (row) => row.errors, true, failed),
    countColumn('Input', (row) => row.input_tokens, true, largest),
    countColumn('Output', (row) => row.output_tokens, true, largest),
    shareColumn('Cache hits', (row) => row.cache_hit_ratio, largest),
    countColumn('Reasoning', (row) => row.reasoning_tokens, true, largest),
    costColumn(dearest),
    moneyColumn('Input cost', (row) => row.input_cost_usd, dearest),
    moneyColumn('Output cost', (row) => row.output_cost_usd, dearest),
    moneyColumn('Saved by cache', (row) => row.cache_saved_usd, dearest),
    priceColumn('Input / 1M', (row) => [row.input_cost_usd, row.input_tokens], dearest),
    priceColumn('Output / 1M', (row) => [row.output_cost_usd, row.output_tokens], dearest),
    countColumn('Unpriced', (row) => row.unpriced_calls, true, unpriced),
    tookColumn('p50', (row) => row.duration_p50_ns, true, longest),
    tookColumn('p95', (row) => row.duration_p95_ns, true, longest),
    tookColumn('First token p95', (row) => row.first_token_p95_ns, true, longest),
    {
      name: 'Tokens / s',
      num: true,
      wide: true,
      value: (row) => row.output_tokens_per_second,
      cell: (row) => leading(row, longest, row.output_tokens_per_second?.toFixed(1) ?? '–'),
    },
  ];
}
