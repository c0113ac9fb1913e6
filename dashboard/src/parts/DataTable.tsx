import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';

/** A column: its value is what is sorted and exported, its cell what is read. */
export interface Column<R> {
  name: string;
  value: (row: R) => string | number | null;
  cell?: (row: R) => ReactNode;
  num?: boolean;
  /** Left out where the screen is narrow. */
  wide?: boolean;
  twoLines?: boolean;
  /** Left out until a reader asks for it. */
  spare?: boolean;
  /**
   * Where there is not room for all: what of the row is left out last has 1. Columns without it are
   * always there.
   */
  rank?: number;
  /** How wide it is at most, in pixels, for one that has a rank. */
  width?: number;
  /** How it is ordered where its value is text that is a number. */
  order?: (row: R) => number;
}

interface Props<R> {
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  id: (row: R) => string;
  /** Whether headers sort; not where the API holds more rows than are here. */
  sortable?: boolean;
  /** Called when the last rows come into sight. */
  atEnd?: () => void;
  rowHeight?: number;
}

type Sorting = { column: string; descending: boolean } | undefined;

/** A table of any length: only the rows in sight are in the document. */
export function DataTable<R>(props: Props<R>) {
  const { caption, columns, rows, id, sortable = true, atEnd, rowHeight = 36 } = props;
  const [sorting, setSorting] = useState<Sorting>();
  const sorted = useMemo(() => sort(rows, columns, sorting), [rows, columns, sorting]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: ({ range }) => {
      if (range && range.endIndex >= sorted.length - 5) {
        atEnd?.();
      }
    },
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // What scrolls must be reachable by keyboard.
    <section className="scroll" ref={scroller} tabIndex={0} aria-label={caption}>
      <table aria-rowcount={sorted.length + 1}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Header
                key={column.name}
                column={column}
                sorting={sorting}
                sort={sortable ? setSorting : undefined}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} />
          {items.map((item) => {
            const row = sorted[item.index] as R;
            return (
              <tr
                key={id(row)}
                data-index={item.index}
                ref={virtual.measureElement}
                aria-rowindex={item.index + 2}
              >
                {columns.map((column) => (
                  <td key={column.name} className={classes(column)}>
                    {column.cell ? column.cell(row) : column.value(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </section>
  );
}

/** Over one column only: as wide as all, it would bring back those that a narrow screen leaves out. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  ) : null;
}

function Header<R>(props: {
  column: Column<R>;
  sorting: Sorting;
  sort: ((sorting: Sorting) => void) | undefined;
}) {
  const { column, sorting, sort } = props;
  const current = sorting?.column === column.name ? sorting : undefined;
  const order = current ? (current.descending ? 'descending' : 'ascending') : undefined;
  const turn = () => sort?.({ column: column.name, descending: !current?.descending });
  return (
    <th scope="col" className={classes(column)} aria-sort={order}>
      {sort ? (
        <button type="button" onClick={turn}>
          {column.name}
          {current && (current.descending ? ' ↓' : ' ↑')}
        </button>
      ) : (
        column.name
      )}
    </th>
  );
}

/** What style sheets know the cells of a column by. */
export function classes<R>(column: Column<R>): string | undefined {
  const names = [column.num && 'num', column.wide && 'wide', column.twoLines && 'two-lines'];
  return names.filter(Boolean).join(' ') || undefined;
}

function sort<R>(rows: readonly R[], columns: readonly Column<R>[], sorting: Sorting) {
  const column = columns.find(({ name }) => name === sorting?.column);
  if (!column || !sorting) {
    return rows;
  }
  const key = column.order ?? column.value;
  const sign = sorting.descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(key(a), key(b)));
}

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  return String(a ?? '').localeCompare(String(b ?? ''));
}
