import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { percent } from '../format/count.ts';
import { Count, Money, Took, When } from '../parts/cells.tsx';
import type { Column } from '../parts/DataTable.tsx';
import { NOBODY } from '../parts/series.ts';

/** Columns that several lists have. */

/** Where what is behind a number of a row is. */
export type To<R> = (row: R) => string | undefined;

export function leading<R>(row: R, to: To<R> | undefined, shown: ReactNode): ReactNode {
  const address = to?.(row);
  return address ? <Link href={address}>{shown}</Link> : shown;
}

export function countColumn<R>(
  name: string,
  of: (row: R) => number,
  wide = true,
  to?: To<R>,
): Column<R> {
  const cell = (row: R) => leading(row, to, <Count of={of(row)} />);
  return { name, num: true, wide, value: of, cell };
}

export function tookColumn<R>(
  name: string,
  of: (row: R) => number | null,
  wide = true,
  to?: To<R>,
): Column<R> {
  const cell = (row: R) => leading(row, to, <Took nanos={of(row)} />);
  return { name, num: true, wide, value: of, cell };
}

export function shareColumn<R>(name: string, of: (row: R) => number | null, to?: To<R>): Column<R> {
  const cell = (row: R): ReactNode => {
    const share = of(row);
    return share === null ? '–' : leading(row, to, percent(share, 1));
  };
  return { name, num: true, wide: true, value: of, cell };
}

export function timeColumn<R>(name: string, of: (row: R) => string): Column<R> {
  return { name, wide: true, value: of, cell: (row) => <When time={of(row)} /> };
}

export function costColumn<R extends { cost_usd: string; unpriced_calls: number }>(
  to?: To<R>,
): Column<R> {
  return {
    name: 'Cost',
    num: true,
    value: (row) => row.cost_usd,
    order: (row) => Number(row.cost_usd),
    cell: (row) => leading(row, to, <Money usd={row.cost_usd} unpriced={row.unpriced_calls} />),
  };
}

export function moneyColumn<R>(name: string, of: (row: R) => string, to?: To<R>): Column<R> {
  return {
    name,
    num: true,
    wide: true,
    value: of,
    order: (row) => Number(of(row)),
    cell: (row) => leading(row, to, <Money usd={of(row)} />),
  };
}

/** What a row is of, leading to the traces behind it. */
export function linkColumn<R>(name: string, of: (row: R) => string, to: To<R>): Column<R> {
  const cell = (row: R) =>
    of(row) ? leading(row, to, of(row)) : <span className="muted">{NOBODY}</span>;
  return { name, value: of, cell };
}
