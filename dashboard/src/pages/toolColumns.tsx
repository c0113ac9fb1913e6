import type { Schemas } from '../api/client.ts';
import { percent } from '../format/count.ts';
import type { Column } from '../parts/DataTable.tsx';
import { type Filters, href, type Scope } from '../scope/scope.ts';
import { countColumn, leading, linkColumn, tookColumn } from './columns.tsx';

type Tool = Schemas['Tool'];

/** Calls, success and latency of tools; each number leads to the traces behind it. */
export function toolColumns(scope: Scope): Column<Tool>[] {
  const to =
    (filters: Filters, rest = {}) =>
    ({ tool }: Tool) =>
      tool ? href('/traces', scope, { tool, ...filters }, rest) : undefined;
  const [traces, longest] = [to({}), to({}, { sort: 'duration' })];
  const failed = to({ failed: 'tool_calls' });
  return [
    linkColumn('Tool', (row) => row.tool ?? '', traces),
    countColumn('Calls', (row) => row.calls, false, traces),
    countColumn('Failed', (row) => row.errors, false, failed),
    {
      name: 'Success',
      num: true,
      wide: true,
      value: (row) => (row.error_ratio === null ? null : 1 - row.error_ratio),
      cell: (row) => leading(row, failed, percent(row.calls - row.errors, row.calls)),
    },
    tookColumn('p50', (row) => row.duration_p50_ns, true, longest),
    tookColumn('p95', (row) => row.duration_p95_ns, false, longest),
    tookColumn('p99', (row) => row.duration_p99_ns, true, longest),
  ];
}
