import type { Schemas } from '../api/client.ts';
import type { Column } from '../parts/DataTable.tsx';
import { costColumn, countColumn, linkColumn, timeColumn } from './columns.tsx';

type Part = Schemas['User'] | Schemas['Agent'];

/** The columns that users and agents share: their own parts of traces. */
export function partColumns<R extends Part>(
  name: string,
  of: (row: R) => string,
  to: (row: R) => string,
): Column<R>[] {
  return [
    linkColumn(name, of, to),
    countColumn('Traces', (row) => row.traces, false),
    countColumn('Failed', (row) => row.failed_traces),
    countColumn('Sessions', (row) => row.sessions),
    countColumn('Turns', (row) => row.turns),
    countColumn('Model calls', (row) => row.llm_calls),
    countColumn('Failed calls', (row) => row.llm_errors),
    countColumn('Tool calls', (row) => row.tool_calls),
    countColumn('Failed tools', (row) => row.tool_errors),
    countColumn('Input', (row) => row.input_tokens),
    countColumn('Output', (row) => row.output_tokens),
    costColumn(),
    timeColumn('First', (row) => row.first_time),
    timeColumn('Last', (row) => row.last_time),
  ];
}
