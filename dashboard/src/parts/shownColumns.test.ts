import { expect, it } from 'vitest';
import type { Column } from './DataTable.tsx';
import { type Choices, fitting } from './shownColumns.ts';

type Row = Record<string, string>;
const column = (name: string, more: Partial<Column<Row>> = {}): Column<Row> => ({
  name,
  value: (row) => row[name] ?? '',
  ...more,
});
const COLUMNS = [
  column('Trace'),
  column('Start', { rank: 2, width: 80 }),
  column('Tags', { rank: 1, width: 120 }),
  column('Assessments', { rank: 3, width: 140 }),
  column('Id', { spare: true, width: 250 }),
];
const FULL = [{ Trace: 't', Start: 's', Tags: 'a', Assessments: 'b', Id: 'i' }];

const names = (room: number | undefined, choices: Choices = {}, rows: Row[] = FULL) =>
  fitting(COLUMNS, rows, choices, room).map(({ name }) => name);

it('all are there where there is room', () => {
  expect(names(undefined)).toEqual(['Trace', 'Start', 'Tags', 'Assessments']);
  expect(names(550)).toEqual(['Trace', 'Start', 'Tags', 'Assessments']);
});

it('what matters least goes first, and the order stays', () => {
  expect(names(549)).toEqual(['Trace', 'Start', 'Tags']);
  expect(names(409)).toEqual(['Trace', 'Tags']);
  expect(names(100)).toEqual(['Trace']);
});

it('what a reader wants is there, at the cost of others', () => {
  expect(names(480, { Assessments: 'wanted' })).toEqual(['Trace', 'Tags', 'Assessments']);
  expect(names(480, { Id: 'wanted' })).toEqual(['Trace', 'Id']);
});

it('what a reader hides makes room', () => {
  expect(names(430, { Tags: 'hidden' })).toEqual(['Trace', 'Start', 'Assessments']);
});

it('what no row has takes no room', () => {
  const rows = [{ Trace: 't', Start: 's', Assessments: 'b' }];
  expect(names(430, {}, rows)).toEqual(['Trace', 'Start', 'Assessments']);
});
