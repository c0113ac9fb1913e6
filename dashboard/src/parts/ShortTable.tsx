import { csv, save } from '../format/csv.ts';
import { Answered } from './Answered.tsx';
import { classes, type Column } from './DataTable.tsx';

interface Props<A, R> {
  title: string;
  query: { data: A | undefined; error: Error | null; refetch: () => unknown };
  rows: (answer: A) => readonly R[];
  id: (row: R) => string;
  columns: readonly Column<R>[];
  /** What a reader has to know of the numbers. */
  note?: string | undefined;
}

/** The first few of a list, all of them in sight, as a table and as CSV. */
export function ShortTable<A, R>({ title, query, rows, id, columns, note }: Props<A, R>) {
  const cells = () => [
    columns.map((column) => column.name),
    ...(query.data ? rows(query.data) : []).map((row) => columns.map(({ value }) => value(row))),
  ];
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="actions">
          <button
            type="button"
            disabled={!query.data}
            onClick={() => save(`${title}.csv`, csv(cells()))}
          >
            CSV
          </button>
        </span>
      </header>
      {note && <p className="muted">{note}</p>}
      <Answered query={query}>
        {(answer) => (
          <div className="within">
            <table>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column.name} scope="col" className={classes(column)}>
                      {column.name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows(answer).map((row, index) => (
                  <tr key={id(row)} data-index={index}>
                    {columns.map((column) => (
                      <td key={column.name} className={classes(column)}>
                        {column.cell ? column.cell(row) : column.value(row)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
    </section>
  );
}
