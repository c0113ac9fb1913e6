import type { Schemas } from '../api/client.ts';
import type { Column } from '../parts/DataTable.tsx';
import { type Filters, href, type Scope } from '../scope/scope.ts';
import { costColumn, countColumn, linkColumn, timeColumn } from './columns.tsx';

type Part = Schemas['User'] | Schemas['Agent'];

/**
 * The columns that users and agents share: their own parts of traces. Each number leads to the
 * traces, sessions or errors behind it.
 *
 * @param filter by which those of a row are found
 */
export function partColumns<R extends Part>(
  name: string,
  scope: Scope,
  of: (row: R) => string,
  filter: 'user_id' | 'agent_name',
): Column<R>[] {
  const to =
    (path: string, filters: Filters = {}) =>
    (row: R) =>
      href(path, scope, { experiment_id: row.experiment_id, [filter]: of(row), ...filters });
  const traces = to('/traces');
  return [
    linkColumn(name, of, traces),
    countColumn('Traces', (row) => row.traces, false, traces),
    countColumn('Failed', (row) => row.failed_traces, true, to('/traces', { status: 'ERROR' })),
    countColumn('Sessions', (row) => row.sessions, true, to('/sessions')),
    countColumn('Turns', (row) => row.turns, true, traces),
    countColumn('Model calls', (row) => row.llm_calls, true, traces),
    countColumn(
      'Failed calls',
      (row) => row.llm_errors,
      true,
      to('/traces', { failed: 'model_calls' }),
    ),
    countColumn('Tool calls', (row) => row.tool_calls, true, traces),
    countColumn(
      'Failed tools',
      (row) => row.tool_errors,
      true,
      to('/traces', { failed: 'tool_calls' }),
    ),
    countColumn('Input', (row) => row.input_tokens, true, traces),
    countColumn('Output', (row) => row.output_tokens, true, traces),
    costColumn(traces),
    timeColumn('First', (row) => row.first_time),
    timeColumn('Last', (row) => row.last_time),
  ];
}
