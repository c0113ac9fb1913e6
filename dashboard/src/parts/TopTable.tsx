import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { costColumn, countColumn, linkColumn, shareColumn } from '../pages/columns.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { unpricedTraces } from '../scope/behind.ts';
import { href, isLive, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import type { Column } from './DataTable.tsx';
import { ShortTable } from './ShortTable.tsx';

type Top = Schemas['Top'];
type By = 'user_id' | 'model' | 'agent_name' | 'service_name';

const MOST = 8;

/** The few that cost most, with their shares of all. */
export function TopTable({ title, by }: { title: string; by: By }) {
  const { scope } = useScope();
  const asked = { ...ask(scope, TAKES.models), by, limit: MOST };
  const top = useApi('/api/v1/top', asked, isLive(scope));
  return (
    <ShortTable
      title={title}
      query={top}
      rows={(answer) => answer.top}
      id={(row: Top) => row.value}
      columns={columns(scope, by)}
    />
  );
}

function columns(scope: Scope, by: By): Column<Top>[] {
  const to = ({ value }: Top) => (value ? href('/traces', scope, { [by]: value }) : undefined);
  const unpriced = ({ value }: Top) => unpricedTraces(scope, { [by]: value });
  return [
    linkColumn('Who', (row) => row.value, to),
    countColumn('Calls', (row) => row.calls, false, to),
    countColumn('Input', (row) => row.input_tokens, true, to),
    countColumn('Output', (row) => row.output_tokens, true, to),
    costColumn(to),
    countColumn('Unpriced', (row) => row.unpriced_calls, true, unpriced),
    shareColumn('Share', (row) => row.share, to),
  ];
}
