import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { percent, whole } from '../format/count.ts';
import { ago } from '../format/time.ts';
import { Answered } from '../parts/Answered.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { ListCard } from '../parts/ListCard.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { SystemHealth } from '../parts/SystemHealth.tsx';
import { isLive } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { countColumn, timeColumn } from './columns.tsx';

type Ledger = Schemas['Ledger'];
type DeadLetter = Schemas['DeadLetter'];

/** What came, what became of it, and how far the numbers show it. */
export default function System() {
  const { scope } = useScope();
  const { workspace, from, to } = scope;
  const system = useApi('/api/v1/system', { workspace, from, to }, isLive(scope));
  const letters = useApi('/api/v1/dead-letters', { workspace, from, to }, isLive(scope));
  return (
    <>
      <PageHead title="System" />
      <p className="muted">
        Published = first seen + duplicate + dropped by policy + dead-lettered + in flight, exactly,
        for workspace “{workspace}” in this time of receipt.
      </p>
      <Answered query={system}>
        {(answer) => (
          <>
            <SystemHealth system={answer} />
            <ListCard
              title="Signals received"
              columns={LEDGER}
              rows={answer.ledger}
              id={(row) => `${row.time} ${row.signal}`}
            />
            <ListCard
              title="Partitions"
              columns={PROGRESS}
              rows={answer.progress}
              id={(row) => `${row.topic} ${row.partition}`}
            />
          </>
        )}
      </Answered>
      <Answered query={letters}>
        {({ dead_letters, truncated }) => (
          <ListCard
            title="Dead letters"
            columns={DEAD_LETTERS}
            rows={dead_letters}
            more={truncated}
            id={(row) => `${row.topic} ${row.partition} ${row.offset} ${row.position}`}
          />
        )}
      </Answered>
    </>
  );
}

const LEDGER: Column<Ledger>[] = [
  { name: 'Signal', value: (row) => row.signal.toLowerCase() },
  countColumn('Published', (row) => row.published, false),
  countColumn('First seen', (row) => row.first_seen, false),
  countColumn('Duplicate', (row) => row.duplicate),
  countColumn('Dropped by policy', (row) => row.dropped_by_policy),
  countColumn('Dead-lettered', (row) => row.dead_lettered, false),
  countColumn('In flight', (row) => row.in_flight),
  {
    name: 'Accounted for',
    num: true,
    wide: true,
    value: accounted,
    cell: (row) => percent(accounted(row), row.published),
  },
];

function accounted(row: Ledger): number {
  return row.first_seen + row.duplicate + row.dropped_by_policy + row.dead_lettered + row.in_flight;
}

const PROGRESS: Column<Schemas['Progress']>[] = [
  { name: 'Topic', value: (row) => row.topic },
  { name: 'Partition', num: true, value: (row) => row.partition },
  {
    name: 'Shown up to offset',
    num: true,
    value: (row) => row.next_offset,
    cell: (row) => whole(row.next_offset),
  },
  {
    name: 'Last commit',
    value: (row) => row.committed_time,
    cell: (row) => <span title={row.committed_time}>{ago(row.committed_time)}</span>,
  },
];

const DEAD_LETTERS: Column<DeadLetter>[] = [
  { name: 'Reason', value: (row) => row.reason, twoLines: true },
  timeColumn('Received', (row) => row.received_time),
  { name: 'Topic', wide: true, value: (row) => row.topic },
  { name: 'Partition', num: true, wide: true, value: (row) => row.partition },
  { name: 'Offset', num: true, value: (row) => row.offset },
  { name: 'Position', num: true, wide: true, value: (row) => row.position },
  countColumn('Bytes', (row) => row.size_bytes),
];
