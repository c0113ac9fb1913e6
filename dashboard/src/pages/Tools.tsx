import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { percent } from '../format/count.ts';
import { Answered } from '../parts/Answered.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { href, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { countColumn, linkColumn, tookColumn } from './columns.tsx';

type Tool = Schemas['Tool'];

/** Which tools were called, how often they failed and how long they took. */
export default function Tools() {
  const { scope } = useScope();
  const tools = useApi('/api/v1/tools', ask(scope, TAKES.tools), isLive(scope));
  return (
    <>
      <PageHead title="Tools" />
      <FilterBar names={TAKES.tools} />
      <Answered query={tools}>
        {({ tools: rows, truncated }) =>
          rows.length === 0 ? (
            <Nothing what="tool calls" />
          ) : (
            <ListCard
              title="Tools"
              columns={columns(scope)}
              rows={rows}
              more={truncated}
              id={(row) => row.tool ?? ''}
            />
          )
        }
      </Answered>
    </>
  );
}

function columns(scope: Scope): Column<Tool>[] {
  return [
    linkColumn(
      'Tool',
      (row) => row.tool ?? '',
      (row) => href('/traces', scope, { tool: row.tool ?? '' }),
    ),
    countColumn('Calls', (row) => row.calls, false),
    countColumn('Failed', (row) => row.errors, false),
    {
      name: 'Success',
      num: true,
      wide: true,
      value: (row) => (row.error_ratio === null ? null : 1 - row.error_ratio),
      cell: (row) => percent(row.calls - row.errors, row.calls),
    },
    tookColumn('p50', (row) => row.duration_p50_ns),
    tookColumn('p95', (row) => row.duration_p95_ns, false),
    tookColumn('p99', (row) => row.duration_p99_ns),
  ];
}
