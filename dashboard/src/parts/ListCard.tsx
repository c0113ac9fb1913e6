import { useState } from 'react';
import { csv, save } from '../format/csv.ts';
import { type Column, DataTable } from './DataTable.tsx';

interface Props<R> {
  title: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  id: (row: R) => string;
  sortable?: boolean;
  atEnd?: () => void;
  /** Whether the API holds more rows than these. */
  more?: boolean;
}

/** A table with its columns to choose and its rows to take away. */
export function ListCard<R>(props: Props<R>) {
  const { title, columns, rows, more } = props;
  const [hidden, setHidden] = useHidden(title, columns);
  const shown = columns.filter((column) => !hidden.includes(column.name));
  const cells = [
    shown.map((column) => column.name),
    ...rows.map((row) => shown.map((column) => column.value(row))),
  ];
  const turn = (name: string) =>
    setHidden(hidden.includes(name) ? hidden.filter((each) => each !== name) : [...hidden, name]);
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>
          {rows.length}
          {more && '+'} {title.toLowerCase()}
        </h2>
        <span className="actions">
          <details className="columns">
            <summary>Columns</summary>
            <div className="menu">
              {columns.slice(1).map(({ name }) => (
                <label key={name}>
                  <input
                    type="checkbox"
                    checked={!hidden.includes(name)}
                    onChange={() => turn(name)}
                  />{' '}
                  {name}
                </label>
              ))}
            </div>
          </details>
          <button type="button" onClick={() => save(`${title}.csv`, csv(cells))}>
            CSV
          </button>
        </span>
      </header>
      <DataTable {...props} caption={title} columns={shown} />
    </section>
  );
}

/** Kept by the browser: which columns a reader does not want; at first those that are spare. */
function useHidden<R>(
  title: string,
  columns: readonly Column<R>[],
): [string[], (names: string[]) => void] {
  const key = `millrace.hidden.${title}`;
  const [hidden, setHidden] = useState<string[]>(
    () =>
      localStorage.getItem(key)?.split('\n').filter(Boolean) ??
      columns.filter(({ spare }) => spare).map(({ name }) => name),
  );
  return [
    hidden,
    (names) => {
      localStorage.setItem(key, names.join('\n'));
      setHidden(names);
    },
  ];
}
