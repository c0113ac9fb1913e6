import { useApi } from '../api/useApi.ts';
import { Answered } from '../parts/Answered.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { Nothing } from '../parts/Nothing.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { isLive } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { toolColumns } from './toolColumns.tsx';

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
              columns={toolColumns(scope)}
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
