import type { Schemas } from '../api/client.ts';
import { ago } from '../format/time.ts';
import { countColumn, timeColumn } from '../pages/columns.tsx';
import { Count } from './cells.tsx';
import type { Column } from './DataTable.tsx';
import { ListCard } from './ListCard.tsx';

type System = Schemas['System'];

const BYTES_PER_MEBIBYTE = 2 ** 20;

/** Whether all that should run does, how far behind it is, and what could not be read. */
export function SystemHealth({ system }: { system: System }) {
  const { log, processes, unanswered, dead_letters } = system;
  return (
    <>
      <section className="card chips" aria-label="The raw log">
        <dl className="chips fact">
          <Fact name="Lag" told={log.unread_records} unit="records" />
          <Fact name="Lost unread" told={log.lost_records} unit="records" />
          <Fact name="Disk left" told={mebibytes(log.disk_usable_bytes)} unit="MiB" />
        </dl>
        {unanswered.length > 0 && (
          <strong className="bad" role="alert">
            No answer from: {unanswered.join(', ')}
          </strong>
        )}
      </section>
      <ListCard
        title="Processes"
        columns={PROCESSES}
        rows={processes}
        id={(process) => process.name}
      />
      <ListCard
        title="Reasons of dead letters"
        columns={REASONS}
        rows={dead_letters}
        id={(row) => `${row.topic}\n${row.reason}`}
      />
    </>
  );
}

function Fact({ name, told, unit }: { name: string; told: number | null; unit: string }) {
  return (
    <div className="chips">
      <dt className="muted">{name}</dt>
      <dd className="fact">
        {told === null ? '–' : <Count of={told} />} {unit}
      </dd>
    </div>
  );
}

function mebibytes(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes / BYTES_PER_MEBIBYTE);
}

const PROCESSES: Column<Schemas['Process']>[] = [
  { name: 'Process', value: (process) => process.name },
  {
    name: 'State',
    value: (process) => (process.ready ? 'ready' : 'not ready'),
    cell: (process) => (
      <span className={process.ready ? 'badge' : 'badge error'}>
        {process.ready ? 'ready' : 'not ready'}
      </span>
    ),
  },
  {
    name: 'Since',
    wide: true,
    value: (process) => process.since_time,
    cell: (process) =>
      process.since_time && <span title={process.since_time}>{ago(process.since_time)}</span>,
  },
  { name: 'Restarts', num: true, value: (process) => process.restarts },
  {
    name: 'Memory, MiB',
    num: true,
    wide: true,
    value: (process) => mebibytes(process.resident_bytes),
  },
  {
    name: 'CPU, s',
    num: true,
    wide: true,
    value: (process) =>
      process.cpu_seconds === null ? null : Math.round(process.cpu_seconds * 10) / 10,
  },
];

const REASONS: Column<Schemas['DeadLetterReason']>[] = [
  { name: 'Reason', value: (row) => row.reason, twoLines: true },
  { name: 'Topic', wide: true, value: (row) => row.topic },
  countColumn('Dead letters', (row) => row.dead_letters, false),
  timeColumn('Last', (row) => row.last_received_time),
];
