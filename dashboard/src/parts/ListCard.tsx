import { useRef } from 'react';
import { csv, save } from '../format/csv.ts';
import { type Column, DataTable } from './DataTable.tsx';
import { type Choice, useShownColumns } from './shownColumns.ts';

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
  const card = useRef<HTMLElement>(null);
  const { shown, taken, choose } = useShownColumns(title, columns, rows, card);
  const cells = [
    taken.map((column) => column.name),
    ...rows.map((row) => taken.map((column) => column.value(row))),
  ];
  return (
    <section className="card" aria-label={title} ref={card}>
      <header>
        <h2>
          {rows.length}
          {more && '+'} {title.toLowerCase()}
        </h2>
        <span className="actions">
          <Columns
            names={columns.slice(1).map(({ name }) => name)}
            shown={shown.map(({ name }) => name)}
            choose={choose}
          />
          <button type="button" onClick={() => save(`${title}.csv`, csv(cells))}>
            CSV
          </button>
        </span>
      </header>
      <DataTable {...props} caption={title} columns={shown} />
    </section>
  );
}

interface ColumnsProps {
  names: readonly string[];
  shown: readonly string[];
  choose: (name: string, choice: Choice) => void;
}

/** What is checked is there; what is not was left out by the reader, or for want of room. */
function Columns({ names, shown, choose }: ColumnsProps) {
  return (
    <details className="columns">
      <summary>Columns</summary>
      <div className="menu">
        {names.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={shown.includes(name)}
              onChange={({ target }) => choose(name, target.checked ? 'wanted' : 'hidden')}
            />{' '}
            {name}
          </label>
        ))}
      </div>
    </details>
  );
}
