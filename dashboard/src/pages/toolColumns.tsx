import type { Schemas } from '../api/client.ts';
import { percent } from '../format/count.ts';
import type { Column } from '../parts/DataTable.tsx';
import { href, type Scope } from '../scope/scope.ts';
import { countColumn, linkColumn, tookColumn } from './columns.tsx';

type Tool = Schemas['Tool'];

/** Calls, success and latency of tools; each number leads to the traces behind it. */
export function toolColumns(scope: Scope): Column<Tool>[] {
  const to = (path: string) => (row: Tool) =>
    row.tool ? href(path, scope, { tool: row.tool }) : undefined;
  const traces = to('/traces');
  return [
    linkColumn('Tool', (row) => row.tool ?? '', traces),
    countColumn('Calls', (row) => row.calls, false, traces),
    countColumn('Failed', (row) => row.errors, false, to('/errors')),
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
