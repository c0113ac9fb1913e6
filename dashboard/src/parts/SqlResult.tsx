import { useMemo } from 'react';
import type { Result } from '../sql/ask.ts';
import { isNumber, series, shown } from '../sql/result.ts';
import { Chart } from './Chart.tsx';
import type { Column } from './DataTable.tsx';
import { ListCard } from './ListCard.tsx';

interface Row {
  at: number;
  cells: unknown[];
}

/** What a question in SQL was answered: a table, and a chart where there are numbers. */
export function SqlResult({ result }: { result: Result }) {
  const rows = useMemo(() => result.rows.map((cells, at): Row => ({ at, cells })), [result]);
  const columns = useMemo(() => result.columns.map(column), [result]);
  const drawn = useMemo(() => series(result), [result]);
  return (
    <>
      <div className="free">
        <ListCard
          // Columns of one question are not those of another.
          key={columns.map(({ name }) => name).join('\n')}
          title="Rows"
          columns={columns}
          rows={rows}
          id={(row) => String(row.at)}
          more={result.truncated}
        />
      </div>
      {drawn && rows.length > 1 && <Chart title="Chart" series={drawn} />}
    </>
  );
}

function column({ name, type }: Result['columns'][number], at: number): Column<Row> {
  const num = isNumber(type);
  return {
    name,
    num,
    value: (row) => shown(row.cells[at]),
    cell: (row) =>
      row.cells[at] === null ? (
        <span className="muted">null</span>
      ) : (
        <span title={type}>{shown(row.cells[at])}</span>
      ),
    ...(num ? { order: (row: Row) => Number(row.cells[at]) } : {}),
  };
}
