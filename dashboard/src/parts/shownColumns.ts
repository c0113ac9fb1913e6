import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Column } from './DataTable.tsx';

/** What a reader said of a column: to be there before any other, or not at all. */
export type Choice = 'wanted' | 'hidden';
export type Choices = Readonly<Record<string, Choice>>;

/** Where style sheets leave out what is .wide instead. */
const NARROW = '(max-width: 760px)';
/** What the first column needs, in pixels. */
const FIRST = 210;
/** What a column needs that does not say it. */
const OTHER = 100;
/** Between the edge of a card and its table, on both sides together. */
const CARD_PADDING = 40;

/** The columns that a reader has not hidden, whether there is room for them or not. */
export function chosen<R>(columns: readonly Column<R>[], choices: Choices): Column<R>[] {
  return columns.filter(({ name, spare }) =>
    spare ? choices[name] === 'wanted' : choices[name] !== 'hidden',
  );
}

/**
 * Those of the columns that are shown in so much room: the first, those that a reader wants, those
 * without a rank, and of the others as many as fit, by their ranks. One in which no row has anything
 * takes no room.
 *
 * @param room in pixels; unknown = any
 */
export function fitting<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  choices: Choices,
  room: number | undefined,
): Column<R>[] {
  const own = (column: Column<R>) => choices[column.name];
  const possible = chosen(columns, choices);
  const isFixed = (column: Column<R>) =>
    column === columns[0] || own(column) === 'wanted' || column.rank === undefined;
  const kept = new Set(possible.filter(isFixed));
  let left = (room ?? Number.POSITIVE_INFINITY) - FIRST;
  for (const column of kept) {
    left -= column === columns[0] ? 0 : (column.width ?? OTHER);
  }
  const others = possible
    .filter((column) => !isFixed(column) && rows.some((row) => column.value(row) !== ''))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  for (const column of others) {
    left -= column.width ?? OTHER;
    if (left < 0) {
      break;
    }
    kept.add(column);
  }
  return columns
    .filter((column) => kept.has(column))
    .map((column) => (own(column) === 'wanted' ? { ...column, wide: false } : column));
}

/** The columns of a list in its card, as its reader chose and as they fit; the browser keeps the choice. */
export function useShownColumns<R>(
  title: string,
  columns: readonly Column<R>[],
  rows: readonly R[],
  card: RefObject<HTMLElement | null>,
) {
  const key = `millrace.columns.${title}`;
  const [choices, setChoices] = useState<Choices>(() => read(localStorage.getItem(key)));
  const room = useRoom(card);
  const choose = (name: string, choice: Choice) => {
    const next = { ...choices, [name]: choice };
    localStorage.setItem(key, JSON.stringify(next));
    setChoices(next);
  };
  return {
    shown: fitting(columns, rows, choices, room),
    taken: chosen(columns, choices),
    choose,
  };
}

function read(kept: string | null): Choices {
  try {
    return JSON.parse(kept ?? '{}') as Choices;
  } catch {
    // Of another version: the reader chooses again.
    return {};
  }
}

/** How wide a card's content may be; known once it is drawn, and where that matters. */
function useRoom(card: RefObject<HTMLElement | null>): number | undefined {
  const [room, setRoom] = useState<number>();
  useLayoutEffect(() => {
    const element = card.current;
    if (!element) {
      return;
    }
    const measure = () =>
      setRoom(matchMedia(NARROW).matches ? undefined : element.clientWidth - CARD_PADDING);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [card]);
  return room;
}
