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

/** What each user did and cost. */
export default function Users() {
  const { scope } = useScope();
  const users = useApi('/api/v1/users', ask(scope, TAKES.people), isLive(scope));
  return (
    <>
      <PageHead title="Users" />
      <FilterBar names={TAKES.people} />
      <Answered query={users}>
        {({ users: rows, truncated }) =>
          rows.length === 0 ? (
            <Nothing what="users" />
          ) : (
            <ListCard
              title="Users"
              columns={partColumns('User', scope, (row: Schemas['User']) => row.user_id, 'user_id')}
              rows={rows}
              more={truncated}
              id={(row) => `${row.experiment_id} ${row.user_id}`}
            />
          )
        }
      </Answered>
    </>
  );
}
