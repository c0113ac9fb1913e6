import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { Answered } from '../parts/Answered.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { isLive } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { partColumns } from './partColumns.tsx';

/** What each agent did and cost. */
export default function Agents() {
  const { scope } = useScope();
  const agents = useApi('/api/v1/agents', ask(scope, TAKES.people), isLive(scope));
  return (
    <>
      <PageHead title="Agents" />
      <FilterBar names={TAKES.people} />
      <Answered query={agents}>
        {({ agents: rows, truncated }) =>
          rows.length === 0 ? (
            <Nothing what="agents" />
          ) : (
            <ListCard
              title="Agents"
              columns={partColumns(
                'Agent',
                scope,
                (row: Schemas['Agent']) => row.agent_name,
                'agent_name',
              )}
              rows={rows}
              more={truncated}
              id={(row) => `${row.experiment_id} ${row.agent_name}`}
            />
          )
        }
      </Answered>
    </>
  );
}
